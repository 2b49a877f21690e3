/** One entry of a case, and the case before and after it: what every measure of a record is taken from. */
import type { CaseEntryBody } from '../entry-body.js';
import { applyEntry } from '../evolve.js';
import type { CaseState } from '../state.js';

export interface Step {
  entry: CaseEntryBody;
  before: CaseState;
  after: CaseState;
}

/** The record folded, from before the first entry. */
export function stepsOf(blank: CaseState, entries: readonly CaseEntryBody[]): Step[] {
  let before = blank;
  return entries.map((entry, index) => {
    const after = applyEntry(before, index + 1, entry);
    const step = { entry, before, after };
    before = after;
    return step;
  });
}
