/**
 * Marks: every value of a plan says where it comes from, `source` (which sentence of the report) or `assumed` (ours,
 * with the reason). The reason is a text, or one each in English and Ukrainian.
 */
import type { Words } from '../plan/plan.js';
import { text } from './scalars.js';
import { below, isObject, show } from './shape.js';
import type { JsonSchema, Reading, Shape } from './shape.js';

export const MARK_KEYS = ['source', 'assumed'] as const;
type MarkKey = (typeof MARK_KEYS)[number];

/** A value together with its mark: `{ value: PT24H, source: … }`. A bare value is an unmarked assumption. */
export function marked<T>(inner: Shape<T>): Shape<T> {
  return {
    wanted: `${inner.wanted}, marked: { value: …, source: … } or { value: …, assumed: … }`,
    read(raw, path, reading) {
      if (!isMarked(raw)) {
        const example = typeof raw === 'string' || typeof raw === 'number' ? `${raw}` : '…';
        reading.faults.push({
          path,
          message:
            `This is an unmarked assumption. Write { value: ${example}, source: … } if the report says so, ` +
            `else { value: ${example}, assumed: … } with the reason.`,
        });
        return inner.read(raw, path, reading);
      }
      for (const key of Object.keys(raw)) {
        if (key === 'value' || MARK_KEYS.some((one) => one === key)) continue;
        reading.faults.push({
          path: below(path, key),
          message: `The key ${show(key)} is unknown here: a marked value has "value" and one of "source" and "assumed".`,
        });
      }
      readMark(raw, path, reading);
      if (Object.hasOwn(raw, 'value')) return inner.read(raw['value'], below(path, 'value'), reading);
      reading.faults.push({ path, message: `"value" is missing: expected ${inner.wanted}.` });
      return undefined;
    },
    schema: (defs) =>
      markSchema(
        { type: 'object', properties: { value: inner.schema(defs) }, required: ['value'], additionalProperties: false },
        defs,
      ),
  };
}

const isMarked = (raw: unknown): raw is Record<string, unknown> =>
  isObject(raw) && ['value', ...MARK_KEYS].some((key) => Object.hasOwn(raw, key));

/** Notes the mark of `raw`, or what is wrong with it. */
export function readMark(raw: Record<string, unknown>, path: string, reading: Reading): void {
  const found = MARK_KEYS.filter((key) => Object.hasOwn(raw, key));
  if (found.length === 2) {
    reading.faults.push({ path, message: 'Both "source" and "assumed" are given. Keep the one that is true.' });
  }
  if (found.length === 0) {
    const message =
      'This is an unmarked assumption. Add "source" if the report says so, else "assumed" with the reason.';
    reading.faults.push({ path, message });
  }
  for (const kind of found) {
    const reason = readReason(raw[kind], below(path, kind), reading);
    if (reason) reading.marks.push({ path, value: written(raw), kind, reason });
  }
}

/** A text, shown as it is in both languages, or one for each. */
function readReason(raw: unknown, path: string, reading: Reading): Words | undefined {
  if (!isObject(raw)) {
    const both = text.read(raw, path, reading);
    return both === undefined ? undefined : { en: both, uk: both };
  }
  const unknown = Object.keys(raw).filter((key) => key !== 'en' && key !== 'uk');
  for (const key of unknown) {
    reading.faults.push({ path: below(path, key), message: `The key ${show(key)} is unknown here. Known: en, uk.` });
  }
  const en = text.read(raw['en'], below(path, 'en'), reading);
  const uk = text.read(raw['uk'], below(path, 'uk'), reading);
  return en === undefined || uk === undefined ? undefined : { en, uk };
}

/** The value as written; of a row its id, or its plain values; a table of tables is too long to repeat. */
function written(raw: Record<string, unknown>): string {
  if (Object.hasOwn(raw, 'value')) return flow(raw['value']);
  const name = raw['id'] ?? raw['phase'];
  if (typeof name === 'string' || typeof name === 'number') return String(name);
  return Object.entries(raw)
    .filter(([key, value]) => !MARK_KEYS.some((one) => one === key) && !isObject(value))
    .map(([key, value]) => `${key}: ${flow(value)}`)
    .join(', ');
}

/** Lists of lists are the deepest that a plan has; whatever lies below is not repeated. */
function flow(value: unknown, depth = 2): string {
  if (Array.isArray(value)) return depth === 0 ? '…' : `[${value.map((one) => flow(one, depth - 1)).join(', ')}]`;
  return isObject(value) ? '…' : String(value);
}

/** `schema` with exactly one of the two marks beside its own keys. */
export function markSchema(schema: JsonSchema, defs: Record<string, JsonSchema>): JsonSchema {
  defs['reason'] ??= {
    oneOf: [
      text.schema(defs),
      {
        type: 'object',
        properties: { en: text.schema(defs), uk: text.schema(defs) },
        required: ['en', 'uk'],
        additionalProperties: false,
      },
    ],
  };
  const reason = (description: string): JsonSchema => ({ $ref: '#/$defs/reason', description });
  const marks: Record<MarkKey, JsonSchema> = {
    source: reason('Which sentence of the report says so, in your own words.'),
    assumed: reason('Ours, not the report’s: why.'),
  };
  return {
    ...schema,
    properties: { ...(schema['properties'] as JsonSchema), ...marks },
    oneOf: MARK_KEYS.map((key) => ({ required: [key] })),
  };
}
