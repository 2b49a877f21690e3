/** Versions of plans that this world knows: the one in force, and those under which a case of it ever opened. */
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';

export interface PlanVersion {
  ref: PlanRef;
  plan: Plan;
}

/** @throws {Problem} `not-found` */
export function planVersion({ settings, views }: World, id: string, version: string | number): PlanVersion {
  const known = [{ ref: settings.planRef, plan: settings.plan }, ...views.knownPlans()];
  const found = known.find(({ ref }) => ref.id === id && String(ref.version) === String(version));
  if (found) return found;
  throw new Problem(
    'not-found',
    `There is no plan ${id.slice(0, 60)} version ${String(version).slice(0, 10)}; GET /api/v1/plans lists them.`,
  );
}
