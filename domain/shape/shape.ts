/**
 * What a value of a plan or directory file must look like. A shape reads raw data and notes every fault with its path,
 * and describes itself as JSON Schema: one source for the parser and for editors. Rules that join several values
 * (unknown groups, gaps) are not here but in `check-plan.ts` and `parse-directory.ts`.
 */
import type { Fault } from '../refused.js';
import type { Words } from '../plan/plan.js';

/** A `T` of which any part may be missing because it was faulty; lists keep their places, so that paths stay right. */
export type Part<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? (Part<Item> | undefined)[]
    : T extends object
      ? { [Key in keyof T]?: Part<T[Key]> | undefined }
      : T;

export type JsonSchema = Record<string, unknown>;

/** Where a value comes from, as noted while reading. */
export interface Mark {
  path: string;
  value: string;
  kind: 'source' | 'assumed';
  reason: Words;
}

/** What reading has noted so far. */
export interface Reading {
  faults: Fault[];
  marks: Mark[];
}

export interface Shape<T> {
  /** What would be right, to go after "expected": `a span such as PT24H`. */
  wanted: string;
  /** Notes every fault below `path`; gives back what could be read. */
  read(raw: unknown, path: string, reading: Reading): Part<T> | undefined;
  /** JSON Schema 2020-12; shapes with a name put themselves into `defs` and answer with a reference. */
  schema(defs: Record<string, JsonSchema>): JsonSchema;
}

export const newReading = (): Reading => ({ faults: [], marks: [] });

/** `path` one step down, by RFC 6901. */
export const below = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** Notes "expected …, found …" and answers `undefined`. */
export function unexpected(wanted: string, raw: unknown, path: string, reading: Reading): undefined {
  reading.faults.push({ path, message: `Expected ${wanted}, found ${show(raw)}.` });
  return undefined;
}

const LONGEST_SHOWN = 60;

/** A raw value in a message: short, on one line. */
export function show(raw: unknown): string {
  if (raw === undefined || raw === null) return 'nothing';
  if (Array.isArray(raw)) return raw.length === 0 ? 'an empty list' : 'a list';
  if (typeof raw === 'object') return 'a table';
  const text = typeof raw === 'number' ? `${raw}` : JSON.stringify(raw);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** A shape that stands once in the schema, under `$defs`, and is referred to. */
export function named<T>(name: string, shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    schema(defs) {
      defs[name] ??= shape.schema(defs);
      return { $ref: `#/$defs/${name}` };
    },
  };
}

/** Adds a sentence for editors. */
export function about<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: (defs) => ({ ...shape.schema(defs), description }) };
}
