/** A due instant has come: what the case itself then does. */
import { between } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { invariant, never } from '../invariant.js';
import { actMissing } from './acknowledgements.js';
import { because } from './because.js';
import { closeCase } from './closing.js';
import { actConfirmation } from './completions.js';
import { Draft } from './draft.js';
import type { Due } from './due.js';
import { missingParties, planDuty } from './duties.js';
import type { CaseEvent } from './events.js';
import { actGate, actLapse } from './gates.js';
import { plus } from '../instant.js';
import { actProlonged } from './patterns.js';
import { actExpiry } from './proposals.js';
import { actDigest } from './reports.js';
import type { CaseState, DutyState } from './state.js';
import { lastDecision } from './duties.js';
import { tell } from './tell.js';

/** `actedAt − dueAt − settle`, never below 0 (RULES 3). */
export const latenessMs = (state: CaseState, due: Due, now: Instant): Span =>
  Math.max(0, between(due.at, now) - state.plan.timing.settle);

/** The events of a due instant that acts at the case's own time `now`. */
export function act(state: CaseState, due: Due, now: Instant): CaseEvent[] {
  const draft = new Draft(state, due.at, now);
  const late = latenessMs(state, due, now);
  switch (due.kind) {
    case 'expiry':
      actExpiry(draft, due.subject);
      break;
    case 'confirmation':
      actConfirmation(draft, due.subject);
      break;
    case 'gate':
      actGate(draft, due.subject, due.at, late);
      break;
    case 'undecided':
      listUndecided(draft, due.subject);
      break;
    case 'duty':
      overdue(draft, due, 0);
      break;
    case 'overdue':
      overdue(draft, due, dutyOf(draft.state, due.subject).overdueTold);
      break;
    case 'reminder':
      remind(draft, due);
      break;
    case 'acknowledgement':
      actMissing(draft, due.subject);
      break;
    case 'digest':
      actDigest(draft);
      break;
    case 'lapse':
      actLapse(draft, due.subject, due.at, late);
      break;
    case 'prolonged':
      actProlonged(draft, due.at, late);
      break;
    case 'quiet':
      closeCase(draft, 'stood-down', because('RULES 8', 'The quiet period ended without a new violation.'));
      break;
    default:
      never(due.kind);
  }
  return draft.events;
}

function dutyOf(state: CaseState, id: string): DutyState {
  const duty = state.duties[id];
  invariant(duty, `the case has a duty ${id}`);
  return duty;
}

/** Several that were missed while nobody was there collapse into the latest one. */
function remind(draft: Draft, due: Due): void {
  const duty = dutyOf(draft.state, due.subject);
  const { workingDueAt, reminders } = duty;
  const overtaken = workingDueAt <= draft.now || reminders.some((at) => at > due.at && at <= draft.now);
  const why = because(duty.id, overtaken ? 'A later telling stands for it.' : 'The plan reminds those who owe it.', {
    workingDueAt,
  });
  draft.emit({ type: 'duty-approaching', because: why, dutyId: duty.id, reminderAt: due.at, told: !overtaken });
  if (overtaken) return;
  const before = between(due.at, workingDueAt);
  tell(draft, { topic: 'duty-approaching', dutyId: duty.id, before, workingDueAt }, why, { dutyId: duty.id });
}

function overdue(draft: Draft, due: Due, nth: number): void {
  const duty = dutyOf(draft.state, due.subject);
  const { overdueEvery, overdueTimes } = draft.state.plan.timing;
  const next = nth < overdueTimes ? plus(due.at, overdueEvery) : undefined;
  // The first telling stays; missed repetitions collapse into the latest.
  const overtaken = nth > 0 && next !== undefined && next <= draft.now;
  const why = because(duty.id, 'Nothing on record says that it is done.', { workingDueAt: duty.workingDueAt });
  draft.emit({
    type: 'duty-overdue',
    because: why,
    dutyId: duty.id,
    nth,
    dueAt: due.at,
    told: !overtaken,
    ...(next === undefined ? {} : { nextAt: next }),
  });
  if (overtaken) return;
  const context = { dutyId: duty.id };
  if (nth === 0 && planDuty(draft.state, duty.id).record === 'decision') {
    const undecided = undecidedOf(draft.state, duty);
    const facts = { topic: 'undecided', dutyId: duty.id, ...undecided, treatyDueAt: duty.treatyDueAt } as const;
    return tell(draft, facts, why, context);
  }
  tell(draft, { topic: 'duty-overdue', dutyId: duty.id, workingDueAt: duty.workingDueAt, nth }, why, context);
}

function undecidedOf(state: CaseState, duty: DutyState): { parties: string[]; needsTime: string[] } {
  const parties = missingParties(state, duty);
  return {
    parties,
    needsTime: parties.filter((party) => lastDecision(state, party, duty.id)?.choice === 'needs-time'),
  };
}

/** At its treaty instant: the list is recorded; no phase, duty or clock follows. */
function listUndecided(draft: Draft, dutyId: string): void {
  const duty = dutyOf(draft.state, dutyId);
  const why = because(dutyId, 'The parties with no decision recorded at the treaty’s instant.');
  draft.emit({ type: 'undecided-listed', because: why, dutyId, ...undecidedOf(draft.state, duty) });
}
