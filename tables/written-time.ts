/**
 * Times as tables write them. A format is made of `YYYY`, `MM` or `M`, `MMM` or `MMMM` (English names), `DD` or `D`,
 * `HH` or `H`, `mm`, `ss`, `SSS`, `Z` (an offset or Z); all else stands for itself. Without hours it is a day.
 */
import { MINUTE, parseInstant, ms } from '../domain/instant.js';
import { instantAt, instantsAt } from '../domain/local-times.js';
import type { TableMap } from './map.js';

/** From the first to the last instant that the text can mean, milliseconds since 1970. */
export interface Meant {
  earliest: number;
  latest: number;
}

export type TimeReader = (text: string) => Meant;

/** A text that is no time; says what would be right. */
export class NoTime extends Error {}

const TOKENS = /YYYY|MMMM|MMM|MM|M|DD|D|HH|H|mm|ss|SSS|Z/g;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const PATTERNS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  MMM: '(?<name>[A-Za-z]{3})',
  MMMM: '(?<name>[A-Za-z]+)',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<milli>\\d{3})',
  Z: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
};

/** What is wrong with a format, as a sentence; `undefined` when nothing is. */
export function faultOfFormat(format: string): string | undefined {
  const tokens = format.match(TOKENS) ?? [];
  const groups = tokens.map((token) => /<(\w+)>/.exec(PATTERNS[token] ?? '')?.[1] ?? '');
  if (new Set(groups).size < groups.length) return 'A part of the time is named twice.';
  const has = (...names: string[]): boolean => names.some((name) => groups.includes(name));
  if (!has('year') || !has('month', 'name') || !has('day')) return 'It needs a year, a month and a day: YYYY-MM-DD.';
  if (has('hour') !== has('minute')) return 'Hours and minutes go together: HH:mm.';
  return has('offset') && !has('hour') ? 'A day has no offset; leave out the Z.' : undefined;
}

/** Reads by the first format that fits. @throws {NoTime} when it is called with what no format fits */
export function timeReader(times: TableMap['times']): TimeReader {
  const formats = times.formats.map((format) => ({ format, expression: expressionOf(format) }));
  return (text) => {
    if (formats.length === 0) return rfc3339(text);
    for (const { expression } of formats) {
      const groups = expression.exec(text)?.groups;
      if (groups) return meant(groups, text, times);
    }
    throw new NoTime(`"${text}" is no time written as ${formats.map(({ format }) => format).join(' or ')}.`);
  };
}

function expressionOf(format: string): RegExp {
  let source = '';
  let from = 0;
  for (const match of format.matchAll(TOKENS)) {
    source += literal(format.slice(from, match.index)) + (PATTERNS[match[0]] ?? '');
    from = match.index + match[0].length;
  }
  return new RegExp(`^${source}${literal(format.slice(from))}$`);
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

function rfc3339(text: string): Meant {
  const read = parseInstant(text);
  if (read === undefined) throw new NoTime(`"${text}" is no RFC 3339 instant such as 2027-03-27T20:00:00Z.`);
  return { earliest: ms(read), latest: ms(read) };
}

type Groups = Partial<Record<string, string>>;

function meant(groups: Groups, text: string, times: TableMap['times']): Meant {
  const { year, month, name, day, hour, minute = '0', second = '0', milli = '0', offset } = groups;
  const number = name === undefined ? Number(month) : monthOf(name);
  const wall = Date.UTC(Number(year), number - 1, Number(day), Number(hour ?? 0), +minute, +second, +milli);
  const date = new Date(wall);
  const isThere = date.getUTCMonth() === number - 1 && date.getUTCDate() === Number(day);
  if (!isThere || Number(hour ?? 0) > 23 || +minute > 59 || +second > 59) throw new NoTime(`"${text}" does not exist.`);
  if (hour === undefined) return wholeDay(wall, times.zone);
  if (offset !== undefined) return { earliest: wall - spanOf(offset), latest: wall - spanOf(offset) };
  return local(wall, text, times);
}

const monthOf = (name: string): number => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;

function spanOf(offset: string): number {
  if (offset === 'Z') return 0;
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/** To its last millisecond; 23 or 25 hours where the clocks change. */
function wholeDay(wall: number, zone: string): Meant {
  const next = new Date(wall);
  next.setUTCDate(next.getUTCDate() + 1);
  return { earliest: instantAt(wall, zone), latest: instantAt(next.getTime(), zone) - 1 };
}

function local(wall: number, text: string, { zone, twice, missing }: TableMap['times']): Meant {
  if (zone === 'UTC') return { earliest: wall, latest: wall };
  const [first, second] = instantsAt(wall, zone);
  if (first === undefined) {
    const skipped = `"${text}" was never shown by the clocks of ${zone}: they were put forward past it.`;
    if (missing === 'refuse') throw new NoTime(`${skipped} The map may say \`missing: before\`.`);
    return { earliest: instantAt(wall, zone), latest: instantAt(wall, zone) };
  }
  if (second === undefined || twice === 'first') return { earliest: first, latest: first };
  if (twice === 'interval') return { earliest: first, latest: second };
  if (twice === 'second') return { earliest: second, latest: second };
  throw new NoTime(
    `"${text}" was shown twice by the clocks of ${zone}, an hour apart. The map may say which is meant.`,
  );
}
