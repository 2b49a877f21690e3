/** Entries that are to stand at given numbers of a stream: as every store compares them with what is there. */
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
  linesFrom: (index: number, end: End) => string[];
}

/** What a writer has decided; when it is written, and what it follows, is known only then. */
export function ofBodies(stream: string, firstSeq: number, bodies: readonly unknown[], clock: () => number): Placing {
  return {
    firstSeq,
    count: bodies.length,
    isSame: ({ body }, index) => canonicalJson(body) === canonicalJson(bodies[index]),
    linesFrom: (index, end) => chained(stream, end, bodies.slice(index), clock),
  };
}

/** Entries of another store, every byte as it is. */
export function asTheyAre(firstSeq: number, entries: readonly Entry[]): Placing {
  const lines = entries.map(entryLine);
  return {
    firstSeq,
    count: lines.length,
    isSame: (there, index) => entryLine(there) === lines[index],
    linesFrom: (index) => lines.slice(index),
  };
}

export function chained(stream: string, { seq, hash }: End, bodies: readonly unknown[], clock: () => number): string[] {
  let prev = hash;
  return bodies.map((body, index) => {
    const recordedAt = new Date(clock()).toISOString();
    const line = entryLine({ schema: 1, stream, seq: seq + 1 + index, prev, recordedAt, body });
    prev = lineHash(line);
    return line;
  });
}
