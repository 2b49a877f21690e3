/** Load per office over time: a row for each office, darker where more messages came within an hour. */
import type { Findings } from '../../domain/rehearsal/findings.js';
import { markup, round } from '../markup.js';
import type { Markup } from '../markup.js';
import { stretches, WIDTH } from './axis.js';
import type { TimeAxis } from './axis.js';

const ROW = 16;
const TOP = 20;
const MOST_OFFICES = 40;
const MOST_COLUMNS = 180;

export function loadPlot({ offices, limits }: Findings, axis: TimeAxis): Markup {
  const shown = offices.slice(0, MOST_OFFICES);
  const rows = shown.map((office) => ({ office, ...stretches(office.perHour, axis.hours, MOST_COLUMNS, 'greatest') }));
  const most = Math.max(limits.officePerHour, ...rows.flatMap(({ values }) => values));
  const height = TOP + rows.length * ROW + 6;
  const more = offices.length - shown.length;
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="load-title">
<title id="load-title">Most messages within an hour, by office; ${most} is the darkest</title>
${axis.ticks(height)}
${rows.map(({ office, each, values }, index) => {
  const y = TOP + index * ROW;
  const cells = values.map(
    (value, column) => value > 0 && cell(axis, column * each, each, y, value, most, limits.officePerHour),
  );
  return markup`<text class="name" x="0" y="${y + 11}">${office.office}</text>${cells}`;
})}
</svg>
<p class="key"><span class="box full"></span> ${most} messages an hour; <span class="box crossed"></span> above ${limits.officePerHour}, what one office is taken to take in.${more > 0 && ` ${more} quieter offices stand in the table only.`}</p>`;
}

function cell(
  axis: TimeAxis,
  hour: number,
  each: number,
  y: number,
  value: number,
  most: number,
  limit: number,
): Markup {
  const [x, width] = [axis.x(hour), Math.max(1, round(axis.x(hour + each) - axis.x(hour)))];
  const shade = round(0.15 + 0.85 * (value / most));
  const box = markup`<rect class="load" x="${x}" y="${y}" width="${width}" height="${ROW - 2}" opacity="${shade}"/>`;
  if (value <= limit) return box;
  // Told by shape as well as by shade.
  return markup`${box}<path class="over" d="M${x} ${y}h${width}M${x} ${y + ROW - 2}h${width}"/>`;
}
