/** D0 (RULES 4): when a report that waits is told of again, and to whom. */
import { HOUR, ms, instant } from '../instant.js';
import type { Instant } from '../instant.js';
import type { GroupId, Plan, Triage } from '../plan/plan.js';

/** Of plans that say nothing of it; not divided in an exercise. */
const TRIAGE: Triage = {
  tell: ['watch', 'legal'],
  due: HOUR,
  every: HOUR,
  climbs: ['watch', 'diplomatic', 'legal'],
  thenEvery: 6 * HOUR,
};

export const triageOf = ({ reports }: Pick<Plan, 'reports'>): Triage => reports.triage ?? TRIAGE;

/** The instant of step `n`, from 1, for a report accepted at `since`. */
export function stepAt({ due, every, climbs, thenEvery }: Triage, since: Instant, n: number): Instant {
  const climbed = Math.min(n, climbs.length) - 1;
  const after = Math.max(0, n - climbs.length);
  return instant(ms(since) + due + climbed * every + after * thenEvery);
}

/** How many steps have come by `at`. */
export function stepsBy(triage: Triage, since: Instant, at: Instant): number {
  const { every, climbs, thenEvery } = triage;
  const [first, last] = [stepAt(triage, since, 1), stepAt(triage, since, climbs.length)];
  if (at < first) return 0;
  if (at < last) return Math.floor((ms(at) - ms(first)) / every) + 1;
  return climbs.length + Math.floor((ms(at) - ms(last)) / thenEvery);
}

/** Whom the steps after `from` up to `to` ask: the next in turn, and after the last of them all. */
export const askedBy = ({ climbs }: Triage, from: number, to: number): GroupId[] =>
  to > climbs.length ? climbs : climbs.slice(from, to);
