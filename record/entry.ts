/** One entry of a stream: a canonical JSON line that names the hash of the line before it. */
import { blanked, isBeside } from './beside.js';
import type { Beside } from './beside.js';
import { canonicalJson, sha256Hex } from './canonical.js';

export interface Entry<Body = unknown> {
  /** 2 where texts of its body lie beside it (`beside.ts`). */
  schema: 1 | 2;
  /** `case/CASEID`, `intake`, `house`, `workers`. */
  stream: string;
  /** From 1, without gaps. */
  seq: number;
  /** SHA-256, hex, of the line before, without its newline; 64 zeros for the first. */
  prev: string;
  /** When it was written, UTC; the instants that count are in the body. */
  recordedAt: string;
  /** As it was decided, with its texts in their places. */
  body: Body;
  /** Places of the body whose text lies beside the line, and its hash; the line holds `null` there. */
  beside?: Beside;
  /** Of those, the places whose text was erased: `[erased]` stands there. No part of the line. */
  erased?: readonly string[];
}

export const FIRST_PREV = '0'.repeat(64);

/** The line as it stands in the store, whether its texts are in their places or not. */
export const entryLine = ({ erased: _, ...entry }: Entry): string =>
  canonicalJson(entry.beside ? { ...entry, body: blanked(entry.body, entry.beside) } : entry);

export const lineHash = (line: string): string => sha256Hex(line);

/** `undefined` for what is no whole entry: the remains of a write that was interrupted. */
export function parseLine(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @throws {Error} for a line that no writer of ours entered */
export function entryOf(stream: string, line: string): Entry {
  const entry = parseLine(line);
  if (!entry) throw new Error(`A line of ${stream} is no entry.`);
  return entry;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, stream, seq, prev, recordedAt, beside } = value as Partial<Entry>;
  return (
    (schema === 1 ? beside === undefined : schema === 2 && isBeside(beside)) &&
    !('erased' in value) &&
    typeof stream === 'string' &&
    Number.isSafeInteger(seq) &&
    typeof prev === 'string' &&
    typeof recordedAt === 'string' &&
    'body' in value
  );
}

/** The first fault of a stream in words, or `undefined`: numbers, names, hashes and canonical form. */
export function verifyChain(stream: string, lines: readonly string[]): string | undefined {
  let prev = FIRST_PREV;
  for (const [index, line] of lines.entries()) {
    const at = `${stream}, entry ${index + 1}`;
    const entry = parseLine(line);
    if (!entry) return `${at}: this is no entry.`;
    if (entry.stream !== stream) return `${at}: it belongs to ${entry.stream}.`;
    if (entry.seq !== index + 1) return `${at}: it is numbered ${entry.seq}.`;
    if (entry.prev !== prev) return `${at}: it does not follow the entry before it.`;
    if (!isCanonical(entry, line)) return `${at}: it is not in canonical form.`;
    prev = lineHash(line);
  }
  return undefined;
}

/** What JSON can be read from and canonical JSON cannot say (`1e999`, half a surrogate pair) is a fault like others. */
function isCanonical(entry: Entry, line: string): boolean {
  try {
    return entryLine(entry) === line;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}
