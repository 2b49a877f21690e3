/** What Temporal's client throws, by what it means for a command. */
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Refusal } from '../../domain/refused.js';
import { REFUSED } from '../../workflows/messages.js';

/** gRPC status codes. */
const NOT_FOUND = 5;

export type Failing =
  /** The case's own words. */
  | { kind: 'refused'; refusal: Refusal }
  /** No open case of this id, or one that ended under the command. */
  | { kind: 'no-case' }
  /** The case answered with a fault of ours: sending the command again would only repeat it. */
  | { kind: 'fault'; error: Error }
  /** Nobody answered in time, or the server has too many: says nothing of what became of the command (TRAPS P5). */
  | { kind: 'silence'; why: string };

/** The case ended between taking the update and answering it. */
const ENDED_UNDER_IT = 'AcceptedUpdateCompletedWorkflow';

export function failing(error: unknown): Failing {
  if (error instanceof WorkflowUpdateFailedError) return ofUpdate(error);
  if (codeOf(error) === NOT_FOUND) return { kind: 'no-case' };
  const message = error instanceof Error ? error.message : String(error);
  // Whatever carries no status never left this process.
  if (codeOf(error) === undefined && !isTimeout(error)) {
    return { kind: 'fault', error: error instanceof Error ? error : new Error(message) };
  }
  return { kind: 'silence', why: message };
}

function ofUpdate(error: WorkflowUpdateFailedError): Failing {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === REFUSED) {
    return { kind: 'refused', refusal: cause.details?.[0] as Refusal };
  }
  if (cause instanceof ApplicationFailure && cause.type === ENDED_UNDER_IT) return { kind: 'no-case' };
  return { kind: 'fault', error };
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === 'WorkflowUpdateRPCTimeoutOrCancelledError';

/** gRPC's code, wherever the SDK has put it (TRAPS P5). */
export function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: string };
  if (name === 'WorkflowNotFoundError') return NOT_FOUND;
  if (typeof code === 'number') return code;
  return cause === undefined ? undefined : codeOf(cause);
}
