/**
 * Temporal servers for tests. Workers are started through the server object, which ends them before it ends itself:
 * the time-skipping server cannot be torn down under a worker that was made and never ran (TRAPS 32).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { ensureTemporal, ensureTimeSkippingServer } from '../../scripts/ensure-temporal.mjs';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.js';
import { freePorts } from './free-port.js';

/** As `temporal server start-dev --search-attribute` and `temporal.api.enums.v1.IndexedValueType` name the types. */
const TYPES = {
  KEYWORD: { word: 'Keyword', number: 2 },
  INT: { word: 'Int', number: 3 },
  BOOL: { word: 'Bool', number: 5 },
  DATETIME: { word: 'Datetime', number: 6 },
} as const;

export interface RunningWorker {
  /** As often as you like; resolves when the worker has ended. */
  stop(): Promise<void>;
}

export interface TestServer {
  env: TestWorkflowEnvironment;
  address: string;
  /** A worker that runs at once, on the server's namespace and connection. */
  startWorker(options: Omit<WorkerOptions, 'connection' | 'namespace'>): Promise<RunningWorker>;
  /** Ends the workers, the connections and the server. */
  stop(): Promise<void>;
}

/**
 * The Java server: a 72 h case in 50 ms; `env.sleep` moves the clock and then holds it (TRAPS P17). No lists, no
 * heartbeat details after a failure.
 */
export async function startTimeSkipping(): Promise<TestServer> {
  const path = await ensureTimeSkippingServer();
  const server = await served(() =>
    TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }),
  );
  const numbers = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPES[type].number] as const);
  await server.env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(numbers),
  });
  return server;
}

/** The real server on a SQLite file of its own, with the search attributes of the product. */
export async function startDevServer({ namespace = 'default' } = {}): Promise<TestServer> {
  const path = await ensureTemporal();
  const [port = 0, http = 0, metrics = 0] = await freePorts(3);
  const folder = await mkdtemp(join(tmpdir(), 'holdfire-temporal-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  return await served(
    () =>
      TestWorkflowEnvironment.createLocal({
        server: {
          executable: { type: 'existing-path', path },
          ip: '127.0.0.1',
          port,
          namespace,
          dbFilename: join(folder, 'temporal.sqlite'),
          log: { format: 'pretty', level: 'error' },
          extraArgs: devServerArguments(http, metrics),
        },
      }),
    removeFolder,
  );
}

function devServerArguments(http: number, metrics: number): string[] {
  const attributes = Object.entries(SEARCH_ATTRIBUTES);
  return [
    '--sqlite-pragma=journal_mode=wal',
    '--sqlite-pragma=synchronous=normal',
    `--http-port=${http}`,
    `--metrics-port=${metrics}`,
    ...attributes.map(([name, type]) => `--search-attribute=${name}=${TYPES[type].word}`),
  ];
}

let running = 0;

async function served(
  create: () => Promise<TestWorkflowEnvironment>,
  afterwards: () => Promise<void> = () => Promise.resolve(),
): Promise<TestServer> {
  quietRuntime();
  running += 1;
  const env = await create().catch(async (error: unknown) => {
    running -= 1;
    await afterwards();
    throw error;
  });
  const workers = new Set<RunningWorker>();
  const startWorker: TestServer['startWorker'] = async (options) => {
    const worker = await Worker.create({
      shutdownGraceTime: '1s',
      ...options,
      connection: env.nativeConnection,
      namespace: env.namespace ?? 'default',
    });
    const one = runNow(worker);
    workers.add(one);
    return one;
  };
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    const ended = await Promise.allSettled([...workers].map((worker) => worker.stop()));
    await env.teardown();
    running -= 1;
    await afterwards();
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  };
  return { env, address: env.address, startWorker, stop: () => (stopped ??= stop()) };
}

function runNow(worker: Worker): RunningWorker {
  const run = worker.run();
  // Kept for `stop`, which rejects with it; until then it is no unhandled rejection.
  run.catch(() => undefined);
  return {
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await run;
    },
  };
}

/** Installed anew whenever the last server has gone, for it goes with the last connection (TRAPS 19). */
function quietRuntime(): void {
  if (running > 0) return;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR' } },
    shutdownSignals: [],
  });
}
