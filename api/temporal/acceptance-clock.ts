/**
 * What time it is when a command is accepted (RULES 3): the API's clock, and the Temporal server's while the two
 * differ by more than two seconds.
 *
 * The server tells its time only in the events that it writes. So a small workflow nobody works on, `clock`, is
 * signalled and its last event read: two calls. That is done at the start, every ten minutes, and at once when this
 * host's wall clock has jumped against its monotonic one.
 */
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';

/** Beyond this the server's clock is used. */
const TOLERANCE_MS = 2000;
/** A wall clock that moved this much against the monotonic one has been set. */
const JUMP_MS = 500;
const PROBE_EVERY_MS = 600_000;

export interface ServerTime {
  /** Milliseconds since 1970 by the Temporal server's clock; rejects while it cannot be reached. */
  read(): Promise<number>;
}

export class AcceptanceClock {
  /** Server minus API, milliseconds, as last measured. */
  private offset = 0;
  private measured: { wall: number; mono: number } | undefined;

  constructor(
    private readonly wall: () => number,
    private readonly server: ServerTime,
    private readonly mono: () => number = () => performance.now(),
  ) {}

  /** The instant of acceptance. Asks the server first where this host's clock cannot be trusted unseen. */
  async accept(): Promise<Instant> {
    if (this.isSuspect()) await this.measure();
    return this.now();
  }

  now(): Instant {
    return instant(this.isOff() ? this.wall() + this.offset : this.wall());
  }

  /** Whether the server's clock is used instead of this host's. */
  isOff(): boolean {
    return Math.abs(this.offset) > TOLERANCE_MS;
  }

  offsetMs(): number {
    return this.offset;
  }

  async measure(): Promise<void> {
    const before = this.wall();
    try {
      const server = await this.server.read();
      const after = this.wall();
      this.offset = Math.round(server - (before + after) / 2);
      this.measured = { wall: after, mono: this.mono() };
    } catch {
      // Unreachable: what was measured last, carried on by the monotonic clock, is the best that is known.
      if (this.measured) {
        const expected = this.measured.wall + this.offset + (this.mono() - this.measured.mono);
        this.offset = Math.round(expected - this.wall());
      }
    }
  }

  private isSuspect(): boolean {
    if (!this.measured) return true;
    const wall = this.wall() - this.measured.wall;
    const mono = this.mono() - this.measured.mono;
    return Math.abs(wall - mono) > JUMP_MS || mono > PROBE_EVERY_MS;
  }
}
