/**
 * Which keys payloads are encrypted with, by name: each process enters the name of its key before it encrypts anything,
 * the API in the stream `house`, the workers in `workers`. So a worker that lacks a key knows that what it cannot read
 * was one of ours, and waits; and what no entry names was never one of ours, for ever.
 */
import type { Entry } from './entry.js';
import type { RecordStore } from './record-store.js';

export interface CodecKeyEntered {
  type: 'codec-key';
  /** UTC. */
  at: string;
  name: string;
}

/** Names of keys, with the instant of their first entry. */
export type EnteredCodecKeys = ReadonlyMap<string, string>;

export const noCodecKeys: EnteredCodecKeys = new Map();

export function withCodecKey(keys: EnteredCodecKeys, { body }: Entry): EnteredCodecKeys {
  if (!isEntered(body) || keys.has(body.name)) return keys;
  return new Map([...keys, [body.name, body.at]]);
}

const isEntered = (body: unknown): body is CodecKeyEntered =>
  typeof body === 'object' && body !== null && (body as { type?: unknown }).type === 'codec-key';

/** Each call reads on from where the last one ended; it rejects while the record is away. */
export function codecKeysReader(
  store: Pick<RecordStore, 'reader'>,
  streams: readonly string[],
): () => Promise<EnteredCodecKeys> {
  const readers = streams.map((stream) => store.reader(stream));
  let keys = noCodecKeys;
  return async () => {
    for (const readOn of readers) keys = (await readOn()).reduce(withCodecKey, keys);
    return keys;
  };
}

/**
 * Enters the key that this process encrypts with, where `stream` does not name it yet.
 * @throws {Error} where `stream` says that payloads are encrypted, and this process has no key to do so
 */
export async function enterCodecKey(
  store: RecordStore,
  stream: string,
  name: string | undefined,
  now: () => string,
): Promise<void> {
  let keys = (await store.read(stream)).reduce(withCodecKey, noCodecKeys);
  if (name === undefined) {
    if (keys.size === 0) return;
    throw new Error(
      `The record says that payloads are encrypted (keys ${[...keys.keys()].join(', ')}); HOLDFIRE_CODEC_KEYS_FILE must name the file of these keys.`,
    );
  }
  const next = (): CodecKeyEntered | undefined => (keys.has(name) ? undefined : { type: 'codec-key', at: now(), name });
  if (next()) await store.appendNext(stream, next, (entry) => (keys = withCodecKey(keys, entry)));
}
