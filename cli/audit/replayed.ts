/**
 * The step `replay` of a check with the full program: the workflow's code of now decides each history again, and every
 * order is compared in full. Corroboration: a later release may order otherwise what means the same, and says so.
 */
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { BundleRecord, Checked } from '../../record/verify/fault.js';
import { replayable } from '../../record/verify/replayable.js';
import { openStrictReplay } from '../../worker/replay/strict-replay.js';

export async function replayed(record: BundleRecord): Promise<Checked> {
  const { runs, keys } = replayable(record);
  // What the replaying worker says of its own life is nobody's concern here.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const replayer = await openStrictReplay();
  const histories = runs.map(({ workflowId, history }) => ({ workflowId, history: historyFromJSON(history) }));
  const found = await replayer.replay(histories, keys);
  const faults = found.flatMap((said, index) => said.map((says) => ({ where: runs[index]?.file ?? '', says })));
  const says = `${runs.length} histories were decided again by the workflows of this program: every order is the same, with its length, inputs and answers.`;
  return { step: 'replay', says, faults };
}
