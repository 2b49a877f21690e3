/** Time from left to right: hours since the beginning of the rehearsal. */
import { HOUR, ms, instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { markup, round } from '../markup.js';
import type { Markup } from '../markup.js';

/** Of every plot, in its own units. */
export const WIDTH = 960;
export const LEFT = 200;
const MOST_TICKS = 8;

/** Steps between two dates on the axis, hours. */
const STEPS = [6, 12, 24, 48, 96, 168, 336, 720, 1440, 2160, 4320, 8760];

export interface TimeAxis {
  hours: number;
  x: (hour: number) => number;
  /** Lines and dates, for a plot that is `height` high. */
  ticks: (height: number) => Markup[];
}

export function timeAxis(from: Instant, hours: number): TimeAxis {
  const x = (hour: number): number => round(LEFT + (hour / Math.max(1, hours)) * (WIDTH - LEFT - 10));
  const step = STEPS.find((one) => hours / one <= MOST_TICKS) ?? hours / MOST_TICKS;
  const ticks = (height: number): Markup[] =>
    Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => {
      const hour = index * step;
      const label = dateOf(from, hour, step);
      return markup`<line class="grid" x1="${x(hour)}" x2="${x(hour)}" y1="14" y2="${height}"/>
<text class="tick" x="${x(hour)}" y="10" text-anchor="${index === 0 ? 'start' : 'middle'}">${label}</text>`;
    });
  return { hours, x, ticks };
}

function dateOf(from: Instant, hour: number, step: number): string {
  const at = instant(ms(from) + hour * HOUR);
  return step < 24 ? `${at.slice(5, 10)} ${at.slice(11, 16)}` : at.slice(0, 10);
}

/** One number for each of at most `most` equal stretches: their greatest, or their sum. */
export function stretches(
  perHour: readonly (readonly [number, number])[],
  hours: number,
  most: number,
  take: 'greatest' | 'sum',
): { each: number; values: number[] } {
  const each = Math.max(1, Math.ceil(hours / most));
  const values = Array.from({ length: Math.ceil(hours / each) || 1 }, () => 0);
  for (const [hour, count] of perHour) {
    const index = Math.floor(hour / each);
    if (index < 0 || index >= values.length) continue;
    const before = values[index] ?? 0;
    values[index] = take === 'sum' ? before + count : Math.max(before, count);
  }
  return { each, values };
}
