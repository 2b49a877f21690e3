/** The way of what corrects a closed case (RULES 8): to a run of its own, which the first proposal begins. */
import { takingCorrections } from '../../domain/case/after-closing.js';
import type { BodyOf, Command, Envelope, OutsideCommandKind, ProposeBody } from '../../domain/case/commands.js';
import { judge } from '../../domain/case/order.js';
import type { CaseState } from '../../domain/case/state.js';
import { Refused } from '../../domain/refused.js';
import { correctionWorkflowId } from '../../workflows/messages.js';
import type { CorrectionStart } from '../../workflows/messages.js';
import type { Outcome } from '../temporal/case-gateway.js';
import { unavailable } from '../problem.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';
import { viewOf } from './view-of.js';

type Given<Body> = Omit<Envelope<Body>, 'stamp'>;

/**
 * One run at a time writes the record of a case: while its own is still ending (a closing notice that a channel does not
 * take is tried for a day) no correction begins, and what begins one starts from the record's very end.
 * @throws {Problem} `unavailable` where the case is still ending
 */
export async function correct<K extends OutsideCommandKind>(
  world: World,
  { state: { caseId, agreement }, workflowId: own, runIds }: CaseView,
  kind: K,
  given: Given<BodyOf<K>>,
): Promise<Outcome> {
  const workflowId = correctionWorkflowId(agreement, caseId);
  const envelope = world.stamper.stamp(workflowId, given);
  if (kind !== 'propose' || (await world.gateway.isRunning(workflowId))) {
    return (await refused(world, caseId, kind, given)) ?? (await world.gateway.command(workflowId, kind, envelope));
  }
  if (await world.gateway.isRunning(own, runIds.at(-1))) {
    throw unavailable('The case is still ending: its last notices are on their way. Nothing was accepted; ask again.');
  }
  await world.views.refresh(caseId);
  const refusal = await refused(world, caseId, kind, given);
  if (refusal) return refusal;
  const start = startOf(world, await stateOf(world, caseId), envelope as Envelope<ProposeBody>);
  return await world.gateway.correct(
    workflowId,
    world.stamper.stampStart(workflowId, start, await world.clock.accept()),
  );
}

/** The same words here as from the run for corrections, also where it has ended. */
async function refused<K extends OutsideCommandKind>(
  world: World,
  caseId: string,
  kind: K,
  given: Given<BodyOf<K>>,
): Promise<Outcome | undefined> {
  try {
    judge(await stateOf(world, caseId), [], { kind, ...given, at: given.acceptedAt } as Command, given.acceptedAt);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}

const stateOf = async (world: World, caseId: string): Promise<CaseState> =>
  takingCorrections((await viewOf(world, caseId)).state);

function startOf(world: World, state: CaseState, first: Envelope<ProposeBody>): CorrectionStart {
  const { caseDirectory: directory, directoryHash } = world.settings;
  const { plan: _, directory: __, takesCorrections: ___, ...closed } = state;
  const { caseId, planRef, speed } = state;
  const opened = world.views.knownPlans().find(({ ref }) => ref.hash === planRef.hash);
  const published = state.adopted?.content ?? opened?.plan;
  if (!published) throw new Error(`The plan ${planRef.hash} of case ${caseId} is not known.`);
  // Of the case's own version, as published: the run divides it by the speed itself.
  const plan = { ...published, provenance: [] };
  return { caseId, speed, plan, planRef, directory, directoryHash, closed, first };
}
