/** The ladder of the worst cases: hours since the first violation, phases as they opened, the stand-down, the closing. */
import { between, HOUR } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Findings } from '../../domain/rehearsal/findings.js';
import type { CaseTally } from '../../domain/rehearsal/tally.js';
import { markup, round } from '../markup.js';
import type { Markup } from '../markup.js';
import { LEFT, WIDTH } from './axis.js';

const ROW = 26;
const TOP = 24;
const MOST_CASES = 12;
/** What lies beyond is shown by an arrow. */
const HOURS = 168;
const MARKS = [0, 24, 72, 96, 120, 144, 168];

export function ladderPlot({ cases }: Findings): Markup {
  const worst = [...cases.list].sort(worse).slice(0, MOST_CASES);
  const height = TOP + worst.length * ROW + 8;
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="ladder-title">
<title id="ladder-title">The ${worst.length} worst cases: hours since their first violation</title>
${MARKS.map(
  (
    hour,
  ) => markup`<line class="${hour === 24 || hour === 72 ? 'window' : 'grid'}" x1="${x(hour)}" x2="${x(hour)}" y1="14" y2="${height}"/>
<text class="tick" x="${x(hour)}" y="10" text-anchor="middle">${hour} h</text>`,
)}
${worst.map((one, index) => rowOf(one, TOP + index * ROW))}
</svg>
<p class="key">The number in a diamond is the phase that opened; <b>S</b> stood down; <b>C</b> closed; an arrow: later than ${HOURS} h. Dashed: 24 h and 72 h.</p>`;
}

const x = (hour: number): number => round(LEFT + (Math.min(hour, HOURS) / HOURS) * (WIDTH - LEFT - 40));

function worse(a: CaseTally, b: CaseTally): number {
  return b.level - a.level || b.overdue - a.overdue || b.notices - a.notices || (a.caseId < b.caseId ? -1 : 1);
}

function rowOf(one: CaseTally, y: number): Markup {
  const since = (at: Instant): number => Math.max(0, between(one.firstViolationAt, at) / HOUR);
  const end = one.closedAt === undefined ? HOURS : since(one.closedAt);
  const quiet = one.stoodDownAt === undefined ? end : since(one.stoodDownAt);
  const detail = `${one.violations} violations, ${one.notices} notices, ${one.overdue} duties overdue`;
  return markup`<g><title>${one.caseId}: ${detail}</title>
<text class="name" x="0" y="${y + 11}">${one.caseId}</text><text class="small" x="0" y="${y + 21}">${detail}</text>
<line class="open" x1="${x(0)}" x2="${x(quiet)}" y1="${y + 8}" y2="${y + 8}"/>
<line class="quiet" x1="${x(quiet)}" x2="${x(end)}" y1="${y + 8}" y2="${y + 8}"/>
${one.phases.filter(({ phase }) => phase > 1).map(({ phase, openedAt }) => diamond(since(openedAt), y + 8, phase))}
${one.stoodDownAt !== undefined && letter(since(one.stoodDownAt), y + 12, 'S')}
${one.closedAt !== undefined && letter(since(one.closedAt), y + 12, 'C')}
${end >= HOURS && markup`<text class="mark" x="${x(HOURS) + 14}" y="${y + 12}">→</text>`}</g>`;
}

function diamond(hour: number, y: number, phase: number): Markup {
  const at = x(hour);
  return markup`<path class="phase" d="M${at} ${y - 9}l9 9l-9 9l-9 -9z"/><text class="inside" x="${at}" y="${y + 4}" text-anchor="middle">${phase}</text>`;
}

const letter = (hour: number, y: number, text: string): Markup =>
  markup`<text class="mark" x="${x(hour) + 3}" y="${y}">${text}</text>`;
