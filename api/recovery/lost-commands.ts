/**
 * Commands that the API accepted, that are durable in the history of a run that was lost, and that no entry holds: they
 * are handed to the next run, where they count as of their acceptance. Each is judged by its stamp once more.
 */
import { foreignFault } from '../../domain/case/foreign.js';
import type { Envelope } from '../../domain/case/commands.js';
import { HOUSE_COMMANDS } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import type { StampKey } from '../../record/stamp-keys.js';
import { commandFault } from '../../record/verify-stamp.js';
import { CASE_UPDATES } from '../../workflows/messages.js';
import type { Given } from '../../workflows/messages.js';
import { messageIn } from '../histories/exported-history.js';
import type { RunEvent } from '../histories/exported-history.js';

/** More than so many would not fit into the argument of a start, which holds the state beside them. */
const MOST = 200;

export function lostCommands(
  events: readonly RunEvent[],
  state: CaseState,
  workflowId: string,
  keys: readonly StampKey[],
  isKnown: (commandId: string) => boolean,
): Given[] {
  const lost = new Map<string, Given>();
  for (const event of events) {
    const given = givenIn(event);
    if (!given || isKnown(given.envelope.commandId) || lost.has(given.envelope.commandId)) continue;
    if (foreignFault(state, given.kind, given.envelope) !== undefined) continue;
    if (commandFault(keys, workflowId, given.envelope) !== undefined) continue;
    lost.set(given.envelope.commandId, given);
  }
  return [...lost.values()].slice(0, MOST);
}

function givenIn(event: RunEvent): Given | undefined {
  const message = messageIn(event);
  const kind = [...CASE_UPDATES, ...HOUSE_COMMANDS].find((one) => one === message?.name.replace(/Signal$/, ''));
  const envelope = message?.argument as Partial<Envelope<unknown>> | undefined;
  if (kind === undefined || typeof envelope?.commandId !== 'string' || typeof envelope.stamp !== 'string') {
    return undefined;
  }
  return { kind, envelope: envelope as Envelope<unknown> };
}
