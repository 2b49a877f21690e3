/** The stamp keys of one world as its record holds them at the moment of asking. */
import type { RecordStore } from '../record/record-store.js';
import { HOUSE, withKey } from '../record/stamp-keys.js';
import type { StampKey } from '../record/stamp-keys.js';

/**
 * Answers the keys; each call reads on from where the last one ended, so that a key that was entered, or ended, a
 * moment ago counts. The answer rejects while the record cannot be read or holds no key yet.
 */
export function keysOf(store: RecordStore): () => Promise<readonly StampKey[]> {
  const readOn = store.reader(HOUSE);
  let keys: readonly StampKey[] = [];
  return async () => {
    keys = (await readOn()).reduce(withKey, keys);
    if (keys.length > 0) return keys;
    throw new Error('The record holds no stamp key yet; commands are judged once an API has started on it.');
  };
}
