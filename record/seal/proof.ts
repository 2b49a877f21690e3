/**
 * What is handed out with lines of some streams so that a stranger can see that they are in the log: a checkpoint, the
 * place of each line, and one proof for all of them. Pure but for SHA-256 and Ed25519.
 */
import { lineHash, parseLine } from '../entry.js';
import { openCheckpoint } from './checkpoint.js';
import { inForce, isSameKey, withSealKey } from './keys.js';
import type { SealKey } from './keys.js';
import { hashOfLeaf } from './leaf.js';
import { proveMany, verifyMany } from './many.js';
import { NoteFault } from './note.js';
import type { VerifierKey } from './note.js';
import type { Sealed, SealedLog } from './sealed-log.js';
import { SEAL_KEYS, sealKeyBody } from './streams.js';

export interface ProvenRun {
  stream: string;
  /** Of the first line. */
  seq: number;
  count: number;
  /** Of its leaf in the log; the others follow. */
  index: number;
}

export interface SealProof {
  /** A checkpoint of the log, signed. */
  checkpoint: string;
  /** Where the lines stand in it; those of a stream beyond the last are not sealed yet. */
  runs: ProvenRun[];
  /** SHA-256, hex: what is needed beside the leaves to compute the root, from left to right. */
  hashes: string[];
}

/**
 * Of these streams as far as they are sealed, and of `seal-keys` always. `undefined` before the first checkpoint.
 * @param latest the checkpoint to prove them under, where the log may have gone on since
 */
export function proveStreams(
  log: SealedLog,
  streams: readonly string[],
  latest: Sealed | undefined = log.latest,
): SealProof | undefined {
  if (!latest) return undefined;
  const runs = [...new Set([SEAL_KEYS, ...streams])].flatMap((stream) => log.runsOf(stream, latest.size));
  const indices = runs.flatMap(({ index, count }) => Array.from({ length: count }, (_, place) => index + place));
  const hashes = proveMany(log.tree, indices, latest.size).map((hash) => hash.toString('hex'));
  return { checkpoint: latest.note, runs, hashes };
}

export interface ProofChecked {
  /** Full sentences; empty where nothing is wrong. */
  faults: string[];
  /** The last line of each stream that is sealed; those after it are newer than the checkpoint. */
  sealed: Record<string, number>;
  /** When it was sealed, by the checkpoint. */
  at?: string;
  size?: number;
  /** Keys that signed and were in force: `NAME+KEYID+KEY` (`formatVerifierKey`). */
  signers: VerifierKey[];
  /** Every key that is in force for a log of this size, as the lines of `seal-keys` say. */
  keys: VerifierKey[];
}

/**
 * Whether the lines are the leaves that the proof says, under a checkpoint that a key in force signed.
 * @param lines of each stream from its first entry on, `seal-keys` among them
 * @param known keys of the log that the reader knows from elsewhere; absent: those that the lines of `seal-keys` name
 */
export function verifyProof(
  proof: SealProof,
  lines: Readonly<Record<string, readonly string[]>>,
  known?: readonly VerifierKey[],
): ProofChecked {
  const checked: ProofChecked = { faults: [], sealed: {}, signers: [], keys: [] };
  const leaves = new Map<number, Buffer>();
  let keys: readonly SealKey[] = [];
  for (const { stream, seq, count, index } of proof.runs) {
    if (seq !== (checked.sealed[stream] ?? 0) + 1) {
      checked.faults.push(`The proof leaves out what stands before entry ${seq} of ${stream}.`);
    }
    checked.sealed[stream] = seq + count - 1;
    for (let place = 0; place < count; place += 1) {
      const line = lines[stream]?.[seq + place - 1];
      if (line === undefined) {
        checked.faults.push(`Entry ${seq + place} of ${stream} is in the log and missing here.`);
        return checked;
      }
      leaves.set(index + place, hashOfLeaf({ stream, seq: seq + place, hash: lineHash(line) }));
      const entry = stream === SEAL_KEYS ? parseLine(line) : undefined;
      const body = entry && sealKeyBody(entry);
      if (body) keys = withSealKey(keys, body, index + place);
    }
  }
  return { ...checked, ...judged(proof, leaves, keys, known, checked.faults) };
}

function judged(
  proof: SealProof,
  leaves: ReadonlyMap<number, Buffer>,
  keys: readonly SealKey[],
  known: readonly VerifierKey[] | undefined,
  before: readonly string[],
): Partial<ProofChecked> {
  const faults = [...before];
  try {
    const opened = openCheckpoint(
      proof.checkpoint,
      keys.map(({ key }) => key),
    );
    const { size, root, at } = opened;
    const signers = inForce(keys, size).filter((key) => opened.signers.some((one) => isSameKey(one, key)));
    if (signers.length === 0) faults.push('The checkpoint is signed by a key that was not in force for it.');
    else if (known && !signers.some((key) => known.some((one) => isSameKey(one, key)))) {
      faults.push(
        `The checkpoint is signed by ${signers.map(({ keyId }) => keyId).join(', ')}, which you do not know.`,
      );
    }
    const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'hex'));
    if (!verifyMany({ size, hashes }, leaves, root)) {
      faults.push('The lines are not the leaves of the log of which this is the checkpoint.');
    }
    return { faults, size, signers, keys: inForce(keys, size), ...(at === undefined ? {} : { at }) };
  } catch (error) {
    if (!(error instanceof NoteFault)) throw error;
    return { faults: [...faults, error.message] };
  }
}
