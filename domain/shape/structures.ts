/** Shapes made of shapes: tables, lists, alternatives. Unknown keys are faults: a misspelt key must not pass as absent. */
import { didYouMean } from './did-you-mean.js';
import { readMark, markSchema, MARK_KEYS } from './marks.js';
import { below, isObject, named, show, unexpected } from './shape.js';
import type { JsonSchema, Part, Reading, Shape } from './shape.js';
import { text } from './scalars.js';
import type { Words } from '../plan/plan.js';

/** A field that may be left out; `put` stands for it then. */
export interface Optional<T> extends Shape<T> {
  optional: true;
  put?: T;
}

export const optional = <T>(shape: Shape<T>): Optional<T> => ({ ...shape, optional: true });

export const withDefault = <T>(shape: Shape<T>, put: T): Optional<T> => ({ ...shape, optional: true, put });

/** One shape for each key of `T`. */
export type Fields<T> = { [Key in keyof T]-?: Shape<T[Key]> | Optional<T[Key]> };

/** A table with exactly these keys. */
export const table = <T extends object>(fields: Fields<T>): Shape<T> => tableOf(fields, false);

/** A table that says of itself, by `source` or `assumed`, where its values come from. */
export const row = <T extends object>(fields: Fields<T>): Shape<T> => tableOf(fields, true);

function tableOf<T extends object>(fields: Fields<T>, marked: boolean): Shape<T> {
  const entries = Object.entries(fields) as [string, Shape<unknown> | Optional<unknown>][];
  const known = [...entries.map(([key]) => key), ...(marked ? MARK_KEYS : [])];
  const wanted = `a table with ${listed(entries.filter(([, field]) => !('optional' in field)).map(([key]) => key))}`;
  return {
    wanted,
    read(raw, path, reading) {
      if (!isObject(raw)) return unexpected(wanted, raw, path, reading);
      refuseUnknown(raw, known, path, reading);
      const found: Record<string, unknown> = {};
      for (const [key, field] of entries) {
        const value = readField(raw, key, field, path, reading);
        if (value !== undefined) found[key] = value;
      }
      if (marked) readMark(raw, path, reading);
      return found as Part<T>;
    },
    schema(defs) {
      const required = entries.filter(([, field]) => !('optional' in field)).map(([key]) => key);
      const properties = Object.fromEntries(entries.map(([key, field]) => [key, field.schema(defs)]));
      const schema: JsonSchema = { type: 'object', properties, required, additionalProperties: false };
      return marked ? markSchema(schema, defs) : schema;
    },
  };
}

function refuseUnknown(raw: object, known: readonly string[], path: string, reading: Reading): void {
  for (const key of Object.keys(raw)) {
    if (known.includes(key)) continue;
    const message = `The key ${show(key)} is unknown here.${didYouMean(key, known)}`;
    reading.faults.push({ path: below(path, key), message });
  }
}

function readField(
  raw: Record<string, unknown>,
  key: string,
  field: Shape<unknown> | Optional<unknown>,
  path: string,
  reading: Reading,
): unknown {
  if (Object.hasOwn(raw, key)) return field.read(raw[key], below(path, key), reading);
  if ('optional' in field) return field.put;
  reading.faults.push({ path, message: `"${key}" is missing: expected ${field.wanted}.` });
  return undefined;
}

/** A list; `least` items at least. */
export function list<T>(item: Shape<T>, what: string, least = 0): Shape<T[]> {
  const wanted = `a list of ${what}`;
  return {
    wanted,
    read(raw, path, reading) {
      if (!Array.isArray(raw)) return unexpected(wanted, raw, path, reading);
      if (raw.length < least) {
        const message = `Expected ${wanted} with at least ${least === 1 ? 'one' : least}, found ${show(raw)}.`;
        reading.faults.push({ path, message });
      }
      return raw.map((one, index) => item.read(one, below(path, index), reading));
    },
    schema: (defs) => ({ type: 'array', items: item.schema(defs), ...(least > 0 ? { minItems: least } : {}) }),
  };
}

/** Tables told apart by their `kind`. */
export function byKind<T extends { kind: string }>(shapes: {
  [Kind in T['kind']]: Shape<Extract<T, { kind: Kind }>>;
}): Shape<T> {
  const kinds = Object.keys(shapes);
  const wanted = `a table whose kind is ${kinds.join(' or ')}`;
  return {
    wanted,
    read(raw, path, reading) {
      if (!isObject(raw)) return unexpected(wanted, raw, path, reading);
      const kind = raw['kind'];
      if (typeof kind === 'string' && Object.hasOwn(shapes, kind)) {
        return shapes[kind as T['kind']].read(raw, path, reading);
      }
      const hint = typeof kind === 'string' ? didYouMean(kind, kinds) : '';
      const where = Object.hasOwn(raw, 'kind') ? below(path, 'kind') : path;
      reading.faults.push({
        path: where,
        message: `Expected "kind" to be ${kinds.join(' or ')}, found ${show(kind)}.${hint}`,
      });
      return undefined;
    },
    schema: (defs) => ({ oneOf: kinds.map((kind) => shapes[kind as T['kind']].schema(defs)) }),
  };
}

/** One of these words, or else a table. */
export function wordOr<const W extends string, T extends object>(known: readonly W[], shape: Shape<T>): Shape<W | T> {
  const wanted = `${known.map((word) => `"${word}"`).join(', ')} or ${shape.wanted}`;
  return {
    wanted,
    read(raw, path, reading) {
      const word = known.find((one) => one === raw);
      if (word !== undefined) return word as Part<W | T>;
      if (!isObject(raw)) return unexpected(wanted, raw, path, reading);
      return shape.read(raw, path, reading);
    },
    schema: (defs) => ({ oneOf: [{ enum: [...known] }, shape.schema(defs)] }),
  };
}

/** English and Ukrainian, both with words in them. */
export const words: Shape<Words> = named('words', table<Words>({ en: text, uk: text }));

function listed(keys: readonly string[]): string {
  return keys.length < 2 ? keys.join('') : `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
}
