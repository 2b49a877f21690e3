/** The public keys of the API's stamps, as the record's stream `house` lists them: entered once, never removed. */
import { createHash, createPublicKey } from 'node:crypto';
import type { Entry } from './entry.js';

/** The stream of the API's own entries. */
export const HOUSE = 'house';

export interface StampKey {
  /** SHA-256, hex, of the public key (SubjectPublicKeyInfo, DER). */
  keyId: string;
  /** PEM. */
  publicKey: string;
  /** UTC; counts for what was accepted from then on … */
  from: string;
  /** … and, once another key has taken its place, until then. */
  to?: string;
}

export interface StampKeyEntered extends StampKey {
  type: 'stamp-key';
  at: string;
}

export function keyIdOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

/** The keys after one more entry of the stream. A second entry with the same beginning only says when it ended. */
export function withKey(keys: readonly StampKey[], { stream, body }: Entry): readonly StampKey[] {
  if (stream !== HOUSE || !isKey(body)) return keys;
  const { keyId, publicKey, from, to } = body;
  const others = keys.filter((key) => key.keyId !== keyId || key.from !== from);
  const before = keys.find((key) => !others.includes(key));
  const end = before?.to ?? to;
  return [...others, { keyId, publicKey, from, ...(end === undefined ? {} : { to: end }) }];
}

const isKey = (body: unknown): body is StampKeyEntered =>
  typeof body === 'object' && body !== null && (body as { type?: unknown }).type === 'stamp-key';

/** Nothing was stamped by another key before the first. */
const EVER = '1970-01-01T00:00:00.000Z';

/**
 * What must be entered so that `publicKey` is the one in force from `now` on, one entry at a time: first the end of
 * any other, then its own beginning. `undefined` when the stream says so already.
 */
export function nextKeyEntry(keys: readonly StampKey[], publicKey: string, now: string): StampKeyEntered | undefined {
  const keyId = keyIdOf(publicKey);
  const open = keys.filter(({ to }) => to === undefined);
  const other = open.find((key) => key.keyId !== keyId);
  if (other) return { type: 'stamp-key', at: now, ...other, to: now };
  if (open.length > 0) return undefined;
  return { type: 'stamp-key', at: now, keyId, publicKey, from: keys.length === 0 ? EVER : now };
}
