/** What an entry of the stream `erasures` decides, as the stores carry it out. */
import type { ErasureBody } from '../domain/erasure/erasure.js';
import type { RecordStore } from './record-store.js';

export const ERASURES = 'erasures';

export interface Decided {
  /** Hashes of texts by the stream beside which they lie. */
  texts: Map<string, Set<string>>;
  objects: string[];
}

/** @throws {Error} where the entry is none, or decides nothing */
export async function decisionOf(store: Pick<RecordStore, 'read'>, seq: number): Promise<Decided> {
  const [entry] = await store.read(ERASURES, seq);
  const body = entry?.seq === seq ? (entry.body as ErasureBody) : undefined;
  if (body?.type !== 'erasure-decided') throw new Error(`Entry ${seq} of ${ERASURES} decides no erasure.`);
  const texts = new Map<string, Set<string>>();
  for (const { stream, hash } of body.texts) texts.set(stream, (texts.get(stream) ?? new Set()).add(hash));
  return { texts, objects: body.objects };
}
