/** The liveness of the page, for whatever must look stale when it is. */
import { useMemo } from 'react';
import { useCases } from '../reads.js';
import { soonestAct } from './case-list.js';
import { lastHeard, useTicking } from './clock.js';
import { liveness } from './staleness.js';
import type { Liveness } from './staleness.js';

export function useLiveness(): Liveness {
  const cases = useCases().data?.cases;
  const soonest = useMemo(() => soonestAct(cases ?? []), [cases]);
  const text = useTicking((now) => {
    const heardAt = lastHeard();
    return JSON.stringify(liveness({ now, nextInstants: [soonest], ...(heardAt === undefined ? {} : { heardAt }) }));
  });
  return JSON.parse(text) as Liveness;
}

/** Whether nothing was heard for too long: what is shown is then ours, not the server's. */
export const useStale = (): boolean =>
  useTicking((now) => {
    const heardAt = lastHeard();
    return heardAt !== undefined && liveness({ now, heardAt, nextInstants: [] }).kind === 'lost';
  });
