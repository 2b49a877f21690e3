/** What a case is started with, and its opening tried out on the pure core before anything is started (TRAPS P3). */
import { attributesOf } from '../../domain/case/attributes.js';
import type { CaseAttributes } from '../../domain/case/attributes.js';
import { BEHAVIOURS, FIRST_BEHAVIOURS } from '../../domain/case/behaviours.js';
import type { CommandOf, Envelope, ReportBody } from '../../domain/case/commands.js';
import { evolve } from '../../domain/case/evolve.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { openCase } from '../../domain/case/reports.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Instant } from '../../domain/instant.js';
import { travelling } from '../../domain/plan/travelling.js';
import { sha256Hex } from '../../record/canonical.js';
import type { CaseStart, PreviousCase } from '../../workflows/messages.js';
import type { World } from '../worlds/world.js';

export function caseStart(world: World, workflowId: string, scope: string, first: Envelope<ReportBody>): CaseStart {
  const { agreement, exercise, speed, planRef, caseDirectory: directory, directoryHash } = world.settings;
  const plan = travelling(world.settings.plan);
  const caseId = caseIdOf(scope, first.acceptedAt, first.commandId);
  const previous = previousOf(world.views.latest(workflowId)?.state);
  const behaviours = BEHAVIOURS;
  const start = {
    caseId,
    agreement,
    scope,
    exercise,
    speed,
    plan,
    planRef,
    directory,
    directoryHash,
    behaviours,
    first,
  };
  return previous ? { ...start, previous } : start;
}

/** The same report always opens the same case, however often it is sent. */
export function caseIdOf(scope: string, acceptedAt: Instant, commandId: string): string {
  const day = acceptedAt.slice(0, 10).replaceAll('-', '');
  return `${scope}-${day}-${sha256Hex(commandId).slice(0, 6)}`;
}

function previousOf(state: CaseState | undefined): PreviousCase | undefined {
  if (!state?.closedAt || !state.outcome) return undefined;
  const { caseId, recurrence, outcome, closedAt, stoodDownAt } = state;
  return { caseId, recurrence, outcome, closedAt, ...(stoodDownAt === undefined ? {} : { stoodDownAt }) };
}

/**
 * The opening as the workflow will decide it.
 * @throws {Refused}
 */
export function tryOpening(start: CaseStart, now: Instant): { attributes: CaseAttributes; events: CaseEvent[] } {
  const { plan, planRef, directory, directoryHash, first } = start;
  const { commandId, actor, acceptedAt, body } = first;
  const at = acceptedAt < now ? acceptedAt : now;
  const command: CommandOf<'report'> = { kind: 'report', commandId, actor, acceptedAt, at, body };
  const blank = newCase(plan, planRef, directory, directoryHash);
  const events = openCase(blank, { ...start, behaviours: start.behaviours ?? FIRST_BEHAVIOURS }, command, now);
  return { attributes: attributesOf(events.reduce(evolve, blank)), events };
}
