/** A case in a few lines: for lists, the event stream and the answers to reports. */
import { dues } from '../../domain/case/due.js';
import type { Due, DueKind } from '../../domain/case/due.js';
import { isOwed } from '../../domain/case/duties.js';
import type { CaseState } from '../../domain/case/state.js';
import type { CaseRow, CaseView } from '../worlds/case-views.js';
import type { CaseSummary } from './case.schema.js';
import { instantWords } from './instant-words.js';
import { idOf, KIND, labelOf } from './instants.js';

/** What people count down to; whatever else the case does by itself reminds them of it. */
const COUNTED: readonly DueKind[] = ['gate', 'duty', 'lapse', 'quiet'];

/** Of a case that may have closed. */
export const shortOf = (row: CaseRow): CaseSummary =>
  row.brief === undefined ? summaryOf(row) : (JSON.parse(row.brief) as CaseSummary);

export function summaryOf({ state, next }: Pick<CaseView, 'state' | 'next'>): CaseSummary {
  const { caseId, exercise, agreement, scope, status, outcome, level, posture, firstViolationAt, recurrence } = state;
  const opener = state.violations[state.openerId];
  const place = opener?.place.description;
  const duties = Object.values(state.duties);
  const due = dueOf(state);
  const phaseName = state.plan.phases.find(({ phase }) => phase === posture)?.name;
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
    ...(due === undefined ? {} : { due: nextOf(state, due) }),
    ...(phaseName === undefined ? {} : { phaseName }),
    overdue: duties.filter((duty) => duty.state === 'overdue').map(({ id }) => id),
    owed: duties.filter(isOwed).map(({ id }) => id),
    awaiting: Object.keys(state.awaiting).sort(),
    acknowledged: acknowledgedBy(state),
    notTold: [...state.notTold].sort(),
    openedAt: state.openedAt,
    ...(state.quietUntil === undefined ? {} : { quietUntil: state.quietUntil }),
    ...(state.closedAt === undefined ? {} : { closedAt: state.closedAt }),
  };
}

/** A state never changes, and is summed up for every list, event and counter. */
const known = new WeakMap<CaseState, { due: Due | undefined }>();

function dueOf(state: CaseState): Due | undefined {
  const found = known.get(state) ?? { due: dues(state).find(({ kind }) => COUNTED.includes(kind)) };
  known.set(state, found);
  return found.due;
}

const nextOf = (state: CaseState, due: Due): NonNullable<CaseSummary['next']> => ({
  at: due.at,
  kind: KIND[due.kind],
  id: idOf(due),
  label: labelOf(state, due),
  words: instantWords(state, due),
});

const acknowledgedBy = ({ acknowledgements, awaiting }: CaseState): string[] =>
  [...new Set(acknowledgements.filter(({ undone }) => !undone).map(({ organisation }) => organisation))]
    .filter((organisation) => awaiting[organisation] === undefined)
    .sort();

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
