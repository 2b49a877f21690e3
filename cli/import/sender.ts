/**
 * Sends reports to the API, a few at once, at the pace that the API asks for: 429 and 503 hold all of them back until
 * `Retry-After`. Sent again, a report has no second effect, so whatever is not answered is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from '../../exercise/api-client.js';
import type { ApiAnswer, ApiClient } from '../../exercise/api-client.js';
import type { MappedReport } from '../../tables/row-reader.js';

/** Without any answer for so long the import ends; run again, it goes on where it was. */
const PATIENCE_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export class Sender {
  private heldUntil = 0;
  private answeredAt: number | undefined;

  constructor(
    private readonly client: ApiClient,
    /** Told once each time that the API asks to wait. */
    private readonly onHeld: (seconds: number) => void,
  ) {}

  /** @throws {Unreachable} where nothing answers for long */
  async send(report: MappedReport): Promise<ApiAnswer> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await this.turn();
      const answer = await this.ask(report);
      if (answer.status !== 429 && answer.status !== 503) {
        this.answeredAt = performance.now();
        return answer;
      }
      this.answeredAt ??= performance.now();
      if (performance.now() - this.answeredAt > PATIENCE_MS) throw this.gaveUp(answer);
      this.hold(answer.retryAfterMs ?? pause);
    }
  }

  private async ask(report: MappedReport): Promise<ApiAnswer> {
    try {
      return await this.client.post('/reports', report);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      // Nobody has answered at all yet: the address is wrong, or nothing runs.
      if (this.answeredAt === undefined) throw error;
      return { status: 503, body: { detail: error.message } };
    }
  }

  private hold(ms: number): void {
    const until = performance.now() + ms;
    if (until <= this.heldUntil) return;
    if (this.heldUntil < performance.now()) this.onHeld(Math.ceil(ms / 1000));
    this.heldUntil = until;
  }

  /** Others may be held back meanwhile for longer. */
  private async turn(): Promise<void> {
    for (let left = this.left(); left > 0; left = this.left()) await sleep(left);
  }

  private left(): number {
    return this.heldUntil - performance.now();
  }

  private gaveUp({ status, body }: ApiAnswer): Unreachable {
    const { detail } = (typeof body === 'object' && body !== null ? body : {}) as { detail?: string };
    return new Unreachable(this.client.url, `${status} for ${PATIENCE_MS / 60_000} minutes: ${detail ?? 'no reason'}`);
  }
}

/** Does `work` for each item, `atOnce` at a time, and takes the next only when there is room for it. */
export async function eachOf<T>(
  items: AsyncIterator<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const one = async (): Promise<void> => {
    for (let next = await items.next(); !next.done && !failed.signal.aborted; next = await items.next())
      await work(next.value);
  };
  const all = Array.from({ length: atOnce }, () =>
    one().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const ended = await Promise.allSettled(all);
  const fault = ended.find((end) => end.status === 'rejected');
  if (fault) throw fault.reason;
}
