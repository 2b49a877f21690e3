/** What a newer version of the plan says otherwise, and what it would move in this very case (RULES 8). */
import { adoptionPreview, requireAdoptable } from '../../domain/case/adoption.js';
import type { CaseState } from '../../domain/case/state.js';
import { diffPlans } from '../../domain/plan/diff-plan.js';
import { Refused } from '../../domain/refused.js';
import { knownPlans, newerPlan } from '../plans/known-plans.js';
import type { World } from '../worlds/world.js';
import type { CaseDocument } from './case.schema.js';

export function newerPlanFor(world: World, state: CaseState): CaseDocument['newerPlan'] {
  const newer = state.status === 'closed' ? undefined : newerPlan(world, state.planRef);
  if (!newer) return undefined;
  const { ref, plan } = newer;
  const own = knownPlans(world).find((one) => one.ref.hash === state.planRef.hash);
  const differences = own ? diffPlans(own.plan, plan) : [];
  const content = { ...plan, provenance: [] };
  try {
    requireAdoptable(state, { act: 'adopt-plan', text: '', textHash: '', plan: { ref, content } });
    return { ...ref, differences, moves: adoptionPreview(state, { ref, content }, world.clock.now()) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...ref, differences, notAdoptable: error.detail };
  }
}
