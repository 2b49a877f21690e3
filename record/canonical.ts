/** Canonical JSON (RFC 8785) and hashes: the only bytes that are ever hashed or signed. */
import { createHash } from 'node:crypto';
import canonicalizePackage from 'canonicalize';

/** A CommonJS package whose types describe its ESM twin. */
const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

/** JSON.stringify escapes nothing else as `\ud…`; a backslash of the text itself comes doubled. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/**
 * @throws {TypeError} for what JSON cannot say the same way everywhere: lone surrogates, NaN, infinities, nothing
 */
export function canonicalJson(value: unknown): string {
  const text = written(value);
  if (text === undefined) throw new TypeError('Nothing to write: the value has no JSON form.');
  if (LONE_SURROGATE.test(text)) throw new TypeError('The text holds half of a surrogate pair; it has no UTF-8 form.');
  return text;
}

function written(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw new TypeError(`Nothing to write: ${(error as Error).message}.`, { cause: error });
  }
}

/** SHA-256 (FIPS 180-4) in lower-case hex. */
export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of the canonical JSON. */
export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));
