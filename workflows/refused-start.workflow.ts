/** Records that somebody started a case past the API, however long the record is away. */
import { proxyActivities } from '@temporalio/workflow';
import type { RefusedStart, StartActivities } from './messages.js';

const { recordRefusedStart } = proxyActivities<StartActivities>({
  // An append takes milliseconds; a store that hangs is tried again rather than waited for.
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

export async function refusedStart(start: RefusedStart): Promise<void> {
  await recordRefusedStart(start);
}
