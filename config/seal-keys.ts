/**
 * The private keys of the seals (Ed25519), which the workers have: the first in the file seals; those after it are the
 * keys before it, and sign beside until they are taken out. Made in the data folder where none is given.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const BLOCK = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/g;

/**
 * Reads the file; makes one (mode 0600) where there is none, which production has refused before.
 * @throws {Error} with one sentence that names the file, and never what is in it
 */
export function sealKeysOfFile(path: string): KeyObject[] {
  if (!existsSync(path)) make(path);
  const blocks = readFileSync(path, 'utf8').match(BLOCK) ?? [];
  const keys = blocks.map((pem, index) => keyOf(pem, `${path}, key ${index + 1}`));
  if (keys.length > 0) return keys;
  throw new Error(`HOLDFIRE_SEAL_KEY_FILE (${path}) holds no private key; an Ed25519 key, PEM, is needed.`);
}

function keyOf(pem: string, place: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The reason of the library may quote what it read.
  }
  throw new Error(`HOLDFIRE_SEAL_KEY_FILE (${place}): this is no Ed25519 private key, PEM.`);
}

/** Whole or not at all: several workers of one host may start at the same moment, and all read what one of them made. */
function make(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    // Another process was first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}
