/** Reads a map from raw data: every fault at once, each with its path (RFC 6901) and what would be right. */
import { isTimeZone } from '../domain/local-times.js';
import type { Fault } from '../domain/refused.js';
import { below, newReading } from '../domain/shape/shape.js';
import type { Part } from '../domain/shape/shape.js';
import { didYouMean } from '../domain/shape/did-you-mean.js';
import type { TableMap } from './map.js';
import { mapShape } from './map-shape.js';
import { columnsOf, faultOfTemplate } from './template.js';
import { faultOfFormat } from './written-time.js';

export interface ParsedMap {
  /** Present when there is no fault. */
  map?: TableMap;
  faults: Fault[];
}

export function parseMap(raw: unknown): ParsedMap {
  const reading = newReading();
  const part = mapShape.read(raw, '', reading);
  const faults = [...reading.faults, ...(part ? check(part) : [])];
  return faults.length > 0 ? { faults } : { map: part as TableMap, faults };
}

function check(map: Part<TableMap>): Fault[] {
  const { times, table } = map;
  const faults = templatesOf(map).flatMap(([path, template]): Fault[] => {
    const message = faultOfTemplate(template);
    return message === undefined ? [] : [{ path, message }];
  });
  (times?.formats ?? []).forEach((format, index) => {
    const message = format === undefined ? undefined : faultOfFormat(format);
    if (message !== undefined) faults.push({ path: `/times/formats/${index}`, message });
  });
  if (times?.zone !== undefined && !isTimeZone(times.zone)) {
    faults.push({ path: '/times/zone', message: `${times.zone} is no IANA time zone, such as Europe/Kyiv.` });
  }
  if (table?.encoding !== undefined && !isEncoding(table.encoding)) {
    faults.push({
      path: '/table/encoding',
      message: `${table.encoding} is no encoding, such as utf-8 or windows-1251.`,
    });
  }
  return faults;
}

/** Which columns the map names that the table does not have; each with the place in the map. */
export function faultsOfColumns(map: TableMap, header: readonly string[]): Fault[] {
  const named = [
    ...templatesOf(map).flatMap(([path, template]) => columnsOf(template).map((column) => ({ path, column }))),
    ...conditionsOf(map).flatMap(([path, one]) =>
      Object.keys(one).map((column) => ({ path: below(path, column), column })),
    ),
  ];
  return named.flatMap(({ path, column }) =>
    header.includes(column)
      ? []
      : [{ path, message: `The table has no column "${column}".${didYouMean(column, [...header])}` }],
  );
}

type At<T> = [path: string, value: T];

function templatesOf({ report }: Part<TableMap>): At<string>[] {
  if (!report) return [];
  const { occurredAt, place, kind, attribution } = report;
  const all: [string, unknown][] = [
    ['/source', report.source],
    ['/sourceReportId', report.sourceReportId],
    ['/occurredAt/at', occurredAt?.at],
    ['/occurredAt/until', occurredAt?.until],
    ['/observedAt', report.observedAt],
    ...(report.sector ?? []).map((one, index): At<unknown> => [`/sector/${index}`, one]),
    ['/place/description', place?.description],
    ['/place/latitude', place?.latitude],
    ['/place/longitude', place?.longitude],
    ['/description', report.description],
    ...(['kind', 'attribution'] as const).map((name): At<unknown> => {
      const value = name === 'kind' ? kind : attribution;
      return typeof value === 'object' ? [`/${name}/of`, value.of] : [`/${name}`, value];
    }),
  ];
  return all.flatMap(([path, value]): At<string>[] => (typeof value === 'string' ? [[`/report${path}`, value]] : []));
}

const conditionsOf = ({ leaveOut, report }: TableMap): At<Record<string, unknown>>[] => [
  ...leaveOut.map((one, index): At<Record<string, unknown>> => [`/leaveOut/${index}`, one]),
  ...report.standing.rules.flatMap(({ when }, index): At<Record<string, unknown>>[] =>
    when ? [[`/report/standing/rules/${index}/when`, when]] : [],
  ),
];

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ENCODING_NOT_SUPPORTED')
      return false;
    throw error;
  }
}
