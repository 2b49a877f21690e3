/**
 * A plan as it goes to a case. Where each value comes from, and which sectors beside the 27 regions reports may name,
 * is for readers of the plan and for the API: most of its bytes, and no case decides by it.
 */
import type { Plan } from './plan.js';

export const travelling = (plan: Plan): Plan => ({ ...plan, provenance: [], sectors: [] });
