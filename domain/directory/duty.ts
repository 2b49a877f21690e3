/** Who is on duty for an office, until when, and where nobody will be: its roster over the coming weeks. */
import { ms, instant } from '../instant.js';
import type { Instant } from '../instant.js';
import { instantAt, wallClock } from '../local-times.js';
import type { Roster } from './directory.js';
import { minuteOfWeek, turnAt } from './rosters.js';

export interface DutySpan {
  /** Absent: no turn, and the office is reached over its own channels. */
  turn?: string;
  from: Instant;
  to: Instant;
}

const DAY = 24 * 60;
const DAY_MS = DAY * 60_000;

/** From `from` to `to` without a break; neighbours are of different turns. `zone`: of the office. */
export function dutyOver(roster: Roster, zone: string, from: Instant, to: Instant): DutySpan[] {
  const marks = [from, ...changes(roster, zone, from, to), to];
  const spans: DutySpan[] = [];
  marks.slice(0, -1).forEach((begin, index) => {
    const end = marks[index + 1] ?? to;
    const turn = turnAt(roster, zone, begin)?.turn;
    const last = spans.at(-1);
    if (last && last.turn === turn) last.to = end;
    else spans.push({ from: begin, to: end, ...(turn === undefined ? {} : { turn }) });
  });
  return spans;
}

/** Instants between the two at which a turn may begin or end, in order. */
function changes({ weekly, dated }: Roster, zone: string, from: Instant, to: Instant): Instant[] {
  const minutes = [...new Set(weekly.flatMap((turn) => [turn.from, turn.to]))].map(minuteOfWeek);
  const found = dated.flatMap((turn) => [turn.from, turn.to]);
  // Midnights by the clocks of the office, from the day before on: a zone may be ahead of UTC or behind it.
  const first = Math.floor(wallClock(ms(from), zone) / DAY_MS) * DAY_MS - DAY_MS;
  const last = wallClock(ms(to), zone) + DAY_MS;
  for (let midnight = first; midnight <= last; midnight += DAY_MS) {
    // The first day of 1970 was a Thursday; a week begins with Sunday.
    const day = ((midnight / DAY_MS + 4) % 7) * DAY;
    for (const minute of minutes) {
      if (minute >= day && minute < day + DAY) found.push(instant(instantAt(midnight + (minute - day) * 60_000, zone)));
    }
  }
  return [...new Set(found)].filter((at) => at > from && at < to).sort();
}

/** Where no turn is on duty. */
export const gapsIn = (spans: readonly DutySpan[]): DutySpan[] => spans.filter(({ turn }) => turn === undefined);
