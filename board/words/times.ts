/** Instants as people read them: UTC to the second, and clocks of fixed places. */
import type { Language } from './language.js';

/** `27 Mar 2027, 20:00:00` UTC. */
export function utc(at: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** `Sat 27 Mar, 20:00`: where the year is plain and the second does not matter. */
export function shortUtc(at: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** `Sat 22:00` in the zone with this IANA name. */
export function clockIn(zone: string, now: number, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
}

const locale = (language: Language): string => (language === 'en' ? 'en-GB' : 'uk-UA');

/** What an `<input type="datetime-local">` holds is UTC here. `2027-03-27T20:00` → an instant; empty → nothing. */
export const fromField = (value: string): string | undefined =>
  value === '' ? undefined : new Date(`${value}Z`).toISOString();

export const toField = (now: number): string => new Date(now).toISOString().slice(0, 16);
