/**
 * Which keys may sign a checkpoint. A key is in force for trees that hold the entry with which it begins and not the one
 * with which it ended: by the place in the log, so that no clock and nobody's word is needed.
 */
import { isSignedBy, NoteFault, parseVerifierKey } from './note.js';
import type { SignedNote, VerifierKey } from './note.js';
import type { SealKeyBody } from './streams.js';

export interface SealKey {
  key: VerifierKey;
  /** Index of the leaf of its entry in the log. */
  from: number;
  /** Of the entry that ended it. */
  to?: number;
}

/** The keys after one more entry of the stream `seal-keys`; `index` is that of its leaf. What is no key adds none. */
export function withSealKey(keys: readonly SealKey[], body: SealKeyBody, index: number): readonly SealKey[] {
  const key = keyIn(body.key);
  if (!key) return keys;
  const isIts = (one: SealKey): boolean => one.to === undefined && isSameKey(one.key, key);
  if (body.type === 'seal-key-ended') return keys.map((one) => (isIts(one) ? { ...one, to: index } : one));
  return keys.some(isIts) ? keys : [...keys, { key, from: index }];
}

/** Those that may sign the tree of this size. */
export const inForce = (keys: readonly SealKey[], size: number): VerifierKey[] =>
  keys.filter(({ from, to }) => from < size && (to === undefined || size <= to)).map(({ key }) => key);

export const isSameKey = (one: VerifierKey, other: VerifierKey): boolean =>
  one.name === other.name && one.algorithm === other.algorithm && one.publicKey.equals(other.publicKey);

/**
 * Whom to believe, checkpoint by checkpoint from the beginning: the keys that are known from elsewhere, or the log's
 * first; then also those of which an entry is sealed by somebody who was believed before.
 */
export class Believed {
  private readonly believed: VerifierKey[];

  constructor(
    private readonly keys: readonly SealKey[],
    known?: readonly VerifierKey[],
  ) {
    const first = Math.min(...keys.map(({ from }) => from));
    this.believed = [...(known ?? keys.filter(({ from }) => from === first).map(({ key }) => key))];
  }

  /** The fault of a checkpoint's signatures as a sentence, or `undefined`. */
  judge(note: SignedNote, size: number): string | undefined {
    const signers = inForce(this.keys, size).filter((key) => isSignedBy(note, key));
    if (signers.length === 0) return this.whyNot(note);
    if (!signers.some((key) => this.believed.some((one) => isSameKey(one, key)))) {
      return `It is signed by ${signers.map(({ keyId }) => keyId).join(', ')}, for which no key before vouches.`;
    }
    for (const { key, from } of this.keys) {
      if (from < size && !this.believed.some((one) => isSameKey(one, key))) this.believed.push(key);
    }
    return undefined;
  }

  private whyNot(note: SignedNote): string {
    const other = this.keys.find(({ key }) => isSignedBy(note, key));
    if (!other) return 'No key of the log has signed it.';
    return `It is signed by ${other.key.keyId}, which was not in force for a log of this size.`;
  }
}

function keyIn(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof NoteFault) return undefined;
    throw error;
  }
}
