/** A calendar of the reports: a column a week, a row a weekday (UTC), darker where a day had more. */
import { DAY, HOUR, instant, ms } from '../../domain/instant.js';
import type { Findings } from '../../domain/rehearsal/findings.js';
import { markup, round } from '../markup.js';
import type { Markup } from '../markup.js';
import { WIDTH } from './axis.js';

const CELL = 15;
const LABELS = 40;
const TOP = 16;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** A row of weeks is as wide as the page; a longer time takes several. */
const WEEKS = Math.floor((WIDTH - LABELS) / (CELL + 2));
const BAND = TOP + 7 * (CELL + 2) + 10;
const MOST_BANDS = 20;

export function calendarPlot({ heardPerHour, from }: Findings): Markup {
  const days = new Map<number, number>();
  const first = Math.floor(ms(from) / HOUR);
  for (const [hour, count] of heardPerHour) {
    const day = Math.floor((first + hour) / 24);
    days.set(day, (days.get(day) ?? 0) + count);
  }
  const most = Math.max(1, ...days.values());
  const [begin, end] = [mondayOf(Math.min(...days.keys())), Math.max(...days.keys())];
  const bands = Math.min(MOST_BANDS, Math.floor((end - begin) / 7 / WEEKS) + 1);
  const cells = [...days].map(([day, count]) => {
    const week = Math.floor((day - begin) / 7);
    if (week >= bands * WEEKS) return undefined;
    const [x, y] = [LABELS + (week % WEEKS) * (CELL + 2), topOf(week) + ((day - begin) % 7) * (CELL + 2)];
    const date = instant(day * DAY).slice(0, 10);
    return markup`<rect class="load" x="${x}" y="${y}" width="${CELL}" height="${CELL}" opacity="${round(0.15 + 0.85 * (count / most))}"><title>${date}: ${count}</title></rect>${bands === 1 && days.size <= 70 && markup`<text class="inside" x="${x + CELL / 2}" y="${y + 11}" text-anchor="middle">${Number(date.slice(8))}</text>`}`;
  });
  const labels = Array.from({ length: bands }, (_, band) => bandOf(begin, band));
  return markup`<svg viewBox="0 0 ${WIDTH} ${bands * BAND}" role="img" aria-labelledby="calendar-title">
<title id="calendar-title">Reports a day (UTC); ${most} is the darkest</title>${labels}${cells}</svg>
<p class="key"><span class="box full"></span> ${most} reports on a day.</p>`;
}

/** Day 0, 1 January 1970, was a Thursday. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

const topOf = (week: number): number => Math.floor(week / WEEKS) * BAND + TOP;

function bandOf(begin: number, band: number): Markup {
  const date = instant((begin + band * WEEKS * 7) * DAY).slice(0, 10);
  return markup`<text class="tick" x="${LABELS}" y="${band * BAND + 10}">${date}</text>${WEEKDAYS.map(
    (name, index) =>
      markup`<text class="small" x="0" y="${band * BAND + TOP + index * (CELL + 2) + 11}">${name}</text>`,
  )}`;
}
