/**
 * What Temporal itself says of one case now, compared with what the record says. Asked of the server by `describe`,
 * never of a list: lists lag.
 */
import type { Client } from '@temporalio/client';
import { searchAttributePayloadConverter } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import type { Disturbance } from '../../domain/notice/house-notice.js';
import { codeOf } from '../temporal/errors.js';
import type { CaseView } from '../worlds/case-views.js';

/** What was found, or `sound`: the workflow runs, and it is the case's. */
export interface Described {
  found: Extract<Disturbance, 'ended' | 'deleted' | 'reset' | 'replaced' | 'options'> | 'sound';
  /** A full sentence. */
  detail: string;
  /** The run that stands under the case's name now. */
  runId?: string;
  /** Whether that run is still running. */
  running: boolean;
  /** When it ended, milliseconds since 1970. */
  closedMs?: number;
}

const DEADLINE_MS = 3000;
const NOT_FOUND = 5;
const CASE_ID = 'HoldfireCaseId';

/** `temporal.api.enums.v1.WorkflowExecutionStatus`. */
const STATUS = ['', 'running', 'completed', 'failed', 'canceled', 'terminated', 'continued as new', 'timed out'];
const RUNNING = 1;

/**
 * `knownRunId`: a run that was found sound before, whose beginning is not looked at again.
 * @throws whatever the client throws where the server, or the namespace, does not answer
 */
export async function described(
  client: Client,
  { state, workflowId }: CaseView,
  knownRunId?: string,
): Promise<Described> {
  const info = await describe(client, workflowId);
  const what = `The workflow "${workflowId}" of case ${state.caseId}`;
  if (!info) return { found: 'deleted', detail: `${what} is not known to Temporal any more.`, running: false };
  const { runId, status, closedMs, caseId, override } = info;
  if (caseId !== undefined && caseId !== state.caseId) {
    const detail = `Under the name "${workflowId}" Temporal holds ${caseId}, and not case ${state.caseId}.`;
    return { found: 'replaced', detail, runId, running: status === RUNNING };
  }
  if (status !== RUNNING) {
    const detail = `${what} is ${STATUS[status] ?? 'ended'} on Temporal, and the case has not closed.`;
    return { found: 'ended', detail, runId, running: false, ...(closedMs === undefined ? {} : { closedMs }) };
  }
  const base = runId === knownRunId ? runId : await runItBeganAs(client, workflowId, runId);
  if (base !== runId) {
    const detail = `${what} was reset: run ${runId} stands in the place of ${base}.`;
    return { found: 'reset', detail, runId, running: true };
  }
  if (override) {
    const detail = `${what} was given another version to run on, past the API.`;
    return { found: 'options', detail, runId, running: true };
  }
  return { found: 'sound', detail: `${what} runs, and agrees with the record.`, runId, running: true };
}

async function describe(client: Client, workflowId: string) {
  const { connection, options } = client;
  try {
    const { workflowExecutionInfo: info } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      connection.workflowService.describeWorkflowExecution({
        namespace: options.namespace,
        execution: { workflowId },
      }),
    );
    const payload = info?.searchAttributes?.indexedFields?.[CASE_ID];
    const [caseId] = payload ? [searchAttributePayloadConverter.fromPayload<string | string[]>(payload)].flat() : [];
    const closedMs = info?.closeTime ? Number(info.closeTime.seconds) * 1000 : undefined;
    return {
      runId: info?.execution?.runId ?? '',
      status: info?.status ?? 0,
      caseId,
      closedMs,
      override: Boolean(info?.versioningInfo?.versioningOverride),
    };
  } catch (error) {
    // A namespace that is gone answers alike; what is true of all cases is found by the list.
    if (codeOf(error) === NOT_FOUND && !/namespace/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Of a run that was reset its first event still names the one that it was reset from. */
async function runItBeganAs(client: Client, workflowId: string, runId: string): Promise<string> {
  const { connection, options } = client;
  const { history } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    connection.workflowService.getWorkflowExecutionHistory({
      namespace: options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    }),
  );
  return history?.events?.[0]?.workflowExecutionStartedEventAttributes?.originalExecutionRunId || runId;
}
