/**
 * Instants and spans. An instant is RFC 3339 UTC text with exactly three digits of milliseconds and `Z`
 * (`2027-03-27T20:00:00.000Z`): such texts sort like the times they name, so `<` compares instants.
 * A span is a whole number of elapsed milliseconds. Nights, weekends and clock changes do not exist (RULES 2).
 */
export type Instant = string;
export type Span = number;

export const SECOND: Span = 1000;
export const MINUTE: Span = 60 * SECOND;
export const HOUR: Span = 60 * MINUTE;
export const DAY: Span = 24 * HOUR;

/** The years that the product accepts; outside them a claimed instant is a slip of the pen, not a date. */
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2199;

const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;

/** Milliseconds since 1970 of an instant. Reads the one form that instants have by itself: a case asks very often. */
export function ms(instant: Instant): number {
  if (instant.length !== 24 || instant.charCodeAt(23) !== CAPITAL_Z) return Date.parse(instant);
  const day = dayOf(instant);
  const time = two(instant, 11) * HOUR + two(instant, 14) * MINUTE + two(instant, 17) * SECOND;
  return day + time + two(instant, 20) * 10 + instant.charCodeAt(22) - ZERO;
}

const [ZERO, CAPITAL_Z] = [48, 90];

const two = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/** Of the last day that was asked for: most instants of a case lie on few days. */
let known = { day: '', at: 0 };

function dayOf(instant: Instant): number {
  const day = instant.slice(0, 10);
  if (known.day !== day) known = { day, at: Date.parse(day) };
  return known.at;
}

/** The instant of so many milliseconds since 1970. */
export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

export const plus = (from: Instant, span: Span): Instant => instant(ms(from) + span);

/** Elapsed time from `from` to `to`; negative when `to` comes first. */
export const between = (from: Instant, to: Instant): Span => ms(to) - ms(from);

export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/**
 * Reads RFC 3339 with any offset and up to nanoseconds (cut to milliseconds, never rounded up) and gives UTC;
 * `undefined` for anything else, for dates that do not exist (30 February) and for years outside 1990 to 2199.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!INSTANT_PATTERN.test(text)) return undefined;
  const milliseconds = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  if (Number.isNaN(milliseconds) || !dateExists(text)) return undefined;
  const year = new Date(milliseconds).getUTCFullYear();
  return year < EARLIEST_YEAR || year > LATEST_YEAR ? undefined : instant(milliseconds);
}

/** `Date.parse` turns 30 February into 2 March; a report must not. */
function dateExists(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const SPAN_PATTERN = /^PT(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?$/;

/**
 * Reads a span in hours, minutes and seconds (`PT24H`, `PT30M`, `PT0.1S`). Days, weeks, months and years are
 * refused: over a clock change `P1D` and `PT24H` differ by an hour.
 */
export function parseSpan(text: string): Span | undefined {
  const match = SPAN_PATTERN.exec(text);
  if (!match || text === 'PT' || text.endsWith('T')) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND + Number(fraction.padEnd(3, '0'));
}

/** A span as `PT…`, the inverse of {@link parseSpan}. */
export function formatSpan(span: Span): string {
  const hours = Math.floor(span / HOUR);
  const minutes = Math.floor((span % HOUR) / MINUTE);
  const seconds = (span % MINUTE) / SECOND;
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return text ? `PT${text}` : 'PT0S';
}
