/**
 * The seal of a bundle: its lines are leaves of the log of the whole record, under a checkpoint that the log's key signed,
 * and that witnesses may have cosigned.
 */
import { openCheckpoint, parseCheckpoint } from '../seal/checkpoint.js';
import type { OpenedCheckpoint } from '../seal/checkpoint.js';
import { cosignedAt } from '../seal/cosignature.js';
import { NoteFault, parseNote, parseVerifierKey } from '../seal/note.js';
import type { VerifierKey } from '../seal/note.js';
import { hashOfLeaf } from '../seal/leaf.js';
import { verifyMany } from '../seal/many.js';
import { verifyProof } from '../seal/proof.js';
import type { ProofChecked, SealProof } from '../seal/proof.js';
import { SEAL_KEYS } from '../seal/streams.js';
import { ERASURES } from '../erasing.js';
import { lineHash, parseLine } from '../entry.js';
import type { Entry } from '../entry.js';
import type { BundleRecord, Checked, Fault } from './fault.js';

const FILE = 'seal/proof.json';

/** A proof as under "Seals", and one more for the lines of streams of which not all is here. */
export interface BundleProof extends SealProof {
  parts: { leaves: { stream: string; seq: number; index: number }[]; hashes: string[] };
}

export interface KnownLog {
  logKeys?: readonly VerifierKey[];
  /** Signed checkpoints. */
  checkpoints?: readonly string[];
}

export function sealed(record: BundleRecord, { logKeys, checkpoints = [] }: KnownLog): Checked {
  const step = 'seal';
  const proof = record.proof as BundleProof | undefined;
  if (proof === undefined) {
    const asked = logKeys !== undefined || checkpoints.length > 0;
    const says = 'No seal is here: nothing shows that the end of the record was not cut off, nor when it was written.';
    return {
      step,
      says,
      faults: asked ? [{ where: FILE, says: 'There is no seal to hold against what you know.' }] : [],
    };
  }
  const { caseId, entries, sent, histories, erasures = [], sealKeys } = record;
  const lines = {
    [`case/${caseId}`]: entries,
    [`sent/${caseId}`]: sent,
    [`histories/${caseId}`]: histories,
    [ERASURES]: erasures,
    [SEAL_KEYS]: sealKeys,
  };
  const checked = verifyProof(proof, lines, logKeys);
  const faults: Fault[] = checked.faults.map((says) => ({ where: FILE, says }));
  if (faults.length === 0) faults.push(...partsIn(record, proof, checked));
  for (const known of checkpoints) faults.push(...against(known, proof, [...checked.signers, ...(logKeys ?? [])]));
  const late = Object.entries(lines).flatMap(([stream, all]) => {
    const newer = all.length - (checked.sealed[stream] ?? 0);
    return newer > 0 ? [`${newer} of ${stream}`] : [];
  });
  const rest = late.length === 0 ? '' : ` Newer than it: ${late.join(', ')}.`;
  const keys = checked.signers.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
  const trust = logKeys ? '' : '. Whether that is the log’s key, ask those who published it';
  const says = `The lines are leaves of a log of ${checked.size ?? 0}, sealed at ${checked.at ?? 'an unknown time'} by ${keys}${trust}.${rest}${cosigned(record, proof)}`;
  return { step, says, faults };
}

/** Lines of which not all of the stream is here: each is a leaf, or newer than the checkpoint. */
function partsIn(record: BundleRecord, { checkpoint, parts }: BundleProof, { size = 0 }: ProofChecked): Fault[] {
  const places = new Map(parts.leaves.map(({ stream, seq, index }) => [`${stream} ${seq}`, index]));
  // A stream is sealed in its order: what is not in the log is newer than what is.
  const last = new Map<string, number>();
  for (const { stream, seq } of parts.leaves) last.set(stream, Math.max(seq, last.get(stream) ?? 0));
  const leaves = new Map<number, Buffer>();
  const faults: Fault[] = [];
  for (const line of [...record.keys, ...record.house, ...record.workers, ...record.publications]) {
    const { stream, seq } = parseLine(line) as Entry;
    const index = places.get(`${stream} ${seq}`);
    if (index !== undefined) leaves.set(index, hashOfLeaf({ stream, seq, hash: lineHash(line) }));
    else if (seq < (last.get(stream) ?? 0))
      faults.push({ where: `${stream}, entry ${seq}`, says: 'Later ones are in the log, and it is not.' });
  }
  const hashes = parts.hashes.map((hash) => Buffer.from(hash, 'hex'));
  const { root } = parseCheckpoint(parseNote(checkpoint).text);
  if (leaves.size !== places.size) faults.push({ where: FILE, says: 'It proves lines that are not here.' });
  else if (leaves.size > 0 && !verifyMany({ size, hashes }, leaves, root))
    faults.push({ where: FILE, says: 'Lines of house, workers or publications are not the leaves of this log.' });
  return faults;
}

/** A log only ever goes on: what was seen of it before is still so. */
function against(known: string, { checkpoint }: SealProof, signers: readonly VerifierKey[]): Fault[] {
  const fault = (says: string): Fault[] => [{ where: FILE, says }];
  try {
    const [theirs, ours] = [openCheckpoint(known, signers), openCheckpoint(checkpoint, signers)] as [
      OpenedCheckpoint,
      OpenedCheckpoint,
    ];
    if (ours.size < theirs.size)
      return fault(
        `The log was rolled back, or this is older: it has ${ours.size} leaves, and the one you know ${theirs.size}.`,
      );
    if (ours.size === theirs.size && !ours.root.equals(theirs.root))
      return fault(`The log is forked: of ${ours.size} leaves it has another root than the one you know.`);
    return [];
  } catch (error) {
    if (!(error instanceof NoteFault)) throw error;
    return fault(`It cannot be held against the checkpoint that you know: ${error.message}`);
  }
}

/** Witnesses by the names under which the installation lists them; who they are the reader must know. */
function cosigned({ cosignatures }: BundleRecord, { checkpoint }: SealProof): string {
  const text = parseNote(checkpoint).text;
  const seen = cosignatures.flatMap((line) => {
    const body = parseLine(line)?.body as { verifier?: string; note?: string } | undefined;
    try {
      const note = parseNote(body?.note ?? '');
      const key = parseVerifierKey(body?.verifier ?? '');
      const at = note.text === text ? cosignedAt(note, key) : undefined;
      return at === undefined ? [] : [`${key.name}+${key.keyId} at ${new Date(at * 1000).toISOString()}`];
    } catch (error) {
      if (error instanceof NoteFault) return [];
      throw error;
    }
  });
  return seen.length === 0 ? '' : ` Cosigned by ${[...new Set(seen)].join(', ')}.`;
}
