/**
 * An exercise's plan: every duration divided by the speed, rounded up to the millisecond, with the lower bounds of
 * RULES 8. The plan and its hash stay the same; the divisor stands in every entry.
 */
import { SECOND } from '../instant.js';
import type { Span } from '../instant.js';
import type { Act, ActRule, Grace, Plan } from './plan.js';

const LEAST = {
  settle: 0.1 * SECOND,
  expiry: 5 * SECOND,
  recordingDelay: 5 * SECOND,
  /** Of the n-th step of waiting for an acknowledgement: 5, 10, 15 s. */
  acknowledgeStep: 5 * SECOND,
  lateTold: 5 * SECOND,
  futureTolerance: 2 * SECOND,
};

/** @param speed 1 returns the plan as it is. */
export function divide(plan: Plan, speed: number): Plan {
  if (speed === 1) return plan;
  const by = (span: Span): Span => Math.ceil(span / speed);
  const atLeast = (span: Span, least: Span): Span => Math.max(by(span), Math.min(span, least));
  const grace = ({ duties, gates }: Grace): Grace => ({ duties: by(duties), gates: by(gates) });
  const { timing, reports, completion, repetition } = plan;
  const rule = (one: ActRule): ActRule => ({ ...one, expiry: atLeast(one.expiry, LEAST.expiry) });
  const authority = Object.fromEntries(
    Object.entries(plan.authority).map(([act, one]) => [act, rule(one)]),
  ) as Record<Act, ActRule>;
  return {
    ...plan,
    gates: plan.gates.map((gate) => ({
      ...gate,
      notBefore: by(gate.notBefore),
      ...(gate.lapses === undefined ? {} : { lapses: by(gate.lapses) }),
    })),
    duties: plan.duties.map((duty) => ({ ...duty, due: by(duty.due) })),
    authority,
    timing: {
      ...timing,
      settle: atLeast(timing.settle, LEAST.settle),
      reminders: timing.reminders.map(by),
      overdueEvery: by(timing.overdueEvery),
      acknowledge: timing.acknowledge.map((step, index) => atLeast(step, (index + 1) * LEAST.acknowledgeStep)),
      // Half of a step that is at its bound already would be below it.
      acknowledgeLastPhaseDivisor: by(timing.acknowledge[0] ?? 0) < LEAST.acknowledgeStep ? 1 : timing.acknowledgeLastPhaseDivisor,
      digest: by(timing.digest),
      lateTold: atLeast(timing.lateTold, LEAST.lateTold),
      movedTold: by(timing.movedTold),
      quietPeriod: by(timing.quietPeriod),
      prolonged: by(timing.prolonged),
    },
    reports: {
      ...reports,
      futureTolerance: atLeast(reports.futureTolerance, LEAST.futureTolerance),
      fresh: by(reports.fresh),
      late: by(reports.late),
      review: by(reports.review),
      spread: by(reports.spread),
      revisionMove: by(reports.revisionMove),
      corroboration: { ...reports.corroboration, within: by(reports.corroboration.within) },
      evidenceWithin: by(reports.evidenceWithin),
    },
    grace: {
      lateReport: grace(plan.grace.lateReport),
      moved: grace(plan.grace.moved),
      resumption: grace(plan.grace.resumption),
      declaration: grace(plan.grace.declaration),
    },
    completion: {
      ahead: by(completion.ahead),
      recordingDelay: atLeast(completion.recordingDelay, LEAST.recordingDelay),
      confirmWithin: by(completion.confirmWithin),
    },
    repetition: { ...repetition, within: by(repetition.within) },
  };
}
