/** Parties, offices and their deputies, who is on duty, and by which ways they are reached. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseOffice } from '../../domain/directory/directory.js';
import type { DutySpan } from '../../domain/directory/duty.js';
import { useTicking } from '../live/clock.js';
import { Badge } from '../parts/badge.js';
import { ScrollTable } from '../parts/scroll-table.js';
import '../people/people.css';
import { usePeople } from '../people/reads.js';
import type { ChannelRow, DutyRow, People } from '../people/reads.js';
import { TestButton } from '../people/test-button.js';
import { useMe } from '../reads.js';
import { useSpeaks, useWords } from '../words/language.js';
import { people } from '../words/people.js';
import { clockIn, utc } from '../words/times.js';

export default function PeopleScreen(): ReactNode {
  const { say } = useSpeaks();
  const words = useWords(people);
  const { data, isPending, error } = usePeople();
  return (
    <>
      <h1>{words.title}</h1>
      {isPending && <p className="empty">{say.loading}</p>}
      {error && !data && (
        <p className="empty" role="alert">
          {say.failed} {error.message}
        </p>
      )}
      {data && (
        <>
          <p>{words.says}</p>
          <Rosters all={data} />
          <Offices all={data} />
          <Parties all={data} />
        </>
      )}
    </>
  );
}

function useName(all: People): { office: (id: string | undefined) => string; organisation: (id: string) => string } {
  const { of } = useSpeaks();
  return {
    office: (id) => (id === undefined ? '' : of(all.offices[id]?.name) || id),
    organisation: (id) => of(all.organisations[id]?.name) || id,
  };
}

function Offices({ all }: { all: People }): ReactNode {
  const words = useWords(people);
  const { of } = useSpeaks();
  const name = useName(all);
  const [wanted, setWanted] = useState('');
  const needle = wanted.trim().toLocaleLowerCase();
  const found = Object.entries(all.offices).filter(([id, { name: own, organisation, groups }]) =>
    [id, own.en, own.uk, name.organisation(organisation), ...groups].join(' ').toLocaleLowerCase().includes(needle),
  );
  return (
    <section>
      <p className="search">
        <label htmlFor="search">{words.search}</label>
        <input id="search" type="search" value={wanted} onChange={({ target }) => setWanted(target.value)} />
      </p>
      {found.length === 0 && <p>{words.noMatch}</p>}
      {found.length > 0 && (
        <ScrollTable
          caption={words.office}
          head={[
            words.office,
            words.groups,
            words.local,
            words.onDuty,
            `${words.deputy} / ${words.parent}`,
            words.channels,
          ]}
          rows={found.map(([id, office]) => [
            <span key="name" className="person">
              <b>{of(office.name)}</b> <span>{name.organisation(office.organisation)}</span>
            </span>,
            [...office.groups, ...office.roles.map((role) => words[role])].join(', ') || '–',
            <LocalTime key="local" zone={office.timeZone} />,
            <OnDuty key="duty" duty={all.duty[id]} />,
            <span key="above" className="person">
              <span>{name.office(office.delegate) || '–'}</span> <span>{name.office(office.parent)}</span>
            </span>,
            <Channels key="channels" id={id} office={office} rows={all.reach[id] ?? []} />,
          ])}
        />
      )}
    </section>
  );
}

function LocalTime({ zone }: { zone: string }): ReactNode {
  const { language } = useSpeaks();
  const text = useTicking((now) => clockIn(zone, now, language));
  return (
    <span className="person">
      <time>{text}</time> <span>{zone.replace(/.*\//, '').replaceAll('_', ' ')}</span>
    </span>
  );
}

function OnDuty({ duty }: { duty: DutyRow | undefined }): ReactNode {
  const words = useWords(people);
  if (!duty) return words.alwaysOwn;
  return duty.now.turn === undefined ? (
    <Badge shape="triangle" tone="wait" words={words.noTurn} />
  ) : (
    <bdi>{duty.now.turn}</bdi>
  );
}

function Channels({ id, office, rows }: { id: string; office: CaseOffice; rows: readonly ChannelRow[] }): ReactNode {
  const words = useWords(people);
  const { of, language } = useSpeaks();
  const me = useMe().data;
  if (rows.length === 0) return words.none;
  const may =
    me?.office !== undefined &&
    (me.office === id || (me.groups ?? []).includes('watch') || (me.roles ?? []).includes('admin'));
  return (
    <div className="channels">
      {rows.map(({ kind, verifiedAt, lastTest }) => {
        const failed = lastTest?.outcome === 'failed' || lastTest?.outcome === 'unsent';
        return (
          <p key={kind}>
            {failed ? (
              <Badge shape="cross" tone="alarm" words={words[kind]} />
            ) : verifiedAt === undefined ? (
              <Badge shape="circle" tone="wait" words={words[kind]} />
            ) : (
              <Badge shape="tick" tone="calm" words={words[kind]} />
            )}{' '}
            {verifiedAt === undefined ? words.never : `${words.verified} ${utc(verifiedAt, language)} UTC`}
            {failed && (
              <>
                {' '}
                {words.lastTest}: {words[lastTest.outcome]} <bdi>{lastTest.said}</bdi>
              </>
            )}
          </p>
        );
      })}
      {may && <TestButton office={id} name={of(office.name)} />}
    </div>
  );
}

function Rosters({ all }: { all: People }): ReactNode {
  const words = useWords(people);
  const name = useName(all);
  const rows = Object.entries(all.duty);
  return (
    <section>
      <h2>{words.duty}</h2>
      {rows.length === 0 ? (
        <p>{words.noRosters}</p>
      ) : (
        <>
          <p>{words.dutySays}</p>
          <ScrollTable
            caption={words.duty}
            head={[words.office, words.onDuty, words.next, words.gaps]}
            rows={rows.map(([id, { now, next, gaps }]) => {
              const zone = all.offices[id]?.timeZone ?? 'UTC';
              return [
                name.office(id),
                <Span key="now" span={now} zone={zone} />,
                <Spans key="next" spans={next} zone={zone} />,
                gaps.length === 0 ? (
                  <Badge key="gaps" shape="tick" tone="calm" words={words.noGaps} />
                ) : (
                  <Spans key="gaps" spans={gaps} zone={zone} />
                ),
              ];
            })}
          />
        </>
      )}
    </section>
  );
}

function Spans({ spans, zone }: { spans: readonly DutySpan[]; zone: string }): ReactNode {
  return (
    <ul className="turns">
      {spans.map((span) => (
        <li key={span.from}>
          <Span span={span} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

/** By the clocks of the office: a turn begins when people come to work. */
function Span({ span: { turn, from, to }, zone }: { span: DutySpan; zone: string }): ReactNode {
  const words = useWords(people);
  const { language } = useSpeaks();
  const shown = (at: string): string =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'uk-UA', {
      timeZone: zone,
      weekday: 'short',
      day: '2-digit',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(at));
  return (
    <span className={turn === undefined ? 'turn gap' : 'turn'}>
      <b>{turn ?? words.noTurn}</b> {shown(from)} – {shown(to)}
    </span>
  );
}

function Parties({ all }: { all: People }): ReactNode {
  const words = useWords(people);
  const { of } = useSpeaks();
  const name = useName(all);
  const officesOf = (party: string | undefined): string[] =>
    Object.values(all.offices)
      .filter(({ organisation }) => all.organisations[organisation]?.party === party)
      .map(({ name: own, organisation }) => `${name.organisation(organisation)}: ${of(own)}`);
  const list = (names: readonly string[]): ReactNode => (
    <ul className="turns">
      {names.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
  return (
    <section>
      <h2>{words.parties}</h2>
      <ScrollTable
        caption={words.parties}
        head={[words.party, words.speaks, words.office]}
        rows={[
          ...Object.entries(all.parties).map(([id, { name: own, speaks }]) => [
            of(own),
            name.organisation(speaks),
            list(officesOf(id)),
          ]),
          [words.noParty, '–', list(officesOf(undefined))],
        ]}
      />
    </section>
  );
}
