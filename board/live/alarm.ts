/** When the board rings: once for every change upward, and again until somebody silences it. */
import type { CaseSummary } from '../../api/cases/case.schema.js';

/** What was known of each case when the board last looked: its level, 0 for none. */
export type Levels = ReadonlyMap<string, number>;

export const levelsOf = (cases: readonly CaseSummary[]): Levels =>
  new Map(cases.filter(({ status }) => status !== 'closed').map(({ caseId, level }) => [caseId, level]));

/** Cases that were opened or rose a level since; nothing is a change to a board that has just been opened. */
export const risen = (before: Levels | undefined, now: Levels): string[] =>
  before === undefined ? [] : [...now].filter(([id, level]) => level > (before.get(id) ?? 0)).map(([id]) => id);
