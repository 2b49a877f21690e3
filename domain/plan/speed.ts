/**
 * An exercise's plan: every duration divided by the speed, rounded up to the millisecond, with the lower bounds of
 * RULES 8. The plan and its hash stay the same; the divisor stands in every entry.
 */
import { SECOND } from '../instant.js';
import type { Span } from '../instant.js';
import { invariant } from '../invariant.js';
import type { Act, ActRule, Grace, Plan, Triage } from './plan.js';

/** Below these people and processes cannot keep up. A span that the plan itself sets shorter stays as it is. */
export const LEAST = {
  settle: 0.1 * SECOND,
  expiry: 5 * SECOND,
  recordingDelay: 5 * SECOND,
  /** Of the n-th step of waiting for an acknowledgement: 5, 10, 15 s. */
  acknowledgeStep: 5 * SECOND,
  lateTold: 5 * SECOND,
  /** Of a report, and of the performance of a duty. */
  futureTolerance: 2 * SECOND,
} as const;

/** @param speed 1 returns the plan as it is. */
export function divide(plan: Plan, speed: number): Plan {
  if (speed === 1) return plan;
  invariant(Number.isFinite(speed) && speed > 0, `a plan is divided by a speed above zero, not by ${speed}`);
  const by = (span: Span): Span => Math.ceil(span / speed);
  const atLeast = (span: Span, least: Span): Span => Math.max(by(span), Math.min(span, least));
  const grace = ({ duties, gates }: Grace): Grace => ({ duties: by(duties), gates: by(gates) });
  const triage = (one: Triage): Triage => ({
    ...one,
    due: by(one.due),
    every: by(one.every),
    thenEvery: by(one.thenEvery),
  });
  const rule = (one: ActRule): ActRule => ({ ...one, expiry: atLeast(one.expiry, LEAST.expiry) });
  const { timing, reports, completion, repetition } = plan;
  const acknowledge = timing.acknowledge.map((step, index) => atLeast(step, (index + 1) * LEAST.acknowledgeStep));
  return {
    ...plan,
    gates: plan.gates.map((gate) => ({
      ...gate,
      notBefore: by(gate.notBefore),
      ...(gate.lapses === undefined ? {} : { lapses: by(gate.lapses) }),
    })),
    duties: plan.duties.map((duty) => ({ ...duty, due: by(duty.due) })),
    authority: Object.fromEntries(Object.entries(plan.authority).map(([act, one]) => [act, rule(one)])) as Record<
      Act,
      ActRule
    >,
    timing: {
      settle: atLeast(timing.settle, LEAST.settle),
      reminders: timing.reminders.map(by),
      overdueEvery: by(timing.overdueEvery),
      overdueTimes: timing.overdueTimes,
      acknowledge,
      acknowledgeLastPhaseDivisor: lastPhaseDivisor(timing.acknowledgeLastPhaseDivisor, acknowledge),
      digest: by(timing.digest),
      lateTold: atLeast(timing.lateTold, LEAST.lateTold),
      movedTold: by(timing.movedTold),
      quietPeriod: by(timing.quietPeriod),
      prolonged: by(timing.prolonged),
    },
    reports: {
      futureTolerance: atLeast(reports.futureTolerance, LEAST.futureTolerance),
      fresh: by(reports.fresh),
      late: by(reports.late),
      review: by(reports.review),
      spread: by(reports.spread),
      revisionMove: by(reports.revisionMove),
      corroboration: { within: by(reports.corroboration.within), distanceKm: reports.corroboration.distanceKm },
      ...(reports.triage ? { triage: triage(reports.triage) } : {}),
      evidenceWithin: by(reports.evidenceWithin),
    },
    grace: {
      lateReport: grace(plan.grace.lateReport),
      moved: grace(plan.grace.moved),
      resumption: grace(plan.grace.resumption),
      declaration: grace(plan.grace.declaration),
    },
    completion: {
      ahead: atLeast(completion.ahead, LEAST.futureTolerance),
      recordingDelay: atLeast(completion.recordingDelay, LEAST.recordingDelay),
      confirmWithin: by(completion.confirmWithin),
    },
    repetition: { ...repetition, within: by(repetition.within) },
  };
}

/** In the last phase each step is divided once more: only so far that it stays at its bound. */
function lastPhaseDivisor(divisor: number, steps: readonly Span[]): number {
  const room = steps.map((step, index) => step / ((index + 1) * LEAST.acknowledgeStep));
  return Math.max(1, Math.min(divisor, ...room));
}
