/**
 * Tells systemd that this process is up and alive (sd_notify). The protocol is a datagram to the Unix socket of
 * `NOTIFY_SOCKET`, which Node cannot send: systemd's own `systemd-notify` does it, and the unit allows that with
 * `NotifyAccess=all`. Where nothing asks for it nothing is done.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MINUTE, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';

const run = promisify(execFile);
const PATIENCE: Span = 5 * SECOND;
/** Where systemd asks for no sign of life, a status is still worth having. */
const STATUS_EVERY: Span = MINUTE;

export class ServiceManager {
  private last = -Infinity;
  private status = '';
  private isTelling = false;
  private readonly every: Span;

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly log: (about: object, sentence: string) => void,
  ) {
    // Half of what is allowed: one that comes late is no death.
    const asked = Number(env['WATCHDOG_USEC']) / 2000;
    this.every = asked > 0 ? asked : STATUS_EVERY;
  }

  async ready(status: string): Promise<void> {
    await this.tell(['READY=1', `STATUS=${status}`]);
  }

  /** Called at every look: that it is called is the sign of life. Never waited for. */
  alive(status: string): void {
    const now = performance.now();
    if (this.isTelling || (now - this.last < this.every && status === this.status)) return;
    this.last = now;
    this.status = status;
    this.isTelling = true;
    void this.tell(['WATCHDOG=1', `STATUS=${status}`]).finally(() => (this.isTelling = false));
  }

  async stopping(): Promise<void> {
    await this.tell(['STOPPING=1']);
  }

  private async tell(assignments: readonly string[]): Promise<void> {
    if (!this.env['NOTIFY_SOCKET']) return;
    try {
      await run('systemd-notify', [...assignments], { env: this.env, timeout: PATIENCE });
    } catch (error) {
      this.log({ err: error }, 'systemd was not told.');
    }
  }
}
