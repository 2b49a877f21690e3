/** Ctrl-C, SIGTERM or a closed terminal: the first one ends everything in order, a later one at once. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** In milliseconds. Ctrl-C arrives twice where npm passes it on (TRAPS P13): what comes again this soon is the same. */
const TWICE_MS = 500;

/**
 * Resolves with the first of them, and aborts `asked`. The handlers stay for as long as the process lives: one that is
 * taken away for a moment leaves that moment to the system, which ends the process on the spot.
 */
export function untilAsked(asked: AbortController, err: (text: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const onSignal = (): void => {
      if (since === undefined) {
        since = Date.now();
        asked.abort();
        resolve();
      } else if (Date.now() - since > TWICE_MS) {
        err('Asked again, Holdfire ends at once; the next start cleans up what is left.');
        process.exit(1);
      }
    };
    for (const name of SIGNALS) process.on(name, onSignal);
  });
}
