/** The server's time in the browser: what it said last, and what this machine's steady clock has counted since. */
import { useSyncExternalStore } from 'react';

/** Each second has its own face; in between nothing on the board moves. */
const TICK_MS = 250;

let said = Date.now();
let saidAt = performance.now();
let heardAt: number | undefined;

/** Milliseconds since 1970. The machine's own clock is not asked once the server has spoken. */
export const serverNow = (): number => said + (performance.now() - saidAt);

/** When the server spoke last, by {@link serverNow}; absent: not yet. */
export const lastHeard = (): number | undefined => heardAt;

export function hear(now: string): void {
  said = Date.parse(now);
  saidAt = performance.now();
  heardAt = said;
  tickedAt = -Infinity;
}

let tick = said;
let tickedAt = -Infinity;

/** The same for everything that is drawn at once: within a tick the time stands still. */
function tickNow(): number {
  if (performance.now() - tickedAt >= TICK_MS - 1) {
    tick = serverNow();
    tickedAt = performance.now();
  }
  return tick;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A value that follows the time; draws anew only when it is another. */
export const useTicking = <Value extends string | number | boolean>(valueAt: (now: number) => Value): Value =>
  useSyncExternalStore(listen, () => valueAt(tickNow()));
