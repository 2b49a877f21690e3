/** The record of this world: by case, to be checked and taken away; its seals and witnesses; and what was refused. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import type { RefusalsAnswer } from '../../api/house/refusals.controller.js';
import { ApiProblem, get } from '../api.js';
import { Verifying } from '../case/record.js';
import { matches, ofWorld } from '../live/case-list.js';
import { useNames } from '../parts/names.js';
import { usePlace } from '../parts/case-row.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { Failed, Reading } from '../parts/states.js';
import { StatusBadge } from '../parts/status-badge.js';
import { Tabs } from '../parts/tabs.js';
import { useCases, useMe, useSectors } from '../reads.js';
import { verifyHere } from '../verify/verdict.js';
import { useSpeaks, useWords } from '../words/language.js';
import { record } from '../words/record.js';
import { utc } from '../words/times.js';

export default function RecordScreen(): ReactNode {
  const words = useWords(record);
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.says}</p>
      <Tabs
        label={words.title}
        tabs={[
          { id: 'cases', name: words.cases, content: <Cases /> },
          { id: 'seals', name: words.seals, content: <Seals /> },
          { id: 'refusals', name: words.refusals, content: <Refusals /> },
        ]}
      />
    </>
  );
}

/** So many are shown; a narrower search shows the others. */
const MOST_SHOWN = 50;

function Cases(): ReactNode {
  const words = useWords(record);
  const { of } = useSpeaks();
  const [sought, seek] = useState('');
  const read = useCases();
  const exercise = useMe().data?.exercise ?? false;
  const sectors = useSectors().data?.sectors ?? [];
  const name = (id: string): string => of(sectors.find((sector) => sector.id === id)?.name);
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  const found = ofWorld(read.data.cases, exercise)
    .filter((one) => matches(sought, one, name(one.sector)))
    .sort((a, b) => (a.openedAt > b.openedAt ? -1 : 1));
  return (
    <>
      <p className="field">
        <label htmlFor="search">{words.search}</label>
        <input
          id="search"
          type="search"
          placeholder={words.searchSays}
          value={sought}
          onChange={({ target }) => seek(target.value)}
        />
      </p>
      {found.length === 0 && <p className="empty">{words.noCases}</p>}
      <ul className="records">
        {found.slice(0, MOST_SHOWN).map((one) => (
          <OneRecord key={one.caseId} one={one} />
        ))}
      </ul>
      {found.length > MOST_SHOWN && <p className="more">+ {found.length - MOST_SHOWN}</p>}
    </>
  );
}

function OneRecord({ one }: { one: CaseSummary }): ReactNode {
  const words = useWords(record);
  return (
    <li>
      <div>
        <Link href={`/cases/${one.caseId}#record`} className="case-link">
          <h2>
            <bdi>{usePlace(one)}</bdi>
          </h2>
        </Link>
        <p className="case-kind">
          <StatusBadge status={one.status} /> <span className="case-id">{one.caseId}</span>
          <span>
            {one.seq} {words.entries}
          </span>
          <a href={`/api/v1/cases/${one.caseId}/record`} download={`${one.caseId}.record.json`}>
            {words.download}
          </a>
        </p>
      </div>
      <Verifying title={one.caseId} press={words.verify} check={async () => await verifyHere(one.caseId)} />
    </li>
  );
}

interface SealState {
  origin: string;
  size: number;
  root: string;
  ageMs: number;
}

interface Witnesses {
  witnesses: { name: string; latest?: { size: number; at: string } }[];
}

/** A host that seals nothing has no such address. */
const isAbsent = (error: Error | null): boolean => error instanceof ApiProblem && error.status === 404;

function Seals(): ReactNode {
  const words = useWords(record);
  const seal = useQuery({
    queryKey: ['seal'],
    refetchInterval: 30_000,
    queryFn: async () => await get<Partial<SealState>>('/seals'),
  });
  if (seal.isPending) return <Reading />;
  if (isAbsent(seal.error)) return <p className="empty">{words.noSeals}</p>;
  if (!seal.data) return <Failed error={seal.error} again={() => void seal.refetch()} />;
  const { origin, size, root, ageMs } = seal.data;
  return (
    <>
      <dl className="ids">
        <dt>{words.origin}</dt>
        <dd>{origin ?? '–'}</dd>
        <dt>{words.size}</dt>
        <dd>{size ?? '–'}</dd>
        <dt>{words.signedAt}</dt>
        <dd>{ageMs === undefined ? '–' : `${Math.round(ageMs / 1000)} ${words.secondsAgo}`}</dd>
        <dt>{words.root}</dt>
        <dd className="hash">{root ?? '–'}</dd>
      </dl>
      <p>
        <a href="/api/v1/seals/checkpoint">{words.checkpoint}</a>
      </p>
      <WitnessList />
    </>
  );
}

function WitnessList(): ReactNode {
  const words = useWords(record);
  const { language } = useSpeaks();
  const read = useQuery({ queryKey: ['witnesses'], queryFn: async () => await get<Witnesses>('/seals/witnesses') });
  if (read.isPending) return <Reading />;
  const witnesses = read.data?.witnesses ?? [];
  if (witnesses.length === 0) return <p>{words.noWitnesses}</p>;
  return (
    <ScrollTable
      caption={words.witnesses}
      head={[words.witness, words.size, words.saw]}
      rows={witnesses.map(({ name, latest }) => [
        name,
        latest?.size ?? '–',
        latest === undefined ? '–' : `${utc(latest.at, language)} UTC`,
      ])}
    />
  );
}

function Refusals(): ReactNode {
  const words = useWords(record);
  const names = useNames();
  const { language } = useSpeaks();
  const read = useQuery({
    queryKey: ['refusals'],
    queryFn: async () => await get<RefusalsAnswer>('/refusals'),
  });
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  if (read.data.refusals.length === 0) return <p className="empty">{words.noRefusals}</p>;
  return (
    <>
      <p>{words.refusalsSay}</p>
      <ScrollTable
        caption={words.refusals}
        head={[words.when, words.who, words.what, words.of, words.why]}
        rows={read.data.refusals.map(({ at, office, means, attempt, caseId, status, detail, count }) => [
          utc(at, language),
          office === undefined ? means : names.office(office),
          attempt ?? `× ${count}`,
          caseId === undefined ? (
            '–'
          ) : (
            <Link key="case" href={`/cases/${caseId}`}>
              {caseId}
            </Link>
          ),
          <span key="why" lang="en">
            {status} {detail}
          </span>,
        ])}
      />
    </>
  );
}
