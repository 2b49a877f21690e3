/**
 * Keeps the canary going: its schedule on the Temporal server, and a small worker for it beside those of the worlds.
 * Where either fails the worlds go on, it is tried again, and the watchdog misses the canary meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { NativeConnection } from '@temporalio/worker';
import { canaryActivities } from '../activities/canary.js';
import { logbookChannel } from '../activities/channels/logbook.js';
import type { Log } from '../activities/log.js';
import { CANARY_EVERY } from '../domain/canary.js';
import { MINUTE } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import type { RecordStore } from '../record/record-store.js';
import { CANARY_ID, CANARY_QUEUE, CANARY_WORKFLOW } from '../workflows/messages.js';
import { converterPath } from './converter-path.js';
import { workflowCode } from './run-world.js';
import { WORKER_LIMITS } from './worker-options.js';

export interface CanaryParts {
  connection: NativeConnection;
  /** Of exercises. */
  namespace: string;
  /** Of the real world: that is the one it proves. */
  store: RecordStore;
  /** Of its own: what it says is no message to anybody. */
  logbookFile: string;
  publicUrl: string;
  log: Log;
  /** For tests. */
  everyMs?: Span;
}

const AGAIN: Span = MINUTE;

export class CanaryKeeper {
  private readonly ending = new AbortController();
  private worker: Worker | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: CanaryParts) {}

  start(): void {
    this.running = Promise.all([this.again(() => this.work()), this.again(() => this.schedule())]);
  }

  end(): void {
    this.ending.abort();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
  }

  async ended(): Promise<void> {
    await this.running;
  }

  /** Until it has gone well once, or all ends. */
  private async again(work: () => Promise<void>): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) return;
        this.parts.log.warn({ err: error }, 'The canary does not run; it is tried again.');
        await sleep(AGAIN, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async work(): Promise<void> {
    const { connection, namespace, store, logbookFile, publicUrl } = this.parts;
    const logbook = logbookChannel(logbookFile);
    this.worker = await Worker.create({
      connection,
      namespace,
      taskQueue: CANARY_QUEUE,
      activities: { ...canaryActivities({ store, logbook, publicUrl, clock: Date.now }) },
      dataConverter: { payloadConverterPath: converterPath() },
      ...(await workflowCode()),
      ...WORKER_LIMITS,
      // One at a time comes here.
      maxCachedWorkflows: 2,
      maxConcurrentWorkflowTaskExecutions: 2,
      maxConcurrentActivityTaskExecutions: 2,
      maxConcurrentLocalActivityExecutions: 1,
      maxConcurrentWorkflowTaskPolls: 2,
      maxConcurrentActivityTaskPolls: 1,
    });
    if (this.ending.signal.aborted) return;
    await this.worker.run();
  }

  private async schedule(): Promise<void> {
    const { connection, namespace, everyMs = CANARY_EVERY } = this.parts;
    const { schedule } = new Client({ connection, namespace });
    const spec = { intervals: [{ every: everyMs }] };
    const action = {
      type: 'startWorkflow',
      workflowType: CANARY_WORKFLOW,
      workflowId: CANARY_ID,
      taskQueue: CANARY_QUEUE,
      // The next one is not to wait for one that hangs.
      workflowExecutionTimeout: '4 min',
    } as const;
    // What was missed says nothing today.
    const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 min' } as const;
    try {
      const state = { triggerImmediately: true };
      await schedule.create({ scheduleId: CANARY_ID, spec, action, policies, state });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      // That of another release, perhaps.
      await schedule.getHandle(CANARY_ID).update((before) => ({ ...before, spec, action, policies }));
    }
  }
}
