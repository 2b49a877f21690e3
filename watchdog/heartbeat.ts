/**
 * Calls an address again and again while all is well: somebody else's alarm goes off when it stays silent, whether the
 * watchdog died, its host did, or it has something to say that nobody may have heard.
 */
import { within } from '../activities/channels/within.js';
import { SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';

const PATIENCE: Span = 10 * SECOND;

export interface HeartbeatParts {
  url: string | undefined;
  log: (about: object, sentence: string) => void;
  everyMs: Span;
}

export class Heartbeat {
  private last = -Infinity;
  private isCalling = false;
  private readonly ending = new AbortController();

  constructor(private readonly parts: HeartbeatParts) {}

  /** Called at every look; calls when it is time. Never waited for. */
  beat(isWell: boolean): void {
    const { url, everyMs } = this.parts;
    const now = performance.now();
    if (url === undefined || !isWell || this.isCalling || now - this.last < everyMs) return;
    this.last = now;
    this.isCalling = true;
    void this.call(url).finally(() => (this.isCalling = false));
  }

  close(): void {
    this.ending.abort();
  }

  private async call(url: string): Promise<void> {
    try {
      const { ok, status } = await within(PATIENCE, this.ending.signal, async (signal) => {
        const response = await fetch(url, { method: 'POST', redirect: 'manual', signal });
        response.body?.cancel().catch(() => undefined);
        return response;
      });
      if (!ok) this.parts.log({ status }, 'The heartbeat was not taken.');
    } catch (error) {
      if (!this.ending.signal.aborted) this.parts.log({ err: error }, 'The heartbeat did not arrive.');
    }
  }
}
