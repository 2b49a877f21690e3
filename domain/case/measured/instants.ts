/** Where the treaty's instants lie: measured from the first violation, moved by the written grace only (RULES 2 to 4). */
import { planDuty } from '../duties.js';
import type { CaseState, DutyState, ViolationState } from '../state.js';
import { between, earlier, later, plus } from '../../instant.js';
import type { Instant, Span } from '../../instant.js';
import type { Gate, Grace } from '../../plan/plan.js';
import { holds, REWRITING, turnOf } from './rewriting.js';
import type { Step } from './step.js';

const NONE: Grace = { duties: 0, gates: 0 };

/** Instants that are not the plan's span after what they are measured from, or that grace has moved otherwise. */
export const measuredOtherwise = (steps: readonly Step[]): string[] =>
  steps.flatMap((step) => [...gatesOtherwise(step), ...dutiesOtherwise(step), ...firstViolationOtherwise(step)]);

/** Instants that news made later. A resumption may give a gate whose instant has passed its grace, and nothing else. */
export const madeLater = (steps: readonly Step[]): string[] =>
  steps.flatMap((step) => {
    const { entry, before, after } = step;
    if (before.status === 'new' || holds(step, ...REWRITING)) return [];
    const [old, now] = [instants(before), instants(after)];
    return Object.entries(now).flatMap(([what, at]) => {
      const was = old[what];
      const given = holds(step, 'case-resumed') && isGate(what) && (was ?? '') <= entry.at;
      return was === undefined || at <= was || given
        ? []
        : [`${what} moves from ${was} to ${at} by an entry of ${entry.at}`];
    });
  });

const GATE = 'the instant of ';
const isGate = (what: string): boolean => what.startsWith(GATE);

function instants(state: CaseState): Record<string, Instant> {
  const { gates, duties, proposals, awaiting } = state;
  return Object.fromEntries([
    ['the first violation', state.firstViolationAt],
    ...Object.entries(gates).map(([id, gate]) => [`${GATE}${id}`, gate.opensAt]),
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

const longer = (a: Grace, b: Grace): Grace => ({
  duties: Math.max(a.duties, b.duties),
  gates: Math.max(a.gates, b.gates),
});

/** What an entry that makes or moves instants gives people beside the treaty's own span. */
function graceOf(step: Step): Grace {
  const { before, after } = step;
  const { grace, firstViolation } = after.plan;
  switch (turnOf(step)) {
    case 'opening':
      return after.lateness === 'late' ? grace.lateReport : NONE;
    case 'resumption':
      return longer(grace.resumption, isLateReport(step) ? grace.lateReport : NONE);
    case 'adoption':
      return grace.moved;
    case 'correction':
    case 'news':
      return after.firstViolationAt >= before.firstViolationAt || firstViolation === 'acceptance' ? NONE : grace.moved;
  }
}

function isLateReport({ entry: { cause, at }, after }: Step): boolean {
  if (cause.kind !== 'command' || cause.command !== 'report' || after.plan.firstViolation === 'acceptance')
    return false;
  const { occurredAt } = cause.body as { occurredAt: { earliest: Instant } };
  return between(occurredAt.earliest, at) >= after.plan.reports.late;
}

function gatesOtherwise(step: Step): string[] {
  const { entry, after } = step;
  return after.plan.gates.flatMap((gate) => {
    const now = after.gates[gate.id]?.opensAt;
    const should = opensAt(step, gate);
    return now === should
      ? []
      : [`${gate.id} opens at ${now ?? 'never'}, not ${should ?? 'never'}, by an entry of ${entry.at}`];
  });
}

function opensAt(step: Step, { id, notBefore, phase, condition }: Gate): Instant | undefined {
  const { entry, before, after } = step;
  const old = before.gates[id]?.opensAt;
  const computed = plus(after.firstViolationAt, notBefore);
  const measured = later(computed, plus(entry.at, graceOf(step).gates));
  if (turnOf(step) === 'opening') return measured;
  if (before.phases.some((one) => one.phase === phase)) return old;
  switch (turnOf(step)) {
    case 'resumption': {
      const passed = old !== undefined && old <= entry.at && condition.kind !== 'declaration';
      return passed ? plus(entry.at, graceOf(step).gates) : old;
    }
    case 'adoption': {
      const same = before.plan.gates.some((gate) => gate.id === id && gate.notBefore === notBefore);
      return same ? old : measured;
    }
    default:
      if (old === undefined || after.firstViolationAt === before.firstViolationAt) return old;
      if (after.firstViolationAt < before.firstViolationAt) return earlier(old, measured);
      return computedAfresh(old, plus(before.firstViolationAt, notBefore), computed, entry.at);
  }
}

/** After a correction that moves the first violation later: grace once given stays, and nothing opens in the past. */
function computedAfresh(old: Instant, wasComputed: Instant, computed: Instant, at: Instant): Instant {
  const withGrace = later(computed, old > wasComputed ? old : '');
  return withGrace !== old && old <= at ? later(withGrace, at) : withGrace;
}

function dutiesOtherwise(step: Step): string[] {
  const { before, after } = step;
  return Object.values(after.duties).flatMap((duty) => {
    const was = before.duties[duty.id];
    const settled = was !== undefined && !isOpen(was);
    const should = settled || after.status === 'closed' ? was?.treatyDueAt : treatyDue(step, duty);
    const least = was && turnOf(step) === 'news' ? earlier(duty.treatyDueAt, was.workingDueAt) : duty.treatyDueAt;
    return [
      ...(duty.treatyDueAt === should ? [] : [`${duty.id} is due at ${duty.treatyDueAt}, not ${should ?? 'never'}`]),
      ...(duty.workingDueAt < least ? [`${duty.id} is asked for at ${duty.workingDueAt}, before the treaty`] : []),
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
  const should = old ? movedTo(step, duty, old) : later(duty.treatyDueAt, plus(entry.at, graceOfNew(step, duty)));
  const late = entry.events.some(
    (event) =>
      (event.type === 'phase-opened' || event.type === 'pattern-flagged') &&
      event.latenessMs > after.plan.timing.lateTold,
  );
  const right = late && !old ? duty.workingDueAt >= should : duty.workingDueAt === should;
  return right ? [] : [`${duty.id} is asked for at ${duty.workingDueAt}, not ${should}, by an entry of ${entry.at}`];
}

function movedTo(step: Step, { treatyDueAt }: DutyState, old: DutyState): Instant {
  const { before, after, entry } = step;
  const fresh = later(treatyDueAt, plus(entry.at, graceOf(step).duties));
  if (turnOf(step) === 'adoption') return fresh;
  if (after.firstViolationAt > before.firstViolationAt) {
    return later(treatyDueAt, old.workingDueAt > old.treatyDueAt ? old.workingDueAt : '');
  }
  return earlier(old.workingDueAt, fresh);
}

function graceOfNew(step: Step, { id }: DutyState): Span {
  const { createdBy } = planDuty(step.after, id);
  const turn = turnOf(step);
  if (turn === 'resumption' || turn === 'adoption') return openedBy(step, id) ? 0 : graceOf(step).duties;
  if (createdBy === 'opening') return graceOf(step).duties;
  return createdBy === 'declaration' ? step.after.plan.grace.declaration.duties : 0;
}

/** A phase that opens with the same entry asks for its duties without grace. */
const openedBy = ({ entry, after }: Step, id: string): boolean =>
  entry.events.some((event) => event.type === 'phase-opened' && event.phase === planDuty(after, id).phase);

function treatyDue(step: Step, duty: DutyState): Instant {
  const { after } = step;
  const { due } = planDuty(after, duty.id);
  return plus(anchor(after, duty), due);
}

/** What comes again after a resumption is counted from then; a decision comes again with the next declaration. */
function anchor(state: CaseState, { id, createdAt }: DutyState): Instant {
  const rule = planDuty(state, id);
  switch (rule.anchor) {
    case 'first-violation':
      return state.firstViolationAt;
    case 'opening':
      return state.openedAt;
    case 'creation':
      return createdAt;
    case 'phase': {
      if (rule.id !== id && rule.createdBy === 'phase') return createdAt;
      const gate = state.plan.gates.find(({ phase }) => phase === rule.phase);
      const opened = state.phases.find(({ phase }) => phase === rule.phase);
      const ahead = (gate && state.gates[gate.id]?.opensAt) ?? '';
      return opened?.openedAt ?? later(ahead, state.declaration?.at ?? '');
    }
  }
}

/** RULES 2, as the facts are after the entry; news moves it earlier only. */
function firstViolationOtherwise(step: Step): string[] {
  const { before, after } = step;
  const occurred = resting(after).flatMap((violation) => occurrences(after, violation));
  // Nothing is left to rest on: the case ends with what it had.
  if (occurred.length === 0) return [];
  const first = later(occurred.sort()[0] ?? '', after.previousStoodDownAt ?? '');
  const afresh = before.status === 'new' || turnOf(step) === 'correction';
  const should = afresh ? first : earlier(before.firstViolationAt, first);
  return after.firstViolationAt === should ? [] : [`the first violation is ${after.firstViolationAt}, not ${should}`];
}

function resting({ openerId, violations }: CaseState): ViolationState[] {
  const all = Object.values(violations);
  const verified = all.filter(({ id, standing }) => id !== openerId && standing === 'verified');
  const opener = violations[openerId];
  if (opener && opener.standing !== 'void') return [opener, ...verified];
  return verified.length > 0 ? verified : all.filter(({ standing }) => standing === 'credible');
}

function occurrences({ plan, reports }: CaseState, { acceptedAt, movedTo, reportKeys }: ViolationState): Instant[] {
  if (plan.firstViolation === 'acceptance') return [acceptedAt];
  if (movedTo) return [earlier(movedTo.earliest, acceptedAt)];
  return reportKeys.flatMap((key) => {
    const report = reports[key];
    return report?.counts && report.standing !== 'alleged' ? [earlier(report.occurredAt.earliest, acceptedAt)] : [];
  });
}
