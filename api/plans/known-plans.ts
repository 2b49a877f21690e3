/** Versions of plans that this world knows: those that came into force, and those under which a case of it ever opened. */
import type { Plan, PlanRef } from '../../domain/plan/plan.js';
import { Problem } from '../problem.js';
import type { World } from '../worlds/world.js';

export interface PlanVersion {
  ref: PlanRef;
  plan: Plan;
}

/** @throws {Problem} `not-found` */
export function planVersion(world: World, id: string, version: string | number): PlanVersion {
  const found = knownPlans(world).find(({ ref }) => ref.id === id && String(ref.version) === String(version));
  if (found) return found;
  throw new Problem(
    'not-found',
    `There is no plan ${id.slice(0, 60)} version ${String(version).slice(0, 10)}; GET /api/v1/plans lists them.`,
  );
}

/** Once each; the one in force first, then the newest. */
export function knownPlans({ settings, inForce, views }: World): PlanVersion[] {
  const published = inForce.plans.toReversed();
  const known = [{ ref: settings.planRef, plan: settings.plan }, ...published, ...views.knownPlans()];
  return [...new Map(known.toReversed().map(({ ref, plan }) => [ref.hash, { ref, plan }])).values()].reverse();
}

/** The newest version of a case's plan in force, where it is newer than the case's own (RULES 8). */
export function newerPlan({ inForce }: World, own: PlanRef): PlanVersion | undefined {
  const newer = inForce.plans.filter(({ ref: { id, version } }) => id === own.id && version > own.version);
  return newer.toSorted((a, b) => b.ref.version - a.ref.version)[0];
}
