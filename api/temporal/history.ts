/** Temporal's own history of a case, as its program prints it. */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import { Problem, unavailable } from '../problem.js';

export async function temporalHistories(client: Client, workflowId: string, runIds: readonly string[]) {
  const runs: { runId: string; history: unknown }[] = [];
  for (const runId of runIds) {
    try {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      runs.push({ runId, history: JSON.parse(historyToJSON(history)) as unknown });
    } catch (error) {
      if ((error as Error).name === 'WorkflowNotFoundError') {
        throw new Problem('not-found', `Temporal no longer holds the history of run ${runId}; the record does.`);
      }
      throw unavailable('Temporal cannot be reached; the timeline needs it not.');
    }
  }
  return runs;
}
