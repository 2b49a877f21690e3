/** A case as it is shown, or the sentence that there is none. */
import { Problem } from '../problem.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';

/** @throws {Problem} `not-found` */
export async function viewOf(world: World, caseId: string): Promise<CaseView> {
  const view = await world.views.load(caseId);
  if (!view) throw new Problem('not-found', `There is no case ${caseId.slice(0, 80)} in this world.`);
  return view;
}
