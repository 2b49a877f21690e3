/** Canonical JSON (RFC 8785) and hashes: the only bytes that are ever hashed or signed. */
import { createHash } from 'node:crypto';
import canonicalizePackage from 'canonicalize';

/** A CommonJS package whose types describe its ESM twin. */
const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * @throws {TypeError} for what JSON cannot say the same way everywhere: lone surrogates, NaN, infinities, nothing
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Nothing to write: the value has no JSON form.');
  if (LONE_SURROGATE.test(text)) throw new TypeError('The text holds half of a surrogate pair; it has no UTF-8 form.');
  return text;
}

/** SHA-256 (FIPS 180-4) in lower-case hex. */
export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of the canonical JSON. */
export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));
