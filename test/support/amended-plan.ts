/** The seed plan with other hours, as a later version of it. */
import { HOUR } from '../../domain/instant.js';
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import { hashOf } from '../../record/canonical.js';
import { shippedPlan } from './seed.js';

/** `hours` by the id of a duty (its `due`) or gate (its `notBefore`). */
export function amended(version: number, hours: Record<string, number>): { ref: PlanRef; content: Plan } {
  const { plan } = shippedPlan('seed');
  const content: Plan = {
    ...plan,
    version,
    provenance: [],
    duties: plan.duties.map((duty) => ({
      ...duty,
      due: hours[duty.id] === undefined ? duty.due : spanOf(hours, duty.id),
    })),
    gates: plan.gates.map((gate) => ({
      ...gate,
      notBefore: hours[gate.id] === undefined ? gate.notBefore : spanOf(hours, gate.id),
    })),
  };
  return { ref: { id: plan.id, version, hash: hashOf(content) }, content };
}

const spanOf = (hours: Record<string, number>, id: string): number => (hours[id] ?? 0) * HOUR;
