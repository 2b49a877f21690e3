/** Open and quiet cases by their next instant; on a wall the same without anything to press. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { CaseRow } from '../parts/case-row.js';
import { Counters } from '../parts/counters.js';
import { useCases, useSpeed } from '../reads.js';
import { useSpeaks } from '../words/language.js';

/** A wall fits so many; what comes later is counted by the counters. */
const MOST_ON_WALL = 12;

export function BoardScreen({ wall = false }: { wall?: boolean }): ReactNode {
  const { say } = useSpeaks();
  const [sought, seek] = useState('');
  const read = useCases();
  const speed = useSpeed();
  const cases = (read.data?.cases ?? []).filter((one) => matches(one, sought)).sort(bySoonest);
  const live = cases.filter(({ status }) => status !== 'closed');
  const closed = cases.filter(({ status }) => status === 'closed');
  return (
    <>
      <h1 className={wall ? 'unseen' : ''}>{say.cases}</h1>
      <Counters cases={read.data?.cases ?? []} />
      {!wall && (
        <p className="search">
          <label htmlFor="search">{say.search}</label>
          <input id="search" type="search" value={sought} onChange={({ target }) => seek(target.value)} />
        </p>
      )}
      {read.isPending && <p className="empty">{say.loading}</p>}
      {read.isError && (
        <p className="empty" role="alert">
          {say.failed} {read.error.message}
        </p>
      )}
      {read.data && live.length === 0 && (
        <div className="empty">
          <h2>{say.noCases}</h2>
          <p>{say.noCasesSay}</p>
        </div>
      )}
      <ol className="cases">
        {live.slice(0, wall ? MOST_ON_WALL : undefined).map((one) => (
          <CaseRow key={one.caseId} one={one} speed={speed} />
        ))}
      </ol>
      {!wall && closed.length > 0 && (
        <details className="closed" open={live.length === 0}>
          <summary>
            {say.closedCases} ({closed.length})
          </summary>
          <ol className="cases">
            {closed.map((one) => (
              <CaseRow key={one.caseId} one={one} speed={speed} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

const matches = ({ caseId, place = '', kind = '', sector }: CaseSummary, sought: string): boolean =>
  [caseId, place, kind, sector].some((text) => text.toLowerCase().includes(sought.toLowerCase()));

/** None last, as the API sorts. */
const bySoonest = (a: CaseSummary, b: CaseSummary): number =>
  (a.next?.at ?? '9').localeCompare(b.next?.at ?? '9') || a.caseId.localeCompare(b.caseId);
