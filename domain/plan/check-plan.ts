/**
 * Rules of a plan that join several of its values: names that must exist, phases without gaps, duties that somebody
 * owes, quorums. Runs on what could be read, so that one misspelt key does not hide the rest.
 */
import type { Fault } from '../refused.js';
import type { Part } from '../shape/shape.js';
import { checkAuthority } from './check-authority.js';
import { checkDuties } from './check-duties.js';
import { checkPhases } from './check-phases.js';
import { checkTimes } from './check-times.js';
import { namesIn } from './names.js';
import type { WrittenPlan } from './plan-shape.js';

export function checkPlan(plan: Part<WrittenPlan>): Fault[] {
  const names = namesIn(plan);
  return [
    ...names.faults,
    ...checkPhases(plan, names),
    ...checkDuties(plan, names),
    ...checkAuthority(plan, names),
    ...checkTimes(plan),
  ];
}
