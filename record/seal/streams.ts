/** The streams of the log itself, and what their entries hold. `record/FORMAT.md`, "Seals", is written to the same end. */
import type { Entry } from '../entry.js';

/** Leaves and checkpoints in the order of the log; written by whoever seals. */
export const SEALS = 'seals';
/** The keys that sign checkpoints; sealed like every other stream. */
export const SEAL_KEYS = 'seal-keys';
/** What witnesses signed; written by the API. */
export const COSIGNATURES = 'cosignatures';

/** The log does not hold what is only written because of it: nothing would ever come to rest. */
export const isSealed = (stream: string): boolean => stream !== SEALS && stream !== COSIGNATURES;

/** Lines that follow each other in one stream, as leaves that follow each other in the log. */
export interface LeafRun {
  stream: string;
  /** Of the first of them. */
  seq: number;
  /** SHA-256, hex, of each line. */
  hashes: string[];
}

export interface LeavesBody {
  type: 'leaves';
  leaves: LeafRun[];
}

export interface CheckpointBody {
  type: 'checkpoint';
  /** Of all leaves that stand before it in the stream, signed. */
  note: string;
}

export type SealBody = LeavesBody | CheckpointBody;

export interface SealKeyBegun {
  type: 'seal-key';
  at: string;
  /** `NAME+KEYID+KEY`; its name is that of the log. */
  key: string;
}

export interface SealKeyEnded {
  type: 'seal-key-ended';
  at: string;
  key: string;
}

export type SealKeyBody = SealKeyBegun | SealKeyEnded;

export interface CosignatureBody {
  type: 'cosignature';
  at: string;
  /** Of the witness, as this installation lists it. */
  verifier: string;
  /** The checkpoint's text with the witness's signature alone. */
  note: string;
}

/** What stands in the stream `seals` where nobody who knows the format wrote it. */
export class NotALog extends Error {
  constructor(
    readonly seq: number,
    says: string,
  ) {
    super(says);
    this.name = 'NotALog';
  }
}

/** @throws {NotALog} for what is no entry of the stream `seals` */
export function sealBody({ seq, body }: Entry): SealBody {
  if (isObject(body) && body['type'] === 'checkpoint' && typeof body['note'] === 'string') {
    return { type: 'checkpoint', note: body['note'] };
  }
  if (isObject(body) && body['type'] === 'leaves' && Array.isArray(body['leaves']) && body['leaves'].every(isRun)) {
    return { type: 'leaves', leaves: body['leaves'] };
  }
  throw new NotALog(seq, `Entry ${seq} of ${SEALS} holds neither leaves nor a checkpoint.`);
}

/** `undefined` for entries of other kinds and streams. */
export function sealKeyBody({ stream, body }: Entry): SealKeyBody | undefined {
  if (stream !== SEAL_KEYS || !isObject(body) || typeof body['key'] !== 'string') return undefined;
  const { type, at, key } = body;
  if ((type !== 'seal-key' && type !== 'seal-key-ended') || typeof at !== 'string') return undefined;
  return { type, at, key };
}

function isRun(value: unknown): value is LeafRun {
  if (!isObject(value) || typeof value['stream'] !== 'string' || !Number.isSafeInteger(value['seq'])) return false;
  const { hashes } = value;
  return Array.isArray(hashes) && hashes.length > 0 && hashes.every(isHex);
}

const isHex = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
