/** Ids of duties in a case: `D4.2` is the second time that the plan's duty D4 is owed (RULES 8). */
import type { DutyId } from '../plan/plan.js';

/** The plan's id behind a case's: ids of plans hold no dot. */
export const ruleOf = (id: DutyId): DutyId => id.split('.')[0] as string;

/** The id of the next time that `rule` is owed, where these were owed before. */
export function nextInstance(rule: DutyId, owedBefore: readonly DutyId[]): DutyId {
  const times = owedBefore.filter((id) => ruleOf(id) === rule).length;
  return times === 0 ? rule : `${rule}.${times + 1}`;
}
