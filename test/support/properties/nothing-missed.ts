/** What should have come of itself in a case that was played to its end, and did not; each in one sentence. */
import { dues } from '../../../domain/case/due.js';
import { isOwed } from '../../../domain/case/duties.js';
import type { EventType } from '../../../domain/case/events.js';
import type { CaseState, DutyState } from '../../../domain/case/state.js';
import { earlier, later, plus } from '../../../domain/instant.js';
import type { Instant } from '../../../domain/instant.js';
import type { Gate } from '../../../domain/plan/plan.js';
import type { Step } from '../../../domain/case/measured/step.js';
import type { PlayedSequence } from '../played-sequence.js';
import { neverReminded } from './acknowledgements-asked.js';
import { entered } from '../../../domain/case/measured/entered.js';
import { holds } from '../../../domain/case/measured/rewriting.js';

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

/**
 * A phase opens at the first instant of its gate at which the condition holds. Each stretch of an open case is looked at
 * by itself: it ends where a stand-down, a correction or another version of the plan changes what is judged.
 */
function missedGate(steps: readonly Step[], state: CaseState, { id, phase }: Gate): string[] {
  const opened = state.phases.find((one) => one.phase === phase);
  const should = stretches(steps).flatMap(({ from, after, until }) => {
    const gate = after.gates[id];
    const rule = after.plan.gates.find((one) => one.id === id);
    if (!gate || !rule || after.phases.some((one) => one.phase === phase)) return [];
    const at = holdsFrom(after, rule, later(gate.opensAt, from));
    return at !== undefined && (until === undefined || at < until) ? [at] : [];
  })[0];
  if (should === undefined || (opened && opened.openedAt <= should)) return [];
  return [`${id} should have opened phase ${phase} at ${should}`];
}

interface Stretch {
  from: Instant;
  after: CaseState;
  /** Of the next entry that changes what is judged. */
  until?: Instant;
}

const CHANGING: readonly EventType[] = [
  'stood-down',
  'case-closed',
  'gate-set',
  'violation-voided',
  'violation-moved',
  'violations-joined',
  'declaration-withdrawn',
  'plan-adopted',
];

function stretches(steps: readonly Step[]): Stretch[] {
  let until: Instant | undefined;
  const found: Stretch[] = [];
  for (const step of steps.toReversed()) {
    const { entry, after } = step;
    if (after.status === 'open') found.push({ from: entry.at, after, ...(until === undefined ? {} : { until }) });
    if (holds(step, ...CHANGING)) until = until === undefined ? entry.at : earlier(entry.at, until);
  }
  return found.toReversed();
}

/** The first instant at or after `from` at which what is on record lets the gate open. */
function holdsFrom(state: CaseState, { condition }: Gate, from: Instant): Instant | undefined {
  if (condition.kind === 'declaration') {
    return state.declaration === undefined ? undefined : later(from, state.declaration.at);
  }
  const counting = Object.values(state.violations).some(({ standing }) => ['credible', 'verified'].includes(standing));
  if (!counting) return undefined;
  if (state.continuationAt !== undefined || state.lateness !== 'late') return from;
  return isEvident(state, from) ? from : undefined;
}

/** RULES 5: another violation, after the first and not long before, shows that hostilities go on. */
const isEvident = (state: CaseState, judgedAt: Instant): boolean =>
  Object.values(state.violations).some(({ id, standing, sameAs, occurredAt, movedTo, acceptedAt }) => {
    const occurred = earlier((movedTo ?? occurredAt).earliest, acceptedAt);
    const counts = id !== state.openerId && sameAs === undefined && ['credible', 'verified'].includes(standing);
    const recent = occurred <= judgedAt && occurred >= plus(judgedAt, -state.plan.reports.evidenceWithin);
    return counts && recent && occurred > state.firstViolationAt;
  });

function missedLapse(steps: readonly Step[], state: CaseState, { id }: Gate): string[] {
  if (state.everDeclared || state.gates[id]?.lapsedAt !== undefined) return [];
  return stretches(steps)
    .flatMap(({ from, after, until }) => {
      const { lapses } = after.plan.gates.find((gate) => gate.id === id) ?? {};
      if (lapses === undefined || !after.gates[id]) return [];
      const at = plus(after.firstViolationAt, lapses);
      return until === undefined || later(at, from) < until ? [`${id} should have lapsed at ${at}`] : [];
    })
    .slice(0, 1);
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
  const last = entered(steps, 'duty-overdue', 'duty-moved')
    .filter(({ event }) => event.dutyId === duty.id && (event.type === 'duty-overdue' || event.reopened))
    .map(({ event }) => (event.type === 'duty-overdue' ? event : undefined))
    .at(-1);
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
