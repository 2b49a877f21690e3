/** Entries that are to stand at given numbers of a stream: as every store compares them with what is there. */
import { blanked, parted } from './beside.js';
import type { BesideLine } from './beside.js';
import { canonicalJson } from './canonical.js';
import { entryLine, FIRST_PREV, lineHash } from './entry.js';
import type { Entry } from './entry.js';

/** Where a stream ends: the last number, and the hash of its line. */
export interface End {
  seq: number;
  hash: string;
}

export const BEGINNING: End = { seq: 0, hash: FIRST_PREV };

export interface Placing {
  firstSeq: number;
  count: number;
  /** Whether an entry that is there already is the one that belongs there; `index` counts from `firstSeq`. */
  isSame: (there: Entry, index: number) => boolean;
  /** The lines from `index` on, to follow `end`. */
  linesFrom: (index: number, end: End) => Lines;
}

export interface Lines {
  lines: string[];
  /** What lies beside them, to be there before they are. */
  beside: BesideLine[];
}

/** What a writer has decided; when it is written, and what it follows, is known only then. */
export function ofBodies(stream: string, firstSeq: number, bodies: readonly unknown[], clock: () => number): Placing {
  return {
    firstSeq,
    count: bodies.length,
    isSame: (there, index) => isSameBody(there, bodies[index]),
    linesFrom: (index, end) => chained(stream, end, bodies.slice(index), clock),
  };
}

/** Of what was erased since nobody can say more than that it stood there. */
function isSameBody({ body, beside, erased = [] }: Entry, other: unknown): boolean {
  const gone = Object.fromEntries(erased.map((pointer) => [pointer, beside?.[pointer] ?? '']));
  return canonicalJson(blanked(body, gone)) === canonicalJson(blanked(other, gone));
}

/** Entries of another store, every byte as it is; what lies beside them is copied on its own. */
export function asTheyAre(firstSeq: number, entries: readonly Entry[]): Placing {
  const lines = entries.map(entryLine);
  return {
    firstSeq,
    count: lines.length,
    isSame: (there, index) => entryLine(there) === lines[index],
    linesFrom: (index) => ({ lines: lines.slice(index), beside: [] }),
  };
}

export function chained(stream: string, { seq, hash }: End, bodies: readonly unknown[], clock: () => number): Lines {
  let prev = hash;
  const found: Lines = { lines: [], beside: [] };
  for (const [index, whole] of bodies.entries()) {
    const recordedAt = new Date(clock()).toISOString();
    const { body, beside, lines } = parted(stream, whole);
    const schema = beside ? ({ schema: 2, beside } as const) : ({ schema: 1 } as const);
    const line = entryLine({ ...schema, stream, seq: seq + 1 + index, prev, recordedAt, body });
    prev = lineHash(line);
    found.lines.push(line);
    found.beside.push(...lines);
  }
  return found;
}
