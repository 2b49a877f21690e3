/** A case in a few lines: for lists, the event stream and the answers to reports. */
import type { Due } from '../../domain/case/due.js';
import { isOwed } from '../../domain/case/duties.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseView } from '../worlds/case-views.js';
import type { CaseSummary } from './case.schema.js';
import { idOf, KIND, labelOf } from './instants.js';

export function summaryOf({ state, next }: Pick<CaseView, 'state' | 'next'>): CaseSummary {
  const { caseId, exercise, agreement, scope, status, outcome, level, posture, firstViolationAt, recurrence } = state;
  const opener = state.violations[state.openerId];
  const place = opener?.place.description;
  const duties = Object.values(state.duties);
  return {
    caseId,
    exercise,
    agreement,
    sector: scope,
    ...(place === undefined ? {} : { place }),
    ...(opener === undefined ? {} : { kind: opener.kind }),
    status: status === 'new' ? 'open' : status,
    ...(outcome === undefined ? {} : { outcome }),
    level,
    posture,
    firstViolationAt,
    recurrence,
    flags: flagsOf(state),
    seq: state.seq,
    plan: state.planRef,
    ...(next === undefined ? {} : { next: nextOf(state, next) }),
    overdue: duties.filter((duty) => duty.state === 'overdue').map(({ id }) => id),
    owed: duties.filter(isOwed).map(({ id }) => id),
    awaiting: Object.keys(state.awaiting).sort(),
    notTold: [...state.notTold].sort(),
    openedAt: state.openedAt,
    ...(state.quietUntil === undefined ? {} : { quietUntil: state.quietUntil }),
    ...(state.closedAt === undefined ? {} : { closedAt: state.closedAt }),
  };
}

const nextOf = (state: CaseState, due: Due): NonNullable<CaseSummary['next']> => ({
  at: due.at,
  kind: KIND[due.kind],
  id: idOf(due),
  label: labelOf(state, due),
});

function flagsOf(state: CaseState): string[] {
  const gates = Object.values(state.gates);
  return [
    ...(state.lateness === 'late' ? ['late-report'] : []),
    ...(Object.values(state.proposals).some(({ act, state: now }) => act === 'stand-down' && now === 'open')
      ? ['stand-down-pending']
      : []),
    ...(state.declaration ? ['large-scale'] : []),
    ...(gates.some(({ waiting }) => waiting) ? ['gate-waits'] : []),
    ...(gates.some(({ lapsedAt }) => lapsedAt) ? ['lapsed-not-triggered'] : []),
    ...(state.phases.some(({ inFlight }) => inFlight) ? ['opened-while-stand-down-in-flight'] : []),
    ...(state.resumedAt === undefined ? [] : ['resumed']),
    ...(state.repeated ? ['pattern'] : []),
    ...(state.prolonged ? ['prolonged'] : []),
    ...(state.disprovesQuiet ? ['disproves-quiet'] : []),
    ...(Object.values(state.proposals).some(({ breakGlass }) => breakGlass) ? ['break-glass'] : []),
    ...(state.cancelRequested ? ['cancel-requested'] : []),
  ];
}
