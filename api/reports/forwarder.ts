/**
 * Sends accepted reports that no case has yet: after a crash of the API, an outage of Temporal, or a case that was
 * just closing. One at a time per scope, the most urgent first; how many go on at once is the pace's (`intake-pace.ts`).
 */
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import type { Entry } from '../../record/entry.js';
import type { Accepted } from '../../record/intake.js';
import type { Log } from '../log/log.js';
import type { World } from '../worlds/world.js';
import type { ReportService } from './report-service.js';

const EVERY_MS = 1000;
/** A report that a request is still waiting for is left alone this long. */
const YOUNG_MS = 6000;
/** What was left with Temporal is in its history; only a case that was lost there needs it again. */
const LEFT_MS = 300_000;
const MOST_A_ROUND = 200;

export class Forwarder {
  private timer: NodeJS.Timeout | undefined;
  private readonly busy = new Map<World, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly worlds: readonly World[],
    private readonly reports: ReportService,
    private readonly log: Log,
  ) {}

  start(): void {
    // What was left over by a process that is gone has no request waiting for it.
    this.look(0);
    this.timer = setInterval(() => this.look(YOUNG_MS), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    // Whoever waits for a turn goes away; the next process finds it in the intake.
    for (const { pace } of this.worlds) pace.close();
    await Promise.all(this.busy.values());
  }

  /** One round at a time in each world; an outage of one does not hold up the other. */
  private look(youngMs: number): void {
    for (const world of this.worlds) {
      if (this.busy.has(world)) continue;
      const round = this.round(world, youngMs)
        .catch((error: unknown) => this.log.error({ err: error }, 'Reports could not be forwarded'))
        .finally(() => this.busy.delete(world));
      this.busy.set(world, round);
    }
  }

  private async round(world: World, youngMs: number): Promise<void> {
    await this.takeLate(world);
    const before = new Date(Date.now() - youngMs).toISOString();
    const due = world.intake
      .pending()
      // For what a review let go on no request waits.
      .filter(
        ({ recordedAt, body }) =>
          (recordedAt <= before || body.judgedIn !== undefined) &&
          !this.reports.isLeft(body.commandId, LEFT_MS) &&
          !this.reports.isUnderWay(body.commandId),
      )
      .sort(moreUrgent)
      .slice(0, MOST_A_ROUND);
    await Promise.all(byScope(due).map((queue) => this.inOrder(world, queue)));
  }

  /** One that does not come through ends the round for its scope. */
  private async inOrder(world: World, queue: readonly Entry<Accepted>[]): Promise<void> {
    for (const entry of queue) {
      if (this.stopped || !(await this.forward(world, entry))) return;
    }
  }

  private async forward(world: World, entry: Entry<Accepted>): Promise<boolean> {
    const { commandId } = entry.body;
    try {
      const done = await this.reports.forward(world, entry);
      return done !== undefined || this.reports.isLeft(commandId, LEFT_MS);
    } catch (error) {
      this.log.warn({ err: error, commandId }, 'A report was not taken by its case');
      return true;
    }
  }

  /** Reports that went to Temporal while the record was away. */
  private async takeLate(world: World): Promise<void> {
    for (let first = world.late[0]; first; first = world.late[0]) {
      try {
        await world.intake.accept(first);
      } catch (error) {
        this.log.warn({ err: error, waiting: world.late.length }, 'Reports wait for the record');
        return;
      }
      world.late.shift();
      // Its case's entry may have been folded before the intake knew of it.
      if (world.views.command(first.commandId)) world.intake.markAnswered(first.commandId);
    }
  }
}

/** The earlier it happened, the less is left of its windows. */
function moreUrgent(a: Entry<Accepted>, b: Entry<Accepted>): number {
  const [x, y] = [occurred(a), occurred(b)];
  if (x !== y) return x < y ? -1 : 1;
  return a.seq - b.seq;
}

const occurred = ({ body }: Entry<Accepted>): string =>
  (body.envelope as Envelope<ReportBody>).body.occurredAt.earliest;

function byScope(due: readonly Entry<Accepted>[]): Entry<Accepted>[][] {
  const scopes = new Map<string, Entry<Accepted>[]>();
  for (const entry of due) scopes.set(entry.body.scope, [...(scopes.get(entry.body.scope) ?? []), entry]);
  return [...scopes.values()];
}
