/**
 * Instants as people read them: UTC and the capitals' local times, with the weekday. The calendar comes from the
 * runtime's time zone data, the words from here, so that no other version of that runtime writes them otherwise.
 */
import { DAY, MINUTE, ms } from './instant.js';
import type { Instant } from './instant.js';

export type Language = 'en' | 'uk';

export interface LocalTimes {
  utc: string;
  kyiv: string;
  brussels: string;
  washington: string;
}

/** The zones of the four clocks that the product shows. */
export const CLOCKS = {
  utc: 'UTC',
  kyiv: 'Europe/Kyiv',
  brussels: 'Europe/Brussels',
  washington: 'America/New_York',
} as const satisfies Record<keyof LocalTimes, string>;

const WEEKDAYS = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  uk: ['нд', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'],
} as const;

const MONTHS = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  uk: ['січ.', 'лют.', 'бер.', 'квіт.', 'трав.', 'черв.', 'лип.', 'серп.', 'вер.', 'жовт.', 'лист.', 'груд.'],
} as const;

/** `Sat 27 Mar 2027, 20:00 UTC`, `Sat 27 Mar 2027, 22:00 (UTC+2)` and so on. */
export function localTimes(instant: Instant, language: Language = 'en'): LocalTimes {
  return {
    utc: inZone(instant, CLOCKS.utc, language),
    kyiv: inZone(instant, CLOCKS.kyiv, language),
    brussels: inZone(instant, CLOCKS.brussels, language),
    washington: inZone(instant, CLOCKS.washington, language),
  };
}

/**
 * One instant in one zone: weekday, date, time and how far the zone is from UTC just then. Seconds and milliseconds
 * are written only where they are not zero.
 * @throws {RangeError} for a zone that does not exist; `isTimeZone` tells
 */
export function inZone(instant: Instant, zone: string, language: Language): string {
  const utc = ms(instant);
  const wall = wallClock(utc, zone);
  const date = new Date(wall);
  const weekday = WEEKDAYS[language][date.getUTCDay()] ?? '';
  const month = MONTHS[language][date.getUTCMonth()] ?? '';
  const year = language === 'en' ? String(date.getUTCFullYear()) : `${date.getUTCFullYear()} р.`;
  const offset = zone === 'UTC' ? 'UTC' : `(${offsetText((wall - utc) / 60_000)})`;
  return `${weekday} ${date.getUTCDate()} ${month} ${year}, ${clock(date)} ${offset}`;
}

export function isTimeZone(name: string): boolean {
  // Runtimes take offsets such as "+03:00" for zones too; they know no summer time.
  if (name !== 'UTC' && !/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$/.test(name)) return false;
  try {
    formatter(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What the zone's clocks show, as the milliseconds of a UTC clock that shows the same. */
export function wallClock(utc: number, zone: string): number {
  if (utc < CALM_SINCE) return wallClockBy(formatter(zone), utc);
  const key = `${zone} ${Math.floor(utc / QUARTER)}`;
  const known = offsets.get(key) ?? wallClockBy(formatter(zone), utc) - utc;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, known);
  return utc + known;
}

/** Since then clocks change at quarters of an hour only, and formatting is dear where a message names many instants. */
const CALM_SINCE = Date.UTC(2000, 0, 1);
const QUARTER = 15 * MINUTE;
const MOST_OFFSETS = 1000;
const offsets = new Map<string, number>();

function wallClockBy(format: Intl.DateTimeFormat, utc: number): number {
  const parts = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((utc % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

/**
 * When the clocks of `zone` show `wall`, as milliseconds since 1970: twice in the hour that comes twice, never in the
 * one that is left out, else once.
 */
export function instantsAt(wall: number, zone: string): number[] {
  // Clocks change at most once within a day and a half, so both readings of `wall` are among these.
  const found = [wall - offsetAt(wall - DAY, zone), wall - offsetAt(wall + DAY, zone)];
  return [...new Set(found)].filter((utc) => wallClock(utc, zone) === wall).sort((a, b) => a - b);
}

/** As {@link instantsAt}; for a time that is left out, by the clocks as they went before the change. */
export const instantAt = (wall: number, zone: string): number =>
  instantsAt(wall, zone)[0] ?? wall - offsetAt(wall - DAY, zone);

const offsetAt = (utc: number, zone: string): number => wallClock(utc, zone) - utc;

function clock(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = date.getUTCSeconds();
  const milliseconds = date.getUTCMilliseconds();
  const text = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (milliseconds > 0) return `${text}:${two(seconds)}.${String(milliseconds).padStart(3, '0')}`;
  return seconds > 0 ? `${text}:${two(seconds)}` : text;
}

function offsetText(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest > 0 ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

/** Making one is slow; a process meets few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
