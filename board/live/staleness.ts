/** Whether what the board shows still holds, and if not, what is away: the connection, or those who act. */

/** Without a heartbeat for so long, nothing on the board is called present. Heartbeats come every ten seconds. */
export const STALE_AFTER_MS = 15_000;

/** An instant of a case that has passed for so long without anything done: no worker acts. Lateness is told at 60 s. */
export const SILENT_AFTER_MS = 20_000;

export type Liveness =
  | { kind: 'live' }
  /** No word yet since the page was opened. */
  | { kind: 'waiting' }
  | { kind: 'lost'; since: number }
  /** The server answers, and an instant that has come was not acted on. */
  | { kind: 'worker-silent'; since: number };

export interface Signs {
  /** Milliseconds since 1970 by the server's clock, as computed here. */
  now: number;
  /** The last heartbeat, by the same clock; absent: none yet. */
  heardAt?: number;
  /** Next instants of open and quiet cases. */
  nextInstants: readonly number[];
}

export function liveness({ now, heardAt, nextInstants }: Signs): Liveness {
  if (heardAt === undefined) return { kind: 'waiting' };
  if (now - heardAt > STALE_AFTER_MS) return { kind: 'lost', since: heardAt };
  const passed = nextInstants.reduce((oldest, at) => Math.min(oldest, at), Infinity);
  return now - passed > SILENT_AFTER_MS ? { kind: 'worker-silent', since: passed } : { kind: 'live' };
}
