/** One row of a table, by a map: a report, or left out, or refused with the reason. */
import { createHash } from 'node:crypto';
import { between, instant } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Condition, Named, TableMap } from './map.js';
import { regionOf } from './regions.js';
import { indexOf, reader } from './template.js';
import type { Cells, Reader } from './template.js';
import { NoTime, timeReader } from './written-time.js';
import type { Meant } from './written-time.js';

/** The body of `POST /reports`. */
export interface MappedReport {
  source: string;
  sourceReportId: string;
  occurredAt: { earliest: Instant; latest: Instant };
  observedAt?: Instant;
  place: { sector: string; description?: string; latitude?: number; longitude?: number };
  kind: string;
  description: string;
  standing: 'alleged' | 'credible';
  attribution?: string;
}

export type ReadRow =
  | { kind: 'report'; report: MappedReport; /** The interval was wider than the map's widest. */ cut: boolean }
  | { kind: 'left-out' }
  | { kind: 'refused'; reason: string };

/** Of `sourceReportId` in the API; a longer one is named by its SHA-256. */
const LONGEST_ID = 200;

class RefusedRow extends Error {}

/** @throws {UnknownColumn} where the map names a column that the header has not */
export function rowReader(map: TableMap, header: readonly string[]): (cells: Cells) => ReadRow {
  const leftOut = map.leaveOut.map((condition) => holds(condition, header));
  const toReport = reportReader(map, header);
  return (cells) => {
    if (cells.length !== header.length) {
      return { kind: 'refused', reason: `The row has ${cells.length} cells; the header has ${header.length}.` };
    }
    if (leftOut.some((one) => one(cells))) return { kind: 'left-out' };
    try {
      return { kind: 'report', ...toReport(cells) };
    } catch (error) {
      if (error instanceof RefusedRow || error instanceof NoTime) return { kind: 'refused', reason: error.message };
      throw error;
    }
  };
}

type Mapped = Pick<Extract<ReadRow, { kind: 'report' }>, 'report' | 'cut'>;

function reportReader(map: TableMap, header: readonly string[]): (cells: Cells) => Mapped {
  const { report: wanted } = map;
  const occurred = occurrenceReader(map, header);
  const time = timeReader(map.times);
  const read = (template: string | undefined): Reader | undefined =>
    template === undefined ? undefined : reader(template, header);
  const [source, id, description] = [read(wanted.source), read(wanted.sourceReportId), read(wanted.description)];
  const [kind, attribution] = [namedReader(wanted.kind, header), namedReader(wanted.attribution, header)];
  const observed = read(wanted.observedAt);
  const place = placeReader(map, header);
  const standing = standingReader(map, header);
  return (cells) => {
    const { earliest, latest, cut, lasted } = occurred(cells);
    const observedText = observed?.(cells);
    const attributed = attribution?.(cells);
    const report: MappedReport = {
      source: needed(source?.(cells), 'source'),
      sourceReportId: idOf(id?.(cells), cells),
      occurredAt: { earliest, latest },
      ...(observedText ? { observedAt: instant(time(observedText).latest) } : {}),
      place: place(cells),
      kind: needed(kind?.(cells), 'kind'),
      description: needed(description?.(cells), 'description'),
      standing: standing(cells, lasted),
      ...(attributed ? { attribution: attributed } : {}),
    };
    return { report, cut };
  };
}

function needed(value: string | undefined, what: string): string {
  if (value) return value;
  throw new RefusedRow(`The row gives no ${what}: the columns that the map names for it are empty.`);
}

function idOf(given: string | undefined, cells: Cells): string {
  if (given !== undefined && given.length <= LONGEST_ID) return needed(given, 'sourceReportId');
  return createHash('sha256')
    .update(given ?? JSON.stringify(cells))
    .digest('hex');
}

interface Occurred {
  earliest: Instant;
  latest: Instant;
  cut: boolean;
  /** As written. */
  lasted: Span;
}

function occurrenceReader({ times, report }: TableMap, header: readonly string[]): (cells: Cells) => Occurred {
  const time = timeReader(times);
  const { at, until, around } = report.occurredAt;
  const [from, to] = [reader(at, header), until === undefined ? undefined : reader(until, header)];
  return (cells) => {
    const begin = time(needed(from(cells), 'time'));
    const endText = to?.(cells);
    const end: Meant = endText ? time(endText) : begin;
    if (end.latest < begin.earliest) throw new RefusedRow(`It ends (${endText}) before it begins (${from(cells)}).`);
    const [earliest, last] = [begin.earliest - around, end.latest + around];
    const latest = Math.min(last, earliest + times.widest);
    const read = { earliest: instant(earliest), latest: instant(latest) };
    return { ...read, cut: latest < last, lasted: end.latest - begin.earliest };
  };
}

function namedReader(named: string | Named | undefined, header: readonly string[]): Reader | undefined {
  if (named === undefined || typeof named === 'string') return named === undefined ? undefined : reader(named, header);
  const of = reader(named.of, header);
  const { names, otherwise } = named;
  return (cells) => {
    const found = of(cells);
    return Object.hasOwn(names, found) ? (names[found] ?? '') : (otherwise ?? found);
  };
}

function placeReader({ report }: TableMap, header: readonly string[]): (cells: Cells) => MappedReport['place'] {
  const candidates = report.sector.map((template) => reader(template, header));
  const { description, latitude, longitude } = report.place ?? {};
  const words = description === undefined ? undefined : reader(description, header);
  const coordinates = (
    [
      ['latitude', latitude, 90],
      ['longitude', longitude, 180],
    ] as const
  ).map(([name, template, most]) => ({
    name,
    most,
    of: template === undefined ? undefined : reader(template, header),
  }));
  // Few names, many rows.
  const known = new Map<string, string | undefined>(Object.entries(report.sectors));
  const sectorOf = (name: string): string | undefined => {
    if (!known.has(name) && known.size < MOST_NAMES) known.set(name, regionOf(name));
    return known.get(name);
  };
  return (cells) => {
    const names = candidates.map((candidate) => candidate(cells));
    const sector = names.map(sectorOf).find((id) => id !== undefined);
    if (sector === undefined) throw new RefusedRow(noRegion(names));
    const place: MappedReport['place'] = { sector };
    const text = words?.(cells);
    if (text) place.description = text;
    for (const { name, most, of } of coordinates) {
      const written = of?.(cells);
      if (written) place[name] = degrees(written, name, most);
    }
    return place;
  };
}

/** A table that has more names of places than this has put something else into the column. */
const MOST_NAMES = 100_000;

const noRegion = (names: readonly string[]): string => {
  const shown = names.map((name) => `"${name}"`).join(' and ');
  return `${shown} ${names.length > 1 ? 'name' : 'names'} no region of Ukraine. The map's \`sectors\` can say which it is.`;
};

function degrees(written: string, name: string, most: number): number {
  const value = Number(written);
  if (Number.isFinite(value) && Math.abs(value) <= most) return value;
  throw new RefusedRow(`"${written}" is no ${name}: a number from -${most} to ${most} is needed.`);
}

type OfRow = (cells: Cells) => boolean;

function holds(condition: Condition, header: readonly string[]): OfRow {
  const columns = Object.entries(condition).map(([column, values]) => ({ index: indexOf(column, header), values }));
  return (cells) => columns.every(({ index, values }) => values.includes((cells[index] ?? '').trim()));
}

function standingReader({ report }: TableMap, header: readonly string[]) {
  const rules = report.standing.rules.map(({ standing, when, lasts = 0 }) => ({
    standing,
    lasts,
    fits: when === undefined ? undefined : holds(when, header),
  }));
  return (cells: Cells, lasted: Span): MappedReport['standing'] =>
    rules.find(({ fits, lasts }) => lasted >= lasts && (fits?.(cells) ?? true))?.standing ?? report.standing.otherwise;
}

/** When a rehearsal has it reported: once it was observed, never before it was over. */
export function heardAt({ occurredAt, observedAt }: MappedReport, delay: Span): Instant {
  const known = observedAt !== undefined && between(occurredAt.latest, observedAt) > 0 ? observedAt : occurredAt.latest;
  return instant(Date.parse(known) + delay);
}
