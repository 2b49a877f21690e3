/**
 * The few things of `node:crypto` that the record's check asks for, in a browser: SHA-256 and Ed25519, at once and not
 * as promises. The bundle of the board takes this in its place (`vite.config.mjs`); its spec holds it against the other.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === 'string' ? utf8ToBytes(data) : data);

export function createHash(_: string): { update: (data: string | Uint8Array) => { digest: (_: string) => string } } {
  return { update: (data) => ({ digest: () => bytesToHex(sha256(bytesOf(data))) }) };
}

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): these bytes, then the 32 of the key. */
const PREFIX = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);
const KEY_BYTES = 32;

const PEM = /^-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)-----END PUBLIC KEY-----\s*$/;

/** @throws {Error} for what is no Ed25519 key */
function keyOf(pem: string): Uint8Array {
  const text = PEM.exec(pem)?.[1] ?? '';
  const der = Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (one) => one.charCodeAt(0));
  if (der.length !== PREFIX.length + KEY_BYTES || PREFIX.some((byte, index) => der[index] !== byte))
    throw new Error('This is no Ed25519 public key.');
  return der.slice(PREFIX.length);
}

/** @throws {Error} for what is no Ed25519 key */
export function createPublicKey(pem: string): { export: (_: object) => Uint8Array } {
  const der = concatBytes(PREFIX, keyOf(pem));
  return { export: () => der };
}

export function verify(_: null, data: Uint8Array, pem: string, signature: Uint8Array): boolean {
  // As in OpenSSL: a signature of another length, or a point that is none, is simply not one.
  if (signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, data, keyOf(pem), { zip215: false });
  } catch {
    // Said by whoever asks.
    return false;
  }
}

/** Nothing of a check is random; whoever writes entries beside it asks for this. */
export function randomBytes(size: number): { toString: (_: string) => string } {
  const bytes = crypto.getRandomValues(new Uint8Array(size));
  return { toString: () => bytesToHex(bytes) };
}
