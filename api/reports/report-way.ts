/** The way of an accepted report: to the open case of its scope, or to a new one; never both, never lost. */
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { Refused } from '../../domain/refused.js';
import { caseWorkflowId } from '../../workflows/messages.js';
import type { Outcome } from '../temporal/case-gateway.js';
import type { World } from '../worlds/world.js';
import { caseStart, tryOpening } from './opening.js';

/** A case that closes under the report is looked at once more; then the forwarder comes back to it. */
const MOST_TRIES = 3;

export async function send(world: World, scope: string, envelope: Envelope<ReportBody>): Promise<Outcome> {
  const workflowId = caseWorkflowId(world.settings.agreement, scope);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const outcome = await sendOnce(world, workflowId, scope, envelope);
    const over = outcome.kind === 'no-case' || (outcome.kind === 'refused' && outcome.refusal.code === 'closed');
    if (!over) return outcome;
    const latest = world.views.latest(workflowId);
    if (latest) await world.views.refresh(latest.state.caseId);
  }
  return { kind: 'no-case' };
}

async function sendOnce(
  world: World,
  workflowId: string,
  scope: string,
  envelope: Envelope<ReportBody>,
): Promise<Outcome> {
  const latest = world.views.latest(workflowId);
  // A case that the record shows open is given the report alone: a start would carry plan and directory for nothing.
  if (latest && latest.state.status !== 'closed') {
    // In a flood an unanswered report is not left as a signal too: it would be work twice, and it waits in the intake.
    const { gateway, pace } = world;
    if (pace.joins.queued > 0) return await gateway.commandOnly(workflowId, 'report', envelope);
    return await gateway.command(workflowId, 'report', envelope);
  }
  const start = caseStart(world, workflowId, scope, envelope);
  try {
    const { attributes } = tryOpening(start, world.clock.now());
    const stamped = world.stamper.stampStart(workflowId, start, await world.clock.accept());
    return await world.gateway.report(workflowId, stamped, attributes);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}
