/** The texts beside entries, as they are handed out with them. */
import type { Entry } from './entry.js';
import type { RecordStore } from './record-store.js';

/** Their lines, by their hash; those that were erased are missing. */
export async function textsOf(
  store: Pick<RecordStore, 'texts'>,
  entries: readonly Entry[],
): Promise<Record<string, string>> {
  const streams = new Map<string, Set<string>>();
  for (const { stream, beside = {} } of entries) {
    const hashes = streams.get(stream) ?? new Set();
    for (const hash of Object.values(beside)) hashes.add(hash);
    streams.set(stream, hashes);
  }
  const found: Record<string, string> = {};
  for (const [stream, hashes] of streams) {
    for (const { hash, line } of await store.texts(stream)) if (hashes.has(hash)) found[hash] = line;
  }
  return found;
}
