/** The stamp keys of one world as its record holds them at the moment of asking. */
import { atMost } from '../activities/at-most.js';
import { RECORD_PATIENCE_MS } from '../activities/record.js';
import { noCodecKeys, withCodecKey } from '../record/codec-keys.js';
import type { RecordStore } from '../record/record-store.js';
import { HOUSE, withKey } from '../record/stamp-keys.js';
import type { StampKey } from '../record/stamp-keys.js';

export interface KnownKeys {
  keys: readonly StampKey[];
  /** Why the record could not be asked just now: a key may be missing, and what no key verifies is not judged. */
  away?: Error;
  /** Since when the API encrypts what it says; absent: it does not. */
  encryptedSince?: string;
}

/**
 * Answers the keys; each call reads on from where the last one ended, so that a key that was entered, or ended, a
 * moment ago counts. While the record is away it answers those it knows: cases must go on, and an API can begin with
 * no other key then. It rejects where it knows none.
 */
export function keysOf(store: RecordStore): () => Promise<KnownKeys> {
  const readOn = store.reader(HOUSE);
  let keys: readonly StampKey[] = [];
  let encryptedSince: string | undefined;
  const read = async (): Promise<{ away?: Error }> => {
    try {
      const entries = await readOn();
      keys = entries.reduce(withKey, keys);
      encryptedSince ??= [...entries.reduce(withCodecKey, noCodecKeys).values()][0];
      return {};
    } catch (error) {
      return { away: error as Error };
    }
  };
  return async () => {
    const { away } = (await atMost(RECORD_PATIENCE_MS, read())) ?? { away: new Error('The record does not answer.') };
    if (keys.length > 0) return { keys, ...(away ? { away } : {}), ...(encryptedSince ? { encryptedSince } : {}) };
    throw away ?? new Error('The record holds no stamp key yet; commands are judged once an API has started on it.');
  };
}
