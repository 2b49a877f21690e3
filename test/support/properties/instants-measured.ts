/** Where the treaty's instants lie: measured from the first violation, moved by the written grace only (RULES 2 to 4). */
import { planDuty } from '../../../domain/case/duties.js';
import type { CaseState, DutyState, GateState } from '../../../domain/case/state.js';
import { earlier, later, plus } from '../../../domain/instant.js';
import type { Instant } from '../../../domain/instant.js';
import type { Grace } from '../../../domain/plan/plan.js';
import type { PlayedSequence, Step } from '../played-sequence.js';

const NONE: Grace = { duties: 0, gates: 0 };

/** Instants that are not the plan's span after what they are measured from, or that grace has moved otherwise. */
export const measuredOtherwise = ({ steps }: PlayedSequence): string[] =>
  steps.flatMap((step) => [...gatesOtherwise(step), ...dutiesOtherwise(step), ...firstViolationOtherwise(step)]);

/** Instants that something made later. */
export const madeLater = ({ steps }: PlayedSequence): string[] =>
  steps.flatMap(({ entry, before, after }) => {
    if (before.status === 'new') return [];
    const [old, now] = [instants(before), instants(after)];
    return Object.entries(now).flatMap(([what, at]) => {
      const was = old[what];
      return was !== undefined && at > was ? [`${what} moves from ${was} to ${at} by an entry of ${entry.at}`] : [];
    });
  });

function instants(state: CaseState): Record<string, Instant> {
  const { gates, duties, proposals, awaiting } = state;
  return Object.fromEntries([
    ['the first violation', state.firstViolationAt],
    ...Object.entries(gates).map(([id, gate]) => [`the instant of ${id}`, gate.opensAt]),
    ...Object.values(duties).flatMap(({ id, treatyDueAt, workingDueAt }) => [
      [`the treaty’s instant of ${id}`, treatyDueAt],
      [`the working instant of ${id}`, workingDueAt],
    ]),
    ...Object.values(proposals).map(({ id, expiresAt }) => [`the expiry of ${id}`, expiresAt]),
    // A step that has been taken is followed by the next one.
    ...Object.entries(awaiting).map(([id, { step, since, nextAt }]) => [`${id} since ${since}, ${step}`, nextAt ?? '']),
    ...(state.quietUntil === undefined ? [] : [['the quiet end', state.quietUntil]]),
  ]);
}

/** What an entry that makes or moves instants gives people beside the treaty's own span. */
function graceOf({ before, after }: Step): Grace {
  const { grace, firstViolation } = after.plan;
  if (before.status === 'new') return after.lateness === 'late' ? grace.lateReport : NONE;
  if (after.firstViolationAt === before.firstViolationAt) return NONE;
  return firstViolation === 'acceptance' ? NONE : grace.moved;
}

function gatesOtherwise(step: Step): string[] {
  const { entry, before, after } = step;
  return after.plan.gates.flatMap(({ id, notBefore, phase }) => {
    const now = after.gates[id]?.opensAt ?? '';
    const old = before.gates[id];
    const measured = later(plus(after.firstViolationAt, notBefore), plus(entry.at, graceOf(step).gates));
    const moves = after.firstViolationAt !== before.firstViolationAt && isShut(before, old, phase);
    const should = moves ? earlier(old?.opensAt ?? measured, measured) : old?.opensAt;
    return now === should ? [] : [`${id} opens at ${now}, not ${should ?? 'never'}, by an entry of ${entry.at}`];
  });
}

const isShut = (state: CaseState, gate: GateState | undefined, phase: number): boolean =>
  gate?.openedAt === undefined && !state.phases.some((one) => one.phase === phase);

function dutiesOtherwise(step: Step): string[] {
  const { before, after } = step;
  return Object.values(after.duties).flatMap((duty) => {
    const settled = before.duties[duty.id] !== undefined && !isOpen(before.duties[duty.id] as DutyState);
    const old = before.duties[duty.id]?.treatyDueAt;
    const should = settled ? old : plus(anchor(after, duty), planDuty(after, duty.id).due);
    const early =
      duty.workingDueAt < earlier(duty.treatyDueAt, before.duties[duty.id]?.workingDueAt ?? duty.treatyDueAt);
    return [
      ...(duty.treatyDueAt === should ? [] : [`${duty.id} is due at ${duty.treatyDueAt}, not ${should ?? 'never'}`]),
      ...(early ? [`${duty.id} is asked for at ${duty.workingDueAt}, before the treaty asks for it`] : []),
      ...graceOtherwise(step, duty),
    ];
  });
}

const isOpen = ({ state }: DutyState): boolean => ['open', 'approaching', 'overdue', 'confirming'].includes(state);

/** Created or moved, a duty leaves people the written grace, and not more than it. */
function graceOtherwise(step: Step, duty: DutyState): string[] {
  const { entry, before, after } = step;
  const old = before.duties[duty.id];
  if (old?.workingDueAt === duty.workingDueAt) return [];
  const { createdBy } = planDuty(after, duty.id);
  const { declaration } = after.plan.grace;
  const made = { opening: graceOf(step), phase: NONE, declaration, 'break-glass': NONE, void: NONE, pattern: NONE }[createdBy];
  const { duties } = old ? graceOf(step) : made;
  const fresh = later(duty.treatyDueAt, plus(entry.at, duties));
  const should = earlier(old?.workingDueAt ?? fresh, fresh);
  const late = entry.events.some(
    (event) => event.type === 'phase-opened' && event.latenessMs > after.plan.timing.lateTold,
  );
  const right = late && !old ? duty.workingDueAt >= should : duty.workingDueAt === should;
  return right ? [] : [`${duty.id} is asked for at ${duty.workingDueAt}, not ${should}`];
}

function anchor(state: CaseState, { id, createdAt }: DutyState): Instant {
  const rule = planDuty(state, id);
  if (rule.anchor === 'creation') return createdAt;
  if (rule.anchor === 'first-violation') return state.firstViolationAt;
  if (rule.anchor === 'opening') return state.openedAt;
  const gate = state.plan.gates.find(({ phase }) => phase === rule.phase);
  const opened = state.phases.find(({ phase }) => phase === rule.phase);
  const ahead = (gate && state.gates[gate.id]?.opensAt) ?? '';
  return opened?.openedAt ?? later(ahead, state.declaration?.at ?? '');
}

/** RULES 2: the earliest of the opener, its corroborations and every verified violation; see there for the bounds. */
function firstViolationOtherwise({ before, after }: Step): string[] {
  const { plan, openerId, violations, reports, previousStoodDownAt = '' } = after;
  const resting = Object.values(violations).filter(({ id, standing }) => id === openerId || standing === 'verified');
  const occurred = resting.flatMap(({ acceptedAt, reportKeys }) =>
    reportKeys.flatMap((key) => {
      const report = reports[key];
      if (!report?.counts || report.standing === 'alleged') return [];
      return [plan.firstViolation === 'acceptance' ? acceptedAt : earlier(report.occurredAt.earliest, acceptedAt)];
    }),
  );
  const first = later(occurred.sort()[0] ?? '', previousStoodDownAt);
  const should = before.status === 'new' ? first : earlier(before.firstViolationAt, first);
  return after.firstViolationAt === should ? [] : [`the first violation is ${after.firstViolationAt}, not ${should}`];
}
