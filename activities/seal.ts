/**
 * Sealing (record/seal/): one sealer for a process, which has read the record once and follows it. It is opened by the
 * first round that comes to this process, and anew after a failure to open.
 */
import { heartbeat } from '@temporalio/activity';
import { Sealer } from '../record/seal/sealer.js';
import type { RecordStore } from '../record/record-store.js';
import type { KeyObject } from 'node:crypto';
import type { SealActivities } from '../workflows/messages.js';
import type { Log } from './log.js';

/** Reading a whole record takes longer than the server waits for a sign of life. */
const BEAT_MS = 5000;

export interface Sealing {
  store: RecordStore;
  sealKeys: readonly KeyObject[];
  clock: () => number;
  log: Log;
}

export function sealing({ store, sealKeys, clock, log }: Sealing): SealActivities['sealRecord'] {
  let opened: Promise<Sealer> | undefined;
  return async ({ agreement }) => {
    const beat = setInterval(() => heartbeat(), BEAT_MS);
    try {
      opened ??= Sealer.open({ store, agreement, keys: sealKeys, clock });
      const sealer = await opened.catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const round = await sealer.seal();
      if (round.rewritten.length > 0) {
        log.error({ streams: round.rewritten }, 'The record holds something else than what was sealed of it.');
      }
      return round;
    } catch (error) {
      log.error({ err: error }, 'The record could not be sealed now.');
      throw error;
    } finally {
      clearInterval(beat);
    }
  };
}
