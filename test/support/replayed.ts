/** Replays every run of a case against the code as it is now; fails where it would have acted otherwise. */
import { Worker } from '@temporalio/worker';
import { caseWorkflowId } from '../../workflows/messages.js';
import { replayOptions } from '../../worker/run-world.js';
import type { CaseStory } from './case-story.js';
import type { Product } from './product.js';

export async function replayed(product: Product, story: CaseStory): Promise<void> {
  const { sector, temporal } = await story.read();
  const workflowId = caseWorkflowId(product.settings.agreement, sector);
  for (const runId of temporal.runIds) {
    const history = await product.server.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    await Worker.runReplayHistory(await replayOptions(), history, workflowId);
  }
}
