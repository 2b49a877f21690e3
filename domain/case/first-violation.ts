/**
 * The first violation of a case, the anchor of its clocks (RULES 2), and what moves with it. News only ever moves it
 * earlier; only a void or a correction by two organisations moves it later, and then everything that hangs on it is
 * computed afresh (RULES 3).
 */
import { earlier, later, ms, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import type { Grace } from '../plan/plan.js';
import { because } from './because.js';
import type { Because } from './because.js';
import type { Draft } from './draft.js';
import { isPhaseOpen } from './due.js';
import { anchorOf, isOwed, moveDuties, planDuty, remindersBefore } from './duties.js';
import { moveGates, movedTable } from './gates.js';
import type { CaseState, ViolationState } from './state.js';
import { tell } from './tell.js';

const NO_GRACE: Grace = { duties: 0, gates: 0 };

/**
 * The earliest occurrence of the opener, of its corroborations and of every verified violation; where the opener is
 * void, of the verified ones, else of the credible ones. Never before the stand-down of the scope's previous case,
 * never after the acceptance of what it rests on.
 */
export function firstViolation(state: CaseState): Instant {
  const candidates = resting(state).flatMap((violation) => occurrences(state, violation));
  const first = candidates.reduce(earlier);
  return state.previousStoodDownAt === undefined ? first : later(first, state.previousStoodDownAt);
}

function resting({ violations, openerId }: CaseState): ViolationState[] {
  const all = Object.values(violations);
  const verified = all.filter(({ standing }) => standing === 'verified');
  const opener = violations[openerId];
  if (opener && opener.standing !== 'void') return [...new Set([opener, ...verified])];
  return verified.length > 0 ? verified : all.filter(({ standing }) => standing === 'credible');
}

function occurrences(state: CaseState, { acceptedAt, movedTo, reportKeys }: ViolationState): Instant[] {
  if (state.plan.firstViolation === 'acceptance') return [acceptedAt];
  if (movedTo) return [earlier(movedTo.earliest, acceptedAt)];
  return reportKeys.flatMap((key) => {
    const report = state.reports[key];
    const counts = report?.counts === true && report.standing !== 'alleged';
    return counts ? [earlier(report.occurredAt.earliest, acceptedAt)] : [];
  });
}

/** Where the facts now put the first violation earlier: moves what hangs on it, and tells old and new. */
export function moveFirstViolation(draft: Draft, before: CaseState): void {
  const why = because('RULES 5', 'A report on which the case rests puts the first violation earlier.');
  if (!moveEarlier(draft, why)) return;
  // A small move is told with each recipient's next notice: every notice restates the instants.
  if (movedBy(before, draft.state) < draft.state.plan.timing.movedTold) return;
  const cause = {
    en: 'A report on which the case rests puts the first violation earlier than was known.',
    uk: 'Повідомлення, на якому ґрунтується справа, відносить перше порушення на раніший час.',
  };
  tell(draft, { topic: 'instant-moved', cause, table: movedTable(before, draft.state) }, why);
}

/** Whether it moved. */
export function moveEarlier(draft: Draft, why: Because): boolean {
  const first = firstViolation(draft.state);
  if (first >= draft.state.firstViolationAt) return false;
  setFirst(draft, first, why);
  const { plan } = draft.state;
  const grace = plan.firstViolation === 'acceptance' ? NO_GRACE : plan.grace.moved;
  moveGates(draft, grace);
  moveDuties(draft, grace);
  return true;
}

/** After a void or a correction: as if the voided fact had never been accepted; grace once given stays (RULES 3). */
export function moveLater(draft: Draft, why: Because): void {
  const before = draft.state;
  const first = firstViolation(before);
  if (first <= before.firstViolationAt) return;
  setFirst(draft, first, why);
  moveGatesLater(draft, before, why);
  moveDutiesLater(draft, why);
}

function setFirst(draft: Draft, at: Instant, why: Because): void {
  const { firstViolationAt: previously, openerId: violationId } = draft.state;
  draft.emit({ type: 'first-violation-set', because: why, at, previously, violationId });
}

function moveGatesLater(draft: Draft, before: CaseState, why: Because): void {
  for (const gate of draft.state.plan.gates) {
    const old = before.gates[gate.id];
    if (!old || old.openedAt !== undefined || isPhaseOpen(draft.state, gate.phase)) continue;
    const given = old.opensAt > plus(before.firstViolationAt, gate.notBefore) ? old.opensAt : '';
    const computed = later(plus(draft.state.firstViolationAt, gate.notBefore), given);
    if (computed === old.opensAt) continue;
    // One whose instant had come and whose condition did not hold is judged anew now, never in the past.
    const opensAt = old.opensAt <= draft.at ? later(computed, draft.at) : computed;
    draft.emit({ type: 'gate-set', because: because(gate.id, why.why), gateId: gate.id, opensAt });
  }
}

function moveDutiesLater(draft: Draft, why: Because): void {
  for (const duty of Object.values(draft.state.duties)) {
    const rule = planDuty(draft.state, duty.id);
    const anchor = anchorOf(draft.state, rule, duty);
    if (!isOwed(duty) || anchor === undefined) continue;
    const treatyDueAt = plus(anchor, rule.due);
    if (treatyDueAt === duty.treatyDueAt) continue;
    const given = duty.workingDueAt > duty.treatyDueAt ? duty.workingDueAt : '';
    const workingDueAt = later(treatyDueAt, given);
    const reopened = duty.state === 'overdue' && workingDueAt > draft.at;
    const quiet = duty.state === 'overdue' && !reopened;
    draft.emit({
      type: 'duty-moved',
      because: because(duty.id, why.why),
      dutyId: duty.id,
      treatyDueAt,
      workingDueAt,
      charged: duty.charged || treatyDueAt > draft.at,
      overdueAtBirth: treatyDueAt <= duty.createdAt,
      reminders: quiet ? [] : remindersBefore(draft.state, workingDueAt, draft.now),
      ...(reopened ? { reopened } : {}),
    });
  }
}

/** How far the first violation moved between two states. */
const movedBy = (before: CaseState, after: CaseState): Span =>
  Math.abs(ms(before.firstViolationAt) - ms(after.firstViolationAt));
