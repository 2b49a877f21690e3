/** What a map file looks like: read by `parse-map.ts`, told to editors by `mapSchema`. */
import { HOUR, MINUTE } from '../domain/instant.js';
import { integer, oneOf, pattern, span, text } from '../domain/shape/scalars.js';
import { about, below, isObject, unexpected } from '../domain/shape/shape.js';
import type { JsonSchema, Shape } from '../domain/shape/shape.js';
import { list, optional, table, withDefault } from '../domain/shape/structures.js';
import type { Condition, Named, StandingRule, TableMap, Template } from './map.js';

/** One text or more for each key. */
function texts<T extends string | string[]>(item: Shape<T>, what: string): Shape<Record<string, T>> {
  return {
    wanted: what,
    read(raw, path, reading) {
      if (!isObject(raw)) return unexpected(what, raw, path, reading);
      const entries = Object.entries(raw).map(([key, value]) => [key, item.read(value, below(path, key), reading)]);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ReturnType<
        Shape<Record<string, T>>['read']
      >;
    },
    schema: (defs) => ({ type: 'object', additionalProperties: item.schema(defs) }),
  };
}

/** A text, or else a table. */
function textOr<T extends object>(shape: Shape<T>): Shape<string | T> {
  return {
    wanted: `a text or ${shape.wanted}`,
    read: (raw, path, reading) => (isObject(raw) ? shape.read(raw, path, reading) : text.read(raw, path, reading)),
    schema: (defs) => ({ oneOf: [text.schema(defs), shape.schema(defs)] }),
  };
}

const template: Shape<Template> = about('Text with columns in braces: {oblast}[, {raion}]', text);
const names = texts(text, 'a table of names');
const condition: Shape<Condition> = texts(list(text, 'values', 1), 'a table of columns, each with a list of values');
const standing = oneOf('alleged', 'credible');
const oneCharacter = pattern(/^[^"\r\n]$/, 'one character');

const named = textOr<Named>(table<Named>({ of: template, names, otherwise: optional(text) }));

const rule = table<StandingRule>({ standing, when: optional(condition), lasts: optional(span()) });

const DIALECT: TableMap['table'] = { encoding: 'utf-8', delimiter: ',', quote: '"', skipLines: 0 };

const dialect = table<TableMap['table']>({
  encoding: withDefault(about('A label of the Encoding Standard, such as windows-1251', text), DIALECT.encoding),
  delimiter: withDefault(oneCharacter, DIALECT.delimiter),
  quote: withDefault(pattern(/^[^\r\n]$/, 'one character'), DIALECT.quote),
  comment: optional(about('What begins a line that is no row', oneCharacter)),
  skipLines: withDefault(integer(0, 1000), DIALECT.skipLines),
  columns: optional(about('Of a table without a header', list(text, 'names of columns', 1))),
});

const TIMES: TableMap['times'] = { zone: 'UTC', formats: [], twice: 'interval', missing: 'refuse', widest: 24 * HOUR };

const times = table<TableMap['times']>({
  zone: withDefault(about('IANA name, for times without an offset', text), TIMES.zone),
  formats: withDefault(about('YYYY-MM-DD HH:mm:ssZ; the first that fits', list(text, 'formats', 1)), TIMES.formats),
  twice: withDefault(oneOf('interval', 'first', 'second', 'refuse'), TIMES.twice),
  missing: withDefault(oneOf('refuse', 'before'), TIMES.missing),
  widest: withDefault(about('A longer interval is cut at its end', span()), TIMES.widest),
});

const report = table<TableMap['report']>({
  source: template,
  sourceReportId: optional(template),
  occurredAt: table<TableMap['report']['occurredAt']>({
    at: template,
    until: optional(template),
    around: withDefault(span('zero'), 0),
  }),
  observedAt: optional(template),
  sector: list(template, 'templates', 1),
  sectors: withDefault(names, {}),
  place: optional(
    table<NonNullable<TableMap['report']['place']>>({
      description: optional(template),
      latitude: optional(template),
      longitude: optional(template),
    }),
  ),
  kind: named,
  description: template,
  standing: withDefault(
    table<TableMap['report']['standing']>({ otherwise: standing, rules: withDefault(list(rule, 'rules'), []) }),
    { otherwise: 'alleged', rules: [] },
  ),
  attribution: optional(named),
});

const DELAY: TableMap['rehearsal'] = { delay: 5 * MINUTE };

export const mapShape: Shape<TableMap> = table<TableMap>({
  schema: oneOf(1),
  id: pattern(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id of small letters, digits and hyphens'),
  title: text,
  table: withDefault(dialect, DIALECT),
  times: withDefault(times, TIMES),
  leaveOut: withDefault(list(condition, 'conditions'), []),
  report,
  rehearsal: withDefault(table<TableMap['rehearsal']>({ delay: withDefault(span('zero'), DELAY.delay) }), DELAY),
});

/** The JSON Schema (2020-12) of a map file: `maps/map.schema.json`. */
export function mapSchema(): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  const schema = mapShape.schema(defs);
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, title: 'Holdfire map', description: 'See docs/maps.md.', ...schema, $defs: defs };
}
