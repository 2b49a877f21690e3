/** The way of what corrects a closed case (RULES 8): to a run of its own, which the first proposal begins. */
import type { BodyOf, Command, Envelope, OutsideCommandKind, ProposeBody } from '../../domain/case/commands.js';
import { judge } from '../../domain/case/order.js';
import type { CaseState } from '../../domain/case/state.js';
import { Refused } from '../../domain/refused.js';
import { correctionWorkflowId } from '../../workflows/messages.js';
import type { CorrectionStart } from '../../workflows/messages.js';
import type { Outcome } from '../temporal/case-gateway.js';
import type { World } from '../worlds/world.js';

type Given<Body> = Omit<Envelope<Body>, 'stamp'>;

/** `state`: closed, as its run for corrections sees it. The same words here as from that run, also where it has ended. */
export async function correct<K extends OutsideCommandKind>(
  world: World,
  state: CaseState,
  kind: K,
  given: Given<BodyOf<K>>,
): Promise<Outcome> {
  try {
    judge(state, [], { kind, ...given, at: given.acceptedAt } as Command, given.acceptedAt);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
  const workflowId = correctionWorkflowId(state.agreement, state.caseId);
  const envelope = world.stamper.stamp(workflowId, given);
  if (kind !== 'propose') return await world.gateway.command(workflowId, kind, envelope);
  const start = startOf(world, state, envelope as Envelope<ProposeBody>);
  return await world.gateway.correct(
    workflowId,
    world.stamper.stampStart(workflowId, start, await world.clock.accept()),
  );
}

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
