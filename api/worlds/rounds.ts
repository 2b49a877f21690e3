/**
 * Looks again every few seconds, and at once when asked; never twice at the same time. No scheduler: nothing is planned
 * or kept, and what a round misses the next one makes good.
 */
import type { Log } from '../log/log.js';

export interface RoundsOptions {
  everyMs: number;
  look: () => Promise<void>;
  /** What a round that fails is waiting for, in the log. */
  waits: string;
  log: Log;
}

export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private closed = false;

  constructor(private readonly options: RoundsOptions) {}

  start(): void {
    this.timer = setInterval(this.soon, this.options.everyMs);
    this.timer.unref();
    this.soon();
  }

  soon = (): void => {
    if (this.closed || this.timer === undefined) return;
    if (this.round) {
      this.again = true;
      return;
    }
    this.again = false;
    const { look, log, waits } = this.options;
    this.round = look()
      .catch((error: unknown) => log.warn({ err: error }, waits))
      .finally(() => {
        this.round = undefined;
        // Not at once: a round that waits for nothing outside would let nothing else of this process have its turn.
        if (this.again) setImmediate(this.soon);
      });
  };

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.round;
  }
}
