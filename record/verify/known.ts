/** What the reader of a bundle knows from elsewhere, from the words of a command line. */
import { readFileSync } from 'node:fs';
import { parseVerifierKey } from '../seal/note.js';
import type { VerifyOptions } from './verify-bundle.js';

export interface Said {
  /** Ids with commas. */
  stampKeys?: string;
  sealKeys?: readonly string[];
  /** Files. */
  checkpoints?: readonly string[];
}

/** @throws {Error} for a key that is none, or a file that cannot be read */
export function knownOf({ stampKeys, sealKeys = [], checkpoints = [] }: Said): VerifyOptions {
  return {
    ...(stampKeys === undefined ? {} : { trusted: stampKeys.split(',') }),
    ...(sealKeys.length === 0 ? {} : { logKeys: sealKeys.map(parseVerifierKey) }),
    ...(checkpoints.length === 0 ? {} : { checkpoints: checkpoints.map((file) => readFileSync(file, 'utf8')) }),
  };
}
