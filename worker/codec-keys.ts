/** Which keys our processes encrypt with, as the record holds them at the moment of asking. */
import { atMost } from '../activities/at-most.js';
import { RECORD_PATIENCE_MS } from '../activities/record.js';
import { codecKeysReader } from '../record/codec-keys.js';
import type { EnteredCodecKeys } from '../record/codec-keys.js';
import type { RecordStore } from '../record/record-store.js';
import { HOUSE } from '../record/stamp-keys.js';
import { WORKERS } from '../workflows/messages.js';

/** Rejects while the record is away: a workflow's task does not wait for it for ever. */
export function codecKeysOf(store: RecordStore): () => Promise<EnteredCodecKeys> {
  const read = codecKeysReader(store, [HOUSE, WORKERS]);
  return async () => {
    const known = await atMost(RECORD_PATIENCE_MS, read());
    if (!known) throw new Error('The record does not answer; whose key this is cannot be known.');
    return known;
  };
}
