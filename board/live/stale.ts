/** The liveness of the page, for whatever must look stale when it is. */
import { useCases } from '../reads.js';
import { lastHeard, useTicking } from './clock.js';
import { liveness } from './staleness.js';
import type { Liveness } from './staleness.js';

export function useLiveness(): Liveness {
  const instants = (useCases().data?.cases ?? []).flatMap(({ next, status }) =>
    next && status !== 'closed' ? [Date.parse(next.at)] : [],
  );
  const text = useTicking((now) => {
    const heardAt = lastHeard();
    return JSON.stringify(liveness({ now, nextInstants: instants, ...(heardAt === undefined ? {} : { heardAt }) }));
  });
  return JSON.parse(text) as Liveness;
}

/** Whether nothing was heard for too long: what is shown is then ours, not the server's. */
export const useStale = (): boolean =>
  useTicking((now) => {
    const heardAt = lastHeard();
    return heardAt !== undefined && liveness({ now, heardAt, nextInstants: [] }).kind === 'lost';
  });
