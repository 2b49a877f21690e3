/**
 * Has the record sealed again and again: one for each agreement, by its id, so that the server itself lets no second one
 * run beside it. Not a schedule of Temporal's: how often a checkpoint is signed depends on whether a case is open, which
 * the record says and no calendar knows; a round that takes long delays the next and is never doubled; and who lists
 * workflows sees one, with what it did last.
 */
import {
  CancellationScope,
  continueAsNew,
  log,
  proxyActivities,
  setDefaultSignalHandler,
  setDefaultUpdateHandler,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow';
import type { SealActivities, SealStart } from './messages.js';

const { sealRecord } = proxyActivities<SealActivities>({
  // The first round of a process reads the whole record; any other takes milliseconds.
  startToCloseTimeout: '1 hour',
  // A worker that died is noticed within this, and another one seals.
  heartbeatTimeout: '15 s',
  // The record, or a worker that has the key, may be away for long: nothing makes sealing pointless.
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

/** A run's history stays at some thousand events. */
const MOST_ROUNDS = 500;

const EVERY_MS = 60_000;

export async function seal(start: SealStart): Promise<never> {
  // Temporal's own cancel stops nothing (RULES 6).
  return await CancellationScope.nonCancellable(async () => {
    setDefaultSignalHandler((name) => log.warn('The seal takes no signal', { name }));
    setDefaultUpdateHandler((name) => ({ refused: `The seal takes no update "${name}".` }));
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const begun = Date.now();
      const { size, openCases, rewritten } = await sealRecord({ agreement: start.agreement });
      const wrong = rewritten.length === 0 ? '' : ` Not what was sealed: ${rewritten.join(', ')}.`;
      setCurrentDetails(`${size} lines in the log; ${openCases} cases open.${wrong}`);
      await sleep(Math.max(1, begun + (start.everyMs ?? EVERY_MS) - Date.now()));
    }
    return await continueAsNew<typeof seal>(start);
  });
}
