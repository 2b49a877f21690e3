/** Duties owed at once, and of them overdue, over time. */
import type { Findings } from '../../domain/rehearsal/findings.js';
import { markup, round } from '../markup.js';
import type { Markup } from '../markup.js';
import { LEFT, WIDTH } from './axis.js';
import type { TimeAxis } from './axis.js';

const TOP = 24;
const HEIGHT = 150;

export function owedPlot({ owed, overdue, duties }: Findings, axis: TimeAxis): Markup {
  const most = Math.max(1, duties.mostOwed?.count ?? 0);
  const y = (count: number): number => round(TOP + (1 - count / most) * (HEIGHT - TOP - 8));
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="owed-title">
<title id="owed-title">Duties owed at once, at most ${most}</title>
${axis.ticks(HEIGHT - 8)}
<text class="name" x="0" y="${y(most) + 4}">${most} owed at once</text>
<text class="name" x="0" y="${y(0)}">0</text>
<line class="grid" x1="${LEFT}" x2="${WIDTH - 10}" y1="${y(0)}" y2="${y(0)}"/>
<path class="owed" d="${steps(owed, axis, y)}"/>
<path class="overdue" d="${steps(overdue, axis, y)}"/>
</svg>
<p class="key"><span class="line owed-key"></span> owed; <span class="line overdue-key"></span> of them overdue.</p>`;
}

function steps(sums: readonly [number, number][], axis: TimeAxis, y: (count: number) => number): string {
  let path = `M${axis.x(0)} ${y(0)}`;
  for (const [hour, count] of sums) if (hour <= axis.hours) path += `H${axis.x(hour)}V${y(count)}`;
  return `${path}H${axis.x(axis.hours)}`;
}
