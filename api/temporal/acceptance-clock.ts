/**
 * What time it is when a command is accepted (RULES 3): the API's clock, and the Temporal server's while the two
 * differ by more than two seconds.
 *
 * The server tells its time only in the events that it writes (`server-time.ts` has one written and reads it). That is
 * done at the start, every ten minutes, and at once when this host's wall clock has moved against its monotonic one:
 * a step of the wall clock is noticed by the very next command, without a call to the server for every command.
 */
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';

/** Beyond this the server's clock is used. */
const TOLERANCE_MS = 2000;
/** A wall clock that moved this much against the monotonic one has been set. */
const JUMP_MS = 500;
const PROBE_EVERY_MS = 600_000;
/** While the server does not answer it is asked this often, so that nobody waits for it in vain. */
const RETRY_MS = 10_000;

export interface ServerTime {
  /** Milliseconds since 1970 by the Temporal server's clock; rejects while it cannot be reached. */
  read(): Promise<number>;
}

export class AcceptanceClock {
  /** Server minus API, milliseconds, as last measured. */
  private offset = 0;
  private measured: { wall: number; mono: number } | undefined;
  private failedAt: number | undefined;
  private measuring: Promise<void> | undefined;

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
    this.measuring ??= this.measureOnce().finally(() => (this.measuring = undefined));
    await this.measuring;
  }

  private async measureOnce(): Promise<void> {
    const before = this.wall();
    try {
      const server = await this.server.read();
      const after = this.wall();
      this.offset = Math.round(server - (before + after) / 2);
      this.measured = { wall: after, mono: this.mono() };
      this.failedAt = undefined;
    } catch {
      this.failedAt = this.mono();
      this.carryOn();
    }
  }

  /** Unreachable: what was measured last, carried on by the monotonic clock, is the best that is known. */
  private carryOn(): void {
    if (!this.measured) return;
    const mono = this.mono();
    const wall = this.wall();
    const server = this.measured.wall + this.offset + (mono - this.measured.mono);
    this.offset = Math.round(server - wall);
    this.measured = { wall, mono };
  }

  private isSuspect(): boolean {
    const mono = this.mono();
    const resting = this.failedAt !== undefined && mono - this.failedAt < RETRY_MS;
    if (!this.measured) return !resting;
    const elapsed = mono - this.measured.mono;
    const jumped = Math.abs(this.wall() - this.measured.wall - elapsed) > JUMP_MS;
    return jumped || (!resting && elapsed > PROBE_EVERY_MS);
  }
}
