/** What a witness keeps between two looks, in one file of its own: whom it believes, what it saw, and what it shouted. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Kept {
  /** Verifier keys of the log. */
  keys: string[];
  /** The last good checkpoint. */
  checkpoint?: string;
  /** Shouted until a person has looked into it and takes it out of the file. */
  alarm?: { says: string; checkpoint: string; since: string };
}

/** @throws {Error} where the file is no such file: a witness that forgot what it saw is none */
export function readKept(path: string): Kept | undefined {
  if (!existsSync(path)) return undefined;
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  if (!Array.isArray(kept.keys)) throw new Error(`${path} is not what a witness keeps.`);
  return kept;
}

/** Whole or not at all. */
export function writeKept(path: string, kept: Kept): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { flush: true });
  renameSync(draft, path);
}

/** Its own private key, Ed25519, PEM; made where there is none. */
export function witnessKey(path: string): KeyObject {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  return createPrivateKey(readFileSync(path));
}
