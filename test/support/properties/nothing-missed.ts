/** What should have come of itself in a case that was played to its end, and did not; each in one sentence. */
import { dues } from '../../../domain/case/due.js';
import { isOwed } from '../../../domain/case/duties.js';
import type { CaseState, DutyState } from '../../../domain/case/state.js';
import { earlier, later, plus } from '../../../domain/instant.js';
import type { Instant } from '../../../domain/instant.js';
import type { Gate } from '../../../domain/plan/plan.js';
import type { PlayedSequence, Step } from '../played-sequence.js';
import { neverReminded } from './acknowledgements-asked.js';
import { entered } from './entered.js';

export function nothingMissed({ steps, state }: PlayedSequence): string[] {
  return [
    ...dues(state).map((due) => `${due.kind}:${due.subject} of ${due.at} never acts`),
    ...state.plan.gates.flatMap((gate) => missedGate(steps, state, gate)),
    ...state.plan.gates.flatMap((gate) => missedLapse(steps, state, gate)),
    ...Object.values(state.duties).flatMap((duty) => [...missedOverdue(steps, duty), ...missedReminders(steps, duty)]),
    ...leftOpen(state),
    ...untoldNews(steps, state),
    ...neverReminded(steps, state.closedAt),
  ];
}

/** A phase opens at the first instant of its gate at which the condition holds, unless a stand-down came before. */
function missedGate(steps: readonly Step[], state: CaseState, { id, phase, condition }: Gate): string[] {
  const stoodDown = entered(steps, 'stood-down')[0];
  const opensAt = (stoodDown?.before ?? state).gates[id]?.opensAt ?? '';
  const opened = state.phases.some((one) => one.phase === phase);
  const [declared] = entered(steps, 'declaration-made');
  const holdsFrom =
    condition.kind === 'declaration'
      ? declared?.event.at
      : state.lateness === 'late'
        ? evidence(state, opensAt)
        : opensAt;
  if (opened || holdsFrom === undefined) return [];
  const should = later(opensAt, holdsFrom);
  const stopped = stoodDown !== undefined && stoodDown.event.at < should;
  return stopped ? [] : [`${id} should have opened phase ${phase} at ${should}`];
}

/** When a violation that shows that hostilities go on was first there at or after `opensAt` (RULES 5). */
function evidence(state: CaseState, opensAt: Instant): Instant | undefined {
  const shown = Object.values(state.violations).flatMap(({ id, standing, occurredAt, acceptedAt }) => {
    const judgedAt = later(opensAt, acceptedAt);
    const occurred = earlier(occurredAt.earliest, acceptedAt);
    const counts = id !== state.openerId && (standing === 'credible' || standing === 'verified');
    const fits = occurredAt.earliest > state.firstViolationAt;
    return counts && fits && occurred >= plus(judgedAt, -state.plan.reports.evidenceWithin) ? [judgedAt] : [];
  });
  return shown.sort()[0];
}

function missedLapse(steps: readonly Step[], state: CaseState, { id, lapses }: Gate): string[] {
  if (lapses === undefined || state.everDeclared || state.gates[id]?.lapsedAt !== undefined) return [];
  const stoodDown = entered(steps, 'stood-down')[0];
  const at = plus((stoodDown?.before ?? state).firstViolationAt, lapses);
  return stoodDown !== undefined && stoodDown.event.at <= at ? [] : [`${id} should have lapsed at ${at}`];
}

/** When the case stopped reminding of a duty: it is settled, or waits for the only confirmation it needs. */
function settledAt(steps: readonly Step[], duty: DutyState): Instant | undefined {
  const settled = entered(steps, 'duty-met', 'duty-waived', 'duty-moot', 'duty-unmet');
  const [end] = settled.filter(({ event }) => event.dutyId === duty.id).map(({ at }) => at);
  const confirming = duty.parties.length === 0 ? duty.completions.find(({ confirmBy }) => confirmBy) : undefined;
  if (confirming === undefined) return end;
  return end === undefined ? confirming.recordedAt : earlier(end, confirming.recordedAt);
}

function missedOverdue(steps: readonly Step[], duty: DutyState): string[] {
  const { overdueEvery, overdueTimes } = (steps.at(-1) as Step).after.plan.timing;
  const last = entered(steps, 'duty-overdue').findLast(({ event }) => event.dutyId === duty.id)?.event;
  if (last && last.nth >= overdueTimes) return [];
  const next = last ? plus(last.dueAt, overdueEvery) : duty.workingDueAt;
  const settled = settledAt(steps, duty);
  return settled !== undefined && settled <= next ? [] : [`${duty.id} should have been told as overdue at ${next}`];
}

function missedReminders(steps: readonly Step[], duty: DutyState): string[] {
  const made = entered(steps, 'duty-created', 'duty-moved').filter(({ event }) => event.dutyId === duty.id);
  const told = entered(steps, 'duty-approaching').filter(({ event }) => event.dutyId === duty.id);
  const settled = settledAt(steps, duty);
  return made.flatMap(({ event, decidedAt, after }, index) => {
    const until = [settled, made[index + 1]?.at].filter((at) => at !== undefined).sort()[0];
    return after.plan.timing.reminders
      .map((span) => plus(event.workingDueAt, -span))
      .filter((at) => at > decidedAt && (until === undefined || at < until))
      .filter((at) => !told.some(({ event: { reminderAt } }) => reminderAt === at))
      .map((at) => `${duty.id} should have been reminded of at ${at}`);
  });
}

/** What a case at its end may not hold. */
function leftOpen(state: CaseState): string[] {
  const { proposals, duties, digest, status } = state;
  const confirming = Object.values(duties).flatMap(({ completions }) =>
    completions.filter((completion) => completion.state === 'confirming').map(({ id }) => `${id} waits for ever`),
  );
  return [
    ...Object.values(proposals).flatMap((one) => (one.state === 'open' ? [`${one.id} never expires`] : [])),
    ...(status === 'closed' ? [] : confirming),
    ...Object.values(duties).flatMap((duty) =>
      duty.undecidedAt !== undefined && isOwed(duty) ? [`the undecided of ${duty.id} are never listed`] : [],
    ),
    ...(digest.items.length > 0 && status !== 'closed' ? ['a digest is never told'] : []),
    ...(status === 'quiet' ? ['the quiet period never ends'] : []),
  ];
}

/** News kept for a digest that no digest told. */
function untoldNews(steps: readonly Step[], state: CaseState): string[] {
  if (state.status === 'closed') return [];
  const digests = entered(steps, 'told').flatMap(({ event: { matter } }) =>
    matter.facts.topic === 'violation-added' ? [matter.facts] : [],
  );
  return entered(steps, 'digest-kept')
    .filter(
      ({ event: { item } }) =>
        !digests.some(({ items }) =>
          items.some(
            (one) =>
              one.violationId === item.violationId &&
              one.what === item.what &&
              one.occurredAt.earliest === item.occurredAt.earliest,
          ),
        ),
    )
    .map(({ event: { item } }) => `${item.what} of ${item.violationId} is kept for a digest and never told`);
}
