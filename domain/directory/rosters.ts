/** Whose channel is used at an instant: that of the turn on duty, else the office's own. */
import type { Instant } from '../instant.js';
import { ms } from '../instant.js';
import { wallClock } from '../local-times.js';
import type { Channel, ChannelKind, Directory, OfficeId, Roster, Turn } from './directory.js';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTES_OF_WEEK = 7 * 24 * 60;

export function channelAt(directory: Directory, id: OfficeId, kind: ChannelKind, at: Instant): Channel | undefined {
  const office = directory.offices.find((one) => one.id === id);
  const own = office?.channels.find((channel) => channel.kind === kind);
  if (!office || !own) return undefined;
  const turn = turnAt(
    directory.rosters?.find((roster) => roster.office === id),
    office.timeZone,
    at,
  );
  return turn?.channels.find((channel) => channel.kind === kind) ?? own;
}

/** The turn on duty; `zone`: of the office. */
export function turnAt(roster: Roster | undefined, zone: string, at: Instant): Turn | undefined {
  const dated = roster?.dated.find(({ from, to }) => from <= at && at < to);
  if (dated || !roster) return dated;
  const now = Math.floor(wallClock(ms(at), zone) / 60_000);
  // The first day of 1970 was a Thursday.
  const minute = (now + 4 * 24 * 60) % MINUTES_OF_WEEK;
  return roster.weekly.find(({ from, to }) => inWeek(minuteOfWeek(from), minuteOfWeek(to), minute));
}

/** `mon 08:00` as minutes since Sunday's midnight. */
export function minuteOfWeek(text: string): number {
  const [, day = '', hours = '', minutes = ''] = /^(\w{3}) (\d\d):(\d\d)$/.exec(text) ?? [];
  return DAYS.indexOf(day) * 24 * 60 + Number(hours) * 60 + Number(minutes);
}

/** From one minute of the week on, and no longer at the other; where that is not later, over the week's end. */
export const inWeek = (from: number, to: number, minute: number): boolean =>
  from < to ? from <= minute && minute < to : minute >= from || minute < to;
