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

/** What people write is UTC here. `2027-03-27T20:00` → an instant; what is empty or no instant → nothing. */
export function fromField(value: string): string | undefined {
  const instant = new Date(`${value}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

export const toField = (now: number, seconds = false): string =>
  new Date(now).toISOString().slice(0, seconds ? 19 : 16);
