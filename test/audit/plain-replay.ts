/** What the SDK's own replay says of the history in a bundle. */
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { bundleIn } from '../../record/bundle/read-bundle.js';
import { replayable } from '../../record/verify/replayable.js';
import { replayOptions } from '../../worker/run-world.js';
import type { Editable } from './sealed-bundle.js';

export async function plainReplay(files: Editable): Promise<string> {
  const { record } = bundleIn(files);
  if (!record) return 'nothing to replay';
  // By its file, for its entry may name another.
  const [run] = Object.values(record.runs);
  const { keys } = replayable(record);
  try {
    await Worker.runReplayHistory(await replayOptions(keys), historyFromJSON(run), 'case/test/UA-23');
    return 'green';
  } catch (error) {
    return `red: ${(error as Error).message.slice(0, 60)}`;
  }
}
