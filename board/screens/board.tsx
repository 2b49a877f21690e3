/** Open and quiet cases by what falls due; on a wall the same without anything to press. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { bySoonest, matches, ofWorld } from '../live/case-list.js';
import { CaseRows } from '../parts/case-rows.js';
import { Counters } from '../parts/counters.js';
import { Failed, Nothing, Reading } from '../parts/states.js';
import { useCases, useMe, useSectors, useSpeed } from '../reads.js';
import { useSpeaks } from '../words/language.js';

/** A wall fits so many; that there are more is said below them. */
const MOST_ON_WALL = 12;

export function BoardScreen({ wall = false }: { wall?: boolean }): ReactNode {
  const { say } = useSpeaks();
  const [sought, seek] = useState('');
  const read = useCases();
  const { live, closed } = useSorted(read.data?.cases, useDeferredValue(sought));
  const speed = useSpeed();
  const shown = wall ? live.slice(0, MOST_ON_WALL) : live;
  return (
    <>
      <h1 className="unseen">{wall ? say.openCases : say.cases}</h1>
      <Counters />
      {!wall && (
        <p className="search">
          <label htmlFor="search" className="unseen">
            {say.search}
          </label>
          <input
            id="search"
            type="search"
            placeholder={`${say.search}  /`}
            value={sought}
            onChange={({ target }) => seek(target.value)}
          />
          {sought !== '' && (
            <span role="status">
              {say.found}: {live.length + closed.length}
            </span>
          )}
        </p>
      )}
      {read.isPending && <Reading />}
      {read.isError && <Failed error={read.error} again={() => void read.refetch()} />}
      {read.data && live.length === 0 && sought === '' && <Empty />}
      {read.data && live.length + closed.length === 0 && sought !== '' && <Nothing title={say.noneFound} />}
      {shown.length > 0 && <CaseRows cases={shown} speed={speed} label={say.openCases} />}
      {wall && live.length > shown.length && (
        <p className="more">
          + {live.length - shown.length} {say.moreCases}
        </p>
      )}
      {!wall && closed.length > 0 && (
        <details className="closed" open={sought !== ''}>
          <summary>
            {say.closedCases} ({closed.length})
          </summary>
          <CaseRows cases={closed} speed={speed} label={say.closedCases} />
        </details>
      )}
    </>
  );
}

function useSorted(cases: CaseSummary[] | undefined, sought: string): Record<'live' | 'closed', CaseSummary[]> {
  const { of } = useSpeaks();
  const exercise = useMe().data?.exercise ?? false;
  const sectors = useSectors().data?.sectors;
  return useMemo(() => {
    const names = new Map(sectors?.map(({ id, name }) => [id, of(name)]));
    const found = ofWorld(cases ?? [], exercise)
      .filter((one) => matches(sought, one, names.get(one.sector)))
      .sort(bySoonest);
    return {
      live: found.filter(({ status }) => status !== 'closed'),
      closed: found.filter(({ status }) => status === 'closed'),
    };
  }, [cases, exercise, of, sectors, sought]);
}

function Empty(): ReactNode {
  const { say } = useSpeaks();
  return (
    <Nothing title={say.noCases} says={say.noCasesSay}>
      <Link href="/report">{say.reportTitle}</Link>
    </Nothing>
  );
}
