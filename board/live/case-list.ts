/** The list of cases in the browser: what was read and what the stream says, in one order, of one world. */
import type { CaseSummary } from '../../api/cases/case.schema.js';

export interface CaseList {
  cases: CaseSummary[];
}

/** An older summary never replaces a newer one: a list may have been read while events were under way. */
export function merged(known: readonly CaseSummary[], news: readonly CaseSummary[]): CaseSummary[] {
  const cases = new Map(known.map((one) => [one.caseId, one]));
  for (const one of news) {
    const before = cases.get(one.caseId);
    if (!before || one.seq > before.seq) cases.set(one.caseId, one);
  }
  return [...cases.values()];
}

/** Real cases and those of an exercise never stand in one list, whatever was read. */
export const ofWorld = (cases: readonly CaseSummary[], exercise: boolean): CaseSummary[] =>
  cases.filter((one) => one.exercise === exercise);

/** What people count down to; where nothing of that kind is ahead, whatever the case does next. */
export const dueOf = ({ due, next }: CaseSummary): CaseSummary['next'] => due ?? next;

/** After every instant: nothing is ahead. */
const NEVER = '~';

/** Soonest first, none last. */
export function bySoonest(a: CaseSummary, b: CaseSummary): number {
  const [first, second] = [dueOf(a)?.at ?? NEVER, dueOf(b)?.at ?? NEVER];
  if (first !== second) return first < second ? -1 : 1;
  return a.caseId < b.caseId ? -1 : 1;
}

export const matches = (sought: string, { caseId, place = '', kind = '', sector }: CaseSummary, name = ''): boolean => {
  const words = sought.trim().toLowerCase();
  return words === '' || [caseId, place, kind, sector, name].some((text) => text.toLowerCase().includes(words));
};

/** The earliest instant at which a case of the list does something by itself, milliseconds; Infinity: none. */
export const soonestAct = (cases: readonly CaseSummary[]): number =>
  cases.reduce(
    (soonest, { next, status }) => (next && status !== 'closed' ? Math.min(soonest, Date.parse(next.at)) : soonest),
    Infinity,
  );
