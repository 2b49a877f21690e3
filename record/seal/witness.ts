/**
 * What a witness decides about a checkpoint that it is shown: whether the log went on from all that it has seen. Pure;
 * who fetches, keeps and shouts is `cli/witness/`.
 */
import { openCheckpoint } from './checkpoint.js';
import type { OpenedCheckpoint } from './checkpoint.js';
import { verifyConsistency } from './merkle.js';
import { NoteFault } from './note.js';
import type { VerifierKey } from './note.js';

export interface Seen {
  /** The last checkpoint that was good, as a note. */
  checkpoint: string;
}

/** Sentences that begin with what it is, for whoever is woken by them. */
export type Alarm = {
  kind: 'fork' | 'rollback' | 'signature' | 'origin';
  says: string;
};

export type Judged = { good: OpenedCheckpoint } | { alarm: Alarm };

/** What is to be asked of the log before a checkpoint can be judged; nothing where sizes say it all. */
export function proofWanted(
  seen: OpenedCheckpoint | undefined,
  shown: OpenedCheckpoint,
): { from: number; to: number } | undefined {
  return seen && seen.size > 0 && seen.size < shown.size ? { from: seen.size, to: shown.size } : undefined;
}

/** @param keys of the log that the witness believes */
export function opened(note: string, keys: readonly VerifierKey[]): Judged {
  try {
    return { good: openCheckpoint(note, keys) };
  } catch (error) {
    if (!(error instanceof NoteFault)) throw error;
    return { alarm: { kind: 'signature', says: `BAD SIGNATURE: ${error.message}` } };
  }
}

/** @param proof the log's answer to {@link proofWanted} */
export function judge(seen: OpenedCheckpoint | undefined, shown: OpenedCheckpoint, proof: readonly Buffer[]): Judged {
  if (!seen) return { good: shown };
  const [was, is] = [wordsOf(seen), wordsOf(shown)];
  if (seen.origin !== shown.origin) {
    return { alarm: { kind: 'origin', says: `ANOTHER LOG: ${shown.origin} is shown where ${seen.origin} was.` } };
  }
  if (shown.size < seen.size) {
    return {
      alarm: { kind: 'rollback', says: `ROLLBACK: the log had ${was}, and is shown with ${is}. Lines were taken out.` },
    };
  }
  const isSame = verifyConsistency({ from: seen.size, to: shown.size, path: proof }, seen.root, shown.root);
  if (isSame) return { good: shown };
  const says = `FORK: the log had ${was}, and what is shown now (${is}) does not go on from it. There are two histories.`;
  return { alarm: { kind: 'fork', says } };
}

const wordsOf = ({ size, root, at }: OpenedCheckpoint): string =>
  `${size} lines with the root ${root.toString('hex').slice(0, 16)}…${at === undefined ? '' : `, signed ${at}`}`;
