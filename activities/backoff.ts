/** How often and how long a message is tried (RULES 7): written down, and never divided in an exercise. */
import type { Span } from '../domain/instant.js';
import { HOUR, MINUTE, SECOND } from '../domain/instant.js';

/** Between attempts; the last one again and again. Half a minute finds a relay soon after it is back. */
const WAITS: readonly Span[] = [1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND);

/** Where another channel, a delegate or a parent can be asked instead, waiting longer only loses time. */
const PATIENCE_WITH_ANOTHER_WAY: Span = 2 * MINUTE;

/** Where nobody else is left to ask, a day: the notice is then on the board, as not told, and the case goes on. */
const PATIENCE_AS_LAST_RESORT: Span = 24 * HOUR;

export const patience = (lastResort: boolean): Span =>
  lastResort ? PATIENCE_AS_LAST_RESORT : PATIENCE_WITH_ANOTHER_WAY;

/** The wait after the n-th attempt, counted from 1; a provider may ask for more. */
export function waitAfter(attempt: number, asked: Span = 0): Span {
  return Math.max(WAITS[Math.min(attempt, WAITS.length) - 1] ?? SECOND, asked);
}
