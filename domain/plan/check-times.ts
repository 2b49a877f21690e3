/** Spans that must stand in an order: reminders, steps of waiting, classes of lateness. */
import { formatSpan } from '../instant.js';
import type { Fault } from '../refused.js';
import type { PlanPart } from './names.js';

/** Next channel, delegate, parent and watch: the engine has a meaning for each. */
const STEPS = 3;

export function checkTimes(plan: PlanPart): Fault[] {
  const faults: Fault[] = [];
  const { reminders = [], acknowledge } = plan.timing ?? {};
  for (const [index, before] of reminders.entries()) {
    const longer = reminders[index - 1];
    if (before === undefined || longer === undefined || before < longer) continue;
    const message = `Reminders go from the longest to the shortest: expected less than ${formatSpan(longer)}, found ${formatSpan(before)}.`;
    faults.push({ path: `/timing/reminders/value/${index}`, message });
  }
  if (acknowledge && acknowledge.length !== STEPS) {
    const message = `Expected ${STEPS} steps (next channel; delegate; parent and watch), found ${acknowledge.length}.`;
    faults.push({ path: '/timing/acknowledge/value', message });
  }
  for (const [index, step] of (acknowledge ?? []).entries()) {
    const shorter = acknowledge?.[index - 1];
    if (step === undefined || shorter === undefined || step > shorter) continue;
    const message = `The steps are measured from the notice: expected more than ${formatSpan(shorter)}, found ${formatSpan(step)}.`;
    faults.push({ path: `/timing/acknowledge/value/${index}`, message });
  }
  const divisor = plan.timing?.acknowledgeLastPhaseDivisor;
  if (divisor !== undefined && divisor < 1) {
    const message = `Waiting gets shorter in the last phase, never longer: expected at least 1, found ${divisor}.`;
    faults.push({ path: '/timing/acknowledgeLastPhaseDivisor/value', message });
  }
  const { fresh, late, review } = plan.reports ?? {};
  // `late` above `review` is allowed: such a plan has no class of late reports.
  for (const [key, limit] of [['late', late] as const, ['review', review] as const]) {
    if (fresh === undefined || limit === undefined || limit >= fresh) continue;
    const message = `Expected at least "fresh" (${formatSpan(fresh)}), found ${formatSpan(limit)}.`;
    faults.push({ path: `/reports/${key}`, message });
  }
  return faults;
}
