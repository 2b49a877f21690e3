/**
 * Sends accepted reports that no case has yet: after a crash of the API, an outage of Temporal, or a case that was
 * just closing. A bounded number at once, one at a time per scope, oldest first.
 */
import type { Log } from '../log/log.js';
import type { World } from '../worlds/world.js';
import type { ReportService } from './report-service.js';

const EVERY_MS = 1000;
/** A report that a request is still waiting for is left alone this long. */
const YOUNG_MS = 6000;
const MOST_AT_ONCE = 4;
const MOST_A_ROUND = 200;

export class Forwarder {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;

  constructor(
    private readonly worlds: readonly World[],
    private readonly reports: ReportService,
    private readonly clock: () => number,
    private readonly log: Log,
  ) {}

  start(): void {
    // What was left over by a process that is gone has no request waiting for it.
    this.look(0);
    this.timer = setInterval(() => this.look(YOUNG_MS), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  private look(young: number): void {
    this.busy ??= this.round(young).finally(() => {
      this.busy = undefined;
    });
  }

  private async round(young: number): Promise<void> {
    for (const world of this.worlds) {
      await this.takeLate(world);
      const before = new Date(this.clock() - young).toISOString();
      const due = world.intake.pending().filter(({ recordedAt }) => young === 0 || recordedAt <= before);
      const queues = byScope(due.slice(0, MOST_A_ROUND));
      for (let at = 0; at < queues.length; at += MOST_AT_ONCE) {
        await Promise.all(queues.slice(at, at + MOST_AT_ONCE).map((queue) => this.inOrder(world, queue)));
      }
    }
  }

  private async inOrder(world: World, queue: ReturnType<World['intake']['pending']>): Promise<void> {
    for (const entry of queue) {
      try {
        await this.reports.forward(world, entry);
      } catch (error) {
        this.log.warn({ err: error, commandId: entry.body.commandId }, 'A report could not be forwarded');
      }
    }
  }

  /** Reports that went to Temporal while the record was away. */
  private async takeLate(world: World): Promise<void> {
    while (world.late[0]) {
      try {
        await world.intake.accept(world.late[0]);
        world.late.shift();
      } catch (error) {
        this.log.warn({ err: error }, 'The record is still away');
        return;
      }
    }
  }
}

function byScope(due: ReturnType<World['intake']['pending']>): (typeof due)[] {
  const scopes = new Map<string, typeof due>();
  for (const entry of due) scopes.set(entry.body.scope, [...(scopes.get(entry.body.scope) ?? []), entry]);
  return [...scopes.values()];
}
