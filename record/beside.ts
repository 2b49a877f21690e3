/**
 * What lies beside an entry: each free text of its body is a line of its own, `{"salt", "text"}` in canonical form, and
 * the entry names it by the SHA-256 of that line, at its JSON Pointer, and holds `null` in its place. The chain is over
 * the names, so that a text can be erased and nothing else changes. The salt is 128 random bits, and goes with it: from
 * the hash alone no guess can be confirmed. Pure but for the salt.
 */
import { randomBytes } from 'node:crypto';
import { ERASED } from '../domain/erasure/erased.js';
import { valueAt, withAt } from '../domain/pointer.js';
import { canonicalJson, sha256Hex } from './canonical.js';
import { freeText } from './free-text.js';

/** SHA-256, hex, of the line of each text, by the pointer to its place in the body. */
export type Beside = Readonly<Record<string, string>>;

/** A line that lies beside a stream. */
export interface BesideLine {
  hash: string;
  line: string;
}

export interface Parted {
  body: unknown;
  /** Absent where nothing is free text. */
  beside?: Beside;
  lines: BesideLine[];
}

const HASH = /^[0-9a-f]{64}$/;

/** Parts the words of people from what is kept for ever. */
export function parted(stream: string, body: unknown): Parted {
  const pointers = freeText(stream, body);
  if (pointers.length === 0) return { body, lines: [] };
  const known = new Map<string, BesideLine>();
  const beside: Record<string, string> = {};
  for (const pointer of pointers) {
    const text = valueAt(body, pointer) as string;
    // The same words twice in one entry are one text: they are erased together.
    const line = known.get(text) ?? besideLine(text);
    known.set(text, line);
    beside[pointer] = line.hash;
  }
  return { body: blanked(body, beside), beside, lines: [...known.values()] };
}

function besideLine(text: string): BesideLine {
  const line = canonicalJson({ salt: randomBytes(16).toString('hex'), text });
  return { hash: sha256Hex(line), line };
}

/** The text of a line that is what its hash says; `undefined` for anything else. */
export function textOf({ hash, line }: BesideLine): string | undefined {
  if (sha256Hex(line) !== hash) return undefined;
  try {
    const { text } = JSON.parse(line) as { text?: unknown };
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The body with `null` in every place that `beside` names. */
export const blanked = (body: unknown, beside: Beside): unknown =>
  Object.keys(beside).reduce((left, pointer) => withAt(left, pointer, null), body);

/** The body with its words again; `erased` names the places whose text is not there. */
export function joined(
  body: unknown,
  beside: Beside,
  text: (hash: string) => string | undefined,
): { body: unknown; erased: string[] } {
  const erased: string[] = [];
  let whole = body;
  for (const [pointer, hash] of Object.entries(beside)) {
    const words = text(hash);
    if (words === undefined) erased.push(pointer);
    whole = withAt(whole, pointer, words ?? ERASED);
  }
  return { body: whole, erased };
}

export const isBeside = (value: unknown): value is Beside =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([pointer, hash]) => pointer.startsWith('/') && HASH.test(String(hash)));
