/** Remaining time as text. Hours never turn into days: over a change of clocks a day is not 24 of them. */

/**
 * `71:59:12` before the instant, `+00:01:05` after it. `remaining` in milliseconds of this world, times `speed` in an
 * exercise. Before the instant a begun second counts whole, so that 00:00:00 is never shown before it has come.
 */
export function countdown(remaining: number, speed = 1): string {
  const span = remaining * speed;
  const seconds = span > 0 ? Math.ceil(span / 1000) : Math.floor(-span / 1000);
  const text = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return span < 0 ? `+${text}` : text;
}

/** Where `now` stands between the first violation (0) and 72 hours after it (1); never outside. */
export const along = (from: number, now: number, whole: number): number =>
  Math.min(1, Math.max(0, (now - from) / whole));
