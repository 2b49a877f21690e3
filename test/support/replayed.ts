/**
 * Verifies the record of a case as an auditor would, and replays every run of it against the code as it is now; fails
 * where it would have acted otherwise. With HOLDFIRE_RECORD_HISTORIES=1 the runs that have a name are kept in
 * `workflows/histories/`, for every later release.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { BEHAVIOURS } from '../../domain/case/behaviours.js';
import { HOUSE, withKey } from '../../record/stamp-keys.js';
import type { StampKey } from '../../record/stamp-keys.js';
import { caseWorkflowId } from '../../workflows/messages.js';
import { replayOptions } from '../../worker/run-world.js';
import type { CaseStory } from './case-story.js';
import type { Product } from './product.js';
import { HISTORIES } from './recorded-histories.js';

export async function replayed(product: Product, story: CaseStory, name?: string): Promise<void> {
  expect(await story.faultsOfRecord()).toEqual([]);
  const { sector, temporal } = await story.read();
  const workflowId = caseWorkflowId(product.settings.agreement, sector);
  for (const [index, runId] of temporal.runIds.entries()) {
    const run = temporal.runIds.length > 1 ? `.run-${index + 1}` : '';
    await replayedRun(product, workflowId, { runId, ...(name === undefined ? {} : { name: `${name}${run}` }) });
  }
}

/** One run of any workflow, by default the latest. */
export async function replayedRun(
  product: Product,
  workflowId: string,
  { runId, name }: { runId?: string; name?: string } = {},
): Promise<void> {
  const keys = (await product.record(HOUSE)).reduce(withKey, [] as readonly StampKey[]);
  const history = await product.history(workflowId, runId);
  await Worker.runReplayHistory(await replayOptions(keys), history, workflowId);
  if (name === undefined || process.env['HOLDFIRE_RECORD_HISTORIES'] !== '1') return;
  mkdirSync(HISTORIES, { recursive: true });
  // Named by the behaviours that they show: later releases keep replaying them under these.
  const file = join(HISTORIES, `${Math.max(...BEHAVIOURS)}-${name}.json.gz`);
  writeFileSync(file, gzipSync(JSON.stringify(JSON.parse(historyToJSON(history))), { level: 9 }));
}
