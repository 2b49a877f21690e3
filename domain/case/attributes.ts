/** What a list on Temporal's side shows of a case; given by the API at the start and kept by the case afterwards. */
import type { Instant } from '../instant.js';
import { nextDue } from './due.js';
import type { CaseState } from './state.js';

export interface CaseAttributes {
  phase: number;
  outcome?: string;
  firstViolationAt: Instant;
  nextDueAt?: Instant;
  overdue: boolean;
}

export function attributesOf(state: CaseState): CaseAttributes {
  const due = nextDue(state);
  return {
    phase: state.level,
    firstViolationAt: state.firstViolationAt,
    overdue: Object.values(state.duties).some((duty) => duty.state === 'overdue'),
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    ...(due === undefined ? {} : { nextDueAt: due.at }),
  };
}
