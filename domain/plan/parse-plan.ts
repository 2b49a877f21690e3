/**
 * Reads a plan from raw data (YAML or JSON already parsed): every fault at once, each with its path (RFC 6901) and
 * what would be right. What needs the directory is in `check-against-directory.ts`.
 */
import type { Fault } from '../refused.js';
import { newReading } from '../shape/shape.js';
import { checkPlan } from './check-plan.js';
import { planShape } from './plan-shape.js';
import type { WrittenPlan } from './plan-shape.js';
import type { Plan } from './plan.js';

export interface ParsedPlan {
  /** Present when there is no fault. */
  plan?: Plan;
  faults: Fault[];
}

export function parsePlan(raw: unknown): ParsedPlan {
  const reading = newReading();
  const part = planShape.read(raw, '', reading);
  const faults = [...reading.faults, ...(part ? checkPlan(part) : [])];
  if (faults.length > 0) return { faults };
  // Without a fault every part is there: what the shape gives back is whole.
  return { plan: { ...(part as WrittenPlan), provenance: reading.marks }, faults };
}
