/** Shapes of single values. */
import { parseInstant, parseSpan } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { didYouMean } from './did-you-mean.js';
import { show, unexpected } from './shape.js';
import type { Shape } from './shape.js';

/** Longer texts have no place in a notice. */
const LONGEST_TEXT = 1000;

/** Some words, not only blanks. */
export const text: Shape<string> = {
  wanted: 'a text',
  read(raw, path, reading) {
    if (typeof raw !== 'string') return unexpected('a text', raw, path, reading);
    if (raw.trim() === '') return unexpected('words', raw, path, reading);
    if (raw.length > LONGEST_TEXT) {
      reading.faults.push({
        path,
        message: `The text has ${raw.length} characters; at most ${LONGEST_TEXT} are read.`,
      });
      return undefined;
    }
    return raw;
  },
  schema: () => ({ type: 'string', pattern: '\\S', maxLength: LONGEST_TEXT }),
};

/** A text of one pattern; `wanted` says the pattern in words, with an example. */
export function pattern(expression: RegExp, wanted: string): Shape<string> {
  return {
    wanted,
    read: (raw, path, reading) =>
      typeof raw === 'string' && expression.test(raw) ? raw : unexpected(wanted, raw, path, reading),
    schema: () => ({ type: 'string', pattern: expression.source }),
  };
}

export function integer(minimum: number, maximum: number): Shape<number> {
  const wanted = `a whole number from ${minimum} to ${maximum}`;
  return {
    wanted,
    read: (raw, path, reading) =>
      Number.isInteger(raw) && (raw as number) >= minimum && (raw as number) <= maximum
        ? (raw as number)
        : unexpected(wanted, raw, path, reading),
    schema: () => ({ type: 'integer', minimum, maximum }),
  };
}

/** A number, not necessarily whole, above 0. */
export function positive(maximum: number): Shape<number> {
  const wanted = `a number above 0 and at most ${maximum}`;
  return {
    wanted,
    read: (raw, path, reading) =>
      typeof raw === 'number' && raw > 0 && raw <= maximum ? raw : unexpected(wanted, raw, path, reading),
    schema: () => ({ type: 'number', exclusiveMinimum: 0, maximum }),
  };
}

export const flag: Shape<boolean> = {
  wanted: 'true or false',
  read: (raw, path, reading) => (typeof raw === 'boolean' ? raw : unexpected('true or false', raw, path, reading)),
  schema: () => ({ type: 'boolean' }),
};

/** One of a closed list of words or numbers. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  const wanted = values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
  return {
    wanted,
    read(raw, path, reading) {
      const value = values.find((one) => one === raw);
      if (value !== undefined) return value as ReturnType<Shape<T>['read']>;
      const hint = typeof raw === 'string' ? didYouMean(raw, values.map(String)) : '';
      reading.faults.push({
        path,
        message: `Expected ${wanted}, found ${show(raw)}.${hint.startsWith(' Did') ? hint : ''}`,
      });
      return undefined;
    },
    schema: () => (values.length === 1 ? { const: values[0] } : { enum: [...values] }),
  };
}

/** Elapsed time in hours, minutes and seconds. Calendar spans are refused: RULES 2 knows elapsed time only. */
export function span(least: 'zero' | 'positive' = 'positive'): Shape<Span> {
  const wanted = least === 'zero' ? 'a span such as PT24H or PT0H' : 'a span above zero such as PT24H';
  return {
    wanted,
    read(raw, path, reading) {
      const milliseconds = typeof raw === 'string' ? parseSpan(raw) : undefined;
      if (milliseconds !== undefined && (milliseconds > 0 || least === 'zero')) return milliseconds;
      const calendar = typeof raw === 'string' ? calendarSpan(raw) : undefined;
      if (calendar === undefined) return unexpected(wanted, raw, path, reading);
      reading.faults.push({ path, message: calendar });
      return undefined;
    },
    schema: () => ({
      type: 'string',
      pattern: '^PT(?=\\d)(\\d{1,5}H)?(\\d{1,7}M)?(\\d{1,9}(\\.\\d{1,3})?S)?$',
      examples: ['PT24H', 'PT30M'],
    }),
  };
}

function calendarSpan(raw: string): string | undefined {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?$/i.exec(raw);
  if (!match || /^PT/i.test(raw)) return undefined;
  const [, years, months, weeks = '0', days = '0'] = match;
  const hours = (Number(weeks) * 7 + Number(days)) * 24;
  const exact = years === undefined && months === undefined && hours > 0 && !/T/i.test(raw);
  const instead = exact ? ` For elapsed time write PT${hours}H.` : ' Write elapsed hours, such as PT24H.';
  return `"${raw}" counts by the calendar, and over a clock change P1D and PT24H differ by an hour.${instead}`;
}

/** RFC 3339, kept as UTC with milliseconds. */
export const instantText: Shape<Instant> = {
  wanted: 'an instant such as 2027-03-27T20:00:00.000Z',
  read(raw, path, reading) {
    const found = typeof raw === 'string' ? parseInstant(raw) : undefined;
    return found ?? unexpected('an instant such as 2027-03-27T20:00:00.000Z', raw, path, reading);
  },
  schema: () => ({ type: 'string', format: 'date-time' }),
};
