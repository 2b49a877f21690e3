/**
 * Checkpoints (C2SP tlog-checkpoint): how many leaves the log has and their root, signed. A line more than the format
 * asks for says when it was signed, so that one can be told from the next also when nothing new came.
 */
import { formatNote, isSignedBy, NoteFault, parseNote, signText } from './note.js';
import type { SignedNote, VerifierKey } from './note.js';
import type { KeyObject } from 'node:crypto';

export interface Checkpoint {
  /** The name of the log, which is that of its keys. */
  origin: string;
  size: number;
  root: Buffer;
  /** UTC with milliseconds; absent in checkpoints of other logs. */
  at?: string;
}

const AT = /^at (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)$/;

export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n${at === undefined ? '' : `at ${at}\n`}`;
}

/** @throws {NoteFault} */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...more] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  const isSound =
    origin !== '' &&
    /^(0|[1-9]\d{0,15})$/.test(size) &&
    Number.isSafeInteger(Number(size)) &&
    root.length === 32 &&
    root.toString('base64') === encoded &&
    more.at(-1) === '';
  // Further lines are others' business; an empty one would end the text.
  if (!isSound || more.slice(0, -1).includes('')) throw new NoteFault('This is no checkpoint of a log.');
  const at = more.map((line) => AT.exec(line)?.[1]).find((found) => found !== undefined);
  return { origin, size: Number(size), root, ...(at === undefined ? {} : { at }) };
}

/** Signed by each key, in this order. */
export function signCheckpoint(checkpoint: Checkpoint, keys: readonly KeyObject[]): string {
  const text = checkpointText(checkpoint);
  return formatNote({ text, signatures: keys.map((key) => signText(text, checkpoint.origin, key)) });
}

export interface OpenedCheckpoint extends Checkpoint {
  note: SignedNote;
  /** Those of the keys that signed it; at least one. */
  signers: VerifierKey[];
}

/**
 * The checkpoint that a note holds.
 * @param keys those that the reader trusts for this log; one of them must have signed
 * @throws {NoteFault} with a sentence where it is none, or nobody whom the reader trusts signed it
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const signed = parseNote(note);
  const checkpoint = parseCheckpoint(signed.text);
  const signers = keys.filter((key) => key.name === checkpoint.origin && isSignedBy(signed, key));
  if (signers.length === 0) throw new NoteFault('The checkpoint is not signed by a key of this log.');
  return { ...checkpoint, note: signed, signers };
}
