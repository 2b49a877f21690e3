/** When the next step is due for an organisation that has not acknowledged (RULES 7: 30, 60, 90 minutes; phase 3 half). */
import { plus } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Plan } from '../plan/plan.js';

/** After `done` steps; `undefined` once all are taken. */
export function nextAcknowledgementStep(
  plan: Plan,
  asked: { since: Instant; phase: number },
  done: number,
): Instant | undefined {
  const step = plan.timing.acknowledge[done];
  if (step === undefined) return undefined;
  const last = Math.max(...plan.phases.map((phase) => phase.phase));
  const divisor = asked.phase >= last ? plan.timing.acknowledgeLastPhaseDivisor : 1;
  return plus(asked.since, Math.ceil(step / divisor));
}
