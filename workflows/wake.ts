/**
 * The one timer of a case. When the next instant becomes later the running timer is kept: waking early and sleeping
 * again is always right, and costs nothing where it would have been cancelled and started anew at each command.
 */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { ms } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';

export class Wake {
  private armed?: { until: Instant; scope: CancellationScope } | undefined;
  private fired = false;

  /** Wakes at or before `until`; never for `undefined`. */
  at(until: Instant | undefined, summary: string): void {
    if (until === undefined || (this.armed && this.armed.until <= until)) return;
    this.armed?.scope.cancel();
    const scope = new CancellationScope({ cancellable: true });
    const armed = { until, scope };
    this.armed = armed;
    void this.wait(armed, Math.max(1, ms(until) - Date.now()), summary);
  }

  /** Whether the timer has fired since the last call. */
  take(): boolean {
    const fired = this.fired;
    this.fired = false;
    return fired;
  }

  private async wait(armed: { scope: CancellationScope }, span: number, summary: string): Promise<void> {
    try {
      await armed.scope.run(() => sleep(span, { summary }));
    } catch (error) {
      if (isCancellation(error)) return;
      throw error;
    }
    if (this.armed === armed) this.armed = undefined;
    this.fired = true;
  }
}
