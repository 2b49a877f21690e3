/** Sees to it that the record knows the key that this API stamps with, before it stamps anything. */
import type { Instant } from '../../domain/instant.js';
import type { RecordStore } from '../../record/record-store.js';
import { HOUSE, nextKeyEntry, withKey } from '../../record/stamp-keys.js';
import type { StampKey } from '../../record/stamp-keys.js';
import type { Stamper } from '../temporal/stamp.js';

/**
 * Enters the end of any other key and the beginning of this one, where the record does not have them.
 * @returns since when this key is in force
 * @throws {RecordUnavailable}
 */
export async function enterStampKey(
  store: RecordStore,
  stamper: Stamper,
  accept: () => Promise<Instant>,
): Promise<Instant> {
  const publicKey = stamper.publicKey();
  let keys: readonly StampKey[] = (await store.read(HOUSE)).reduce(withKey, []);
  const next = (now: Instant) => nextKeyEntry(keys, publicKey, now);
  // Only a key that is not in force yet needs an instant, for which Temporal is asked.
  const now = next('') ? await accept() : '';
  while (next(now)) {
    await store.appendNext(
      HOUSE,
      () => next(now),
      (entry) => (keys = withKey(keys, entry)),
    );
  }
  return keys.find(({ to }) => to === undefined)?.from ?? now;
}
