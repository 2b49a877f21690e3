/** The plan: its ladder on a time axis, the same as dates and in words, what of it is assumed, and other versions. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Explanation } from '../../domain/plan/explanation.js';
import type { Plan, Words } from '../../domain/plan/plan.js';
import { get } from '../api.js';
import { serverNow } from '../live/clock.js';
import { Ladder } from '../parts/ladder.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { Failed, Reading } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { UtcField } from '../parts/utc-field.js';
import { usePlan } from '../reads.js';
import { useSpeaks, useWords } from '../words/language.js';
import { planWords } from '../words/plan.js';
import { fromField, toField, utc } from '../words/times.js';

interface Known {
  id: string;
  version: number;
  hash: string;
  title: Words;
  source: string;
  ofNewCases: boolean;
}

export default function PlanScreen(): ReactNode {
  const words = useWords(planWords);
  const { of } = useSpeaks();
  const [chosen, choose] = useState('');
  const known = useQuery({ queryKey: ['plans'], queryFn: async () => await get<{ plans: Known[] }>('/plans') });
  if (known.isPending) return <Reading />;
  const plans = known.data?.plans ?? [];
  const one = plans.find(({ hash }) => hash === chosen) ?? plans.find(({ ofNewCases }) => ofNewCases) ?? plans[0];
  if (!one) return <Failed error={known.error} again={() => void known.refetch()} />;
  return (
    <article className="one-plan">
      <div className="case-title">
        <h1>{of(one.title)}</h1>
        <button type="button" onClick={() => window.print()}>
          {words.print}
        </button>
      </div>
      <p className="facts">
        <label>
          {words.plan}{' '}
          <select value={one.hash} onChange={({ target }) => choose(target.value)}>
            {plans.map(({ id, version, hash, ofNewCases }) => (
              <option key={hash} value={hash}>
                {id} {version}
                {ofNewCases ? ` (${words.inForce})` : ''}
              </option>
            ))}
          </select>
        </label>
        <span>
          {words.from}: {one.source}
        </span>
        <span className="hash">{one.hash}</span>
      </p>
      <OnePlan known={one} others={plans.filter(({ id, hash }) => id === one.id && hash !== one.hash)} />
    </article>
  );
}

function OnePlan({ known, others }: { known: Known; others: readonly Known[] }): ReactNode {
  const words = useWords(planWords);
  const { language } = useSpeaks();
  const [first, setFirst] = useState(() => toField(serverNow()));
  const at = fromField(first) ?? '';
  const root = `/plans/${known.id}/versions/${known.version}`;
  const read = usePlan(known);
  const explained = useQuery({
    queryKey: ['plan', root, language, at],
    placeholderData: (before: { explanation: Explanation } | undefined) => before,
    queryFn: async () =>
      await get<{ explanation: Explanation }>(`${root}/explanation?lang=${language}${at && `&firstViolationAt=${at}`}`),
  }).data?.explanation;
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  const { plan } = read.data;
  return (
    <>
      {explained && (
        <p>
          <b>{explained.assumed.length}</b> {words.values}.
        </p>
      )}
      <Tabs
        label={words.title}
        tabs={[
          { id: 'ladder', name: words.ladder, content: <LadderTab plan={plan} /> },
          {
            id: 'dates',
            name: words.table,
            content: (
              <>
                <UtcField label={words.whatIf} value={first} change={setFirst} />
                {explained && <Dates explained={explained} />}
              </>
            ),
          },
          { id: 'words', name: words.words, content: explained && <Prose explained={explained} /> },
          { id: 'assumed', name: words.assumed, content: explained && <Assumed explained={explained} /> },
          { id: 'versions', name: words.versions, content: <Versions root={root} others={others} /> },
        ]}
      />
    </>
  );
}

function LadderTab({ plan }: { plan: Plan }): ReactNode {
  const words = useWords(planWords);
  const { of } = useSpeaks();
  const unforeseen = plan.duties.filter(({ anchor }) => anchor === 'creation');
  return (
    <>
      <Ladder plan={plan} />
      <p className="facts">{words.starred}</p>
      {unforeseen.length > 0 && (
        <>
          <p>{words.unforeseen}</p>
          <ul className="names">
            {unforeseen.map(({ id, label }) => (
              <li key={id}>
                <b>{id}</b> {of(label)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Dates({ explained: { schedule } }: { explained: Explanation }): ReactNode {
  const { say, language } = useSpeaks();
  const words = useWords(planWords);
  if (!schedule) return null;
  return (
    <>
      <ScrollTable
        caption={words.table}
        head={[`${say.when} (UTC)`, say.kyiv, say.since, say.what]}
        rows={schedule.rows.map(({ at, elapsed, times, what }) => [
          <time key="at" dateTime={at}>
            {utc(at, language)}
          </time>,
          times.kyiv,
          <b key="elapsed">{elapsed}</b>,
          what,
        ])}
      />
      {schedule.remarks.map((remark) => (
        <p key={remark} className="prose">
          {remark}
        </p>
      ))}
    </>
  );
}

function Prose({ explained }: { explained: Explanation }): ReactNode {
  return (
    <div className="prose">
      {explained.sections.map(({ heading, sentences }) => (
        <section key={heading}>
          <h3>{heading}</h3>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      ))}
    </div>
  );
}

function Assumed({ explained: { assumed } }: { explained: Explanation }): ReactNode {
  const { say } = useSpeaks();
  const words = useWords(planWords);
  return (
    <ScrollTable
      caption={words.assumed}
      head={[say.what, say.value, say.why]}
      rows={assumed.map(({ name, value = '–', reason }) => [`${name} *`, value, reason])}
    />
  );
}

interface Difference {
  differences: { path: string; words: Words }[];
}

function Versions({ root, others }: { root: string; others: readonly Known[] }): ReactNode {
  const words = useWords(planWords);
  if (others.length === 0) return <p>{words.onlyVersion}</p>;
  return others.map((other) => <OneDifference key={other.hash} root={root} other={other} />);
}

function OneDifference({ root, other }: { root: string; other: Known }): ReactNode {
  const words = useWords(planWords);
  const { of } = useSpeaks();
  const found = useQuery({
    queryKey: ['plan', root, 'difference', other.version],
    queryFn: async () => await get<Difference>(`${root}/difference?to=${other.version}`),
  });
  return (
    <section className="prose">
      <h3>
        {words.differenceTo} {other.version} {words.saysOtherwise}
      </h3>
      {found.isPending && <Reading />}
      {found.data?.differences.length === 0 && <p>{words.same}</p>}
      <ul>
        {found.data?.differences.map(({ path, words: change }) => (
          <li key={path}>{of(change)}</li>
        ))}
      </ul>
    </section>
  );
}
