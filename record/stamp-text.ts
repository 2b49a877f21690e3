/**
 * What a stamp is over. The API signs these bytes (Ed25519), the worker and whoever verifies the record check them:
 * one text for all, so that they cannot differ about it.
 */
import { canonicalJson, hashOf } from './canonical.js';

/** The parts of a command's envelope that its stamp vouches for. */
export interface Stamped {
  commandId: string;
  actor: object;
  /** UTC, RFC 3339; it also says which keys were in force. */
  acceptedAt: string;
  body: unknown;
}

/**
 * Of a command to the workflow of this id, so that it counts nowhere else.
 * @throws {TypeError | RangeError} for what has no canonical JSON
 */
export function commandText(workflowId: string, { commandId, actor, acceptedAt, body }: Stamped): string {
  return canonicalJson({ workflowId, commandId, actor, acceptedAt, bodyHash: hashOf(body) });
}

/**
 * Of the argument that a case is started with, without its own stamp. The plan and the directory stand in it: a true
 * report with another plan beside it would be another case.
 * @throws {TypeError | RangeError} for what has no canonical JSON
 */
export function startText(workflowId: string, stampedAt: string, start: object): string {
  return canonicalJson({ workflowId, stampedAt, startHash: hashOf(start) });
}
