/**
 * Everything in one: the Temporal server, the API, the worker and the watchdog as children that are started again when they die, and
 * the exercise's sinks inside this process. Order of starting: lock, sinks, server, namespaces, services; it ends the
 * same backwards.
 */
import type { Config } from '../../config/config.js';
import { exerciseNamespace } from '../../config/worlds.js';
import { connectTemporal } from '../temporal/connect.js';
import { prepareNamespace } from '../temporal/prepare-namespace.js';
import type { DataLock } from './data-lock.js';
import { openExercise } from './open-exercise.js';
import type { OpenExercise } from './open-exercise.js';
import type { KeptChild } from './kept-child.js';
import { end } from './processes.js';
import { service } from './service.js';
import { temporalProgram } from './temporal-program.js';
import { embeddedTemporal } from './temporal-server.js';
import { untilReady } from './until-ready.js';

export interface SupervisorOptions {
  config: Config;
  env: NodeJS.ProcessEnv;
  lock: DataLock;
  /** Of the exercise world; absent: as it was, 4320 at first. */
  speed?: number;
  /** The play that is about to begin, if one is: it needs an agreement of its own. */
  play?: { script: string; startedAt: string };
  /** A Temporal server that somebody else runs; absent: an embedded one. */
  temporalAddress?: string;
  /** One sentence for people: what was done, what died. */
  say: (sentence: string) => void;
}

export interface Running {
  exercise: OpenExercise;
  temporalAddress: string;
  temporalUi?: string;
  /** Makes the worker stand still as a process, or lets it go on: an outage, for exercises. */
  holdWorker: (still: boolean) => void;
}

type Closer = () => Promise<void>;

const SERVER_PATIENCE_MS = 30_000;
const READY_PATIENCE_MS = 60_000;
const SURVIVOR_PATIENCE_MS = 5000;

export class Supervisor {
  /** What was opened, in order. */
  private readonly closers: Closer[] = [];
  private readonly ending = new AbortController();
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {}

  /** Resolves once everything answers; whatever goes wrong before that is thrown, and `stop` ends what was begun. */
  async start(): Promise<Running> {
    try {
      return await this.begin();
    } catch (error) {
      // What is being ended cannot answer: that is no fault of it.
      throw this.ending.signal.aborted ? new StoppedEarly() : error;
    }
  }

  private async begin(): Promise<Running> {
    const { config, lock, say } = this.options;
    await Promise.all(Object.values(lock.survivors).map((mark) => end(mark, SURVIVOR_PATIENCE_MS)));
    const since = Date.now();
    const [exercise, temporal] = await Promise.all([this.openExercise(), this.openTemporal()]);
    const env = { ...uiOf(temporal), ...this.options.env, ...temporal.env, ...childEnvironment(config) };
    let worker: KeptChild | undefined;
    const connection = await connectTemporal(env, SERVER_PATIENCE_MS, this.ending.signal);
    try {
      const namespaces = [config.namespace, exerciseNamespace(config.namespace)];
      await Promise.all(namespaces.map((name) => prepareNamespace(connection, name)));
      for (const name of ['api', 'worker', 'watchdog'] as const) {
        const child = service({ name, dataDir: config.dataDir, env, lock, onDied: say });
        await this.opened(() => child.stop());
        child.start();
        if (name === 'worker') worker = child;
      }
      await untilReady(localUrl(config), { connection, namespaces, since }, READY_PATIENCE_MS, this.ending.signal);
    } finally {
      await connection.close();
    }
    return {
      exercise,
      temporalAddress: temporal.address,
      holdWorker: (still) => worker?.hold(still),
      ...(temporal.uiUrl === undefined ? {} : { temporalUi: temporal.uiUrl }),
    };
  }

  /** Ends everything, the last begun first; a second call waits for the first. */
  stop(): Promise<void> {
    this.ending.abort();
    this.stopping ??= this.closeAll();
    return this.stopping;
  }

  /** Ends at once what was begun while everything was ending already. */
  private async opened(close: Closer): Promise<void> {
    if (this.stopping === undefined) {
      this.closers.push(close);
      return;
    }
    await close();
    throw new StoppedEarly();
  }

  private async closeAll(): Promise<void> {
    for (const close of this.closers.reverse()) {
      try {
        await close();
      } catch (error) {
        this.options.say(`While ending: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  private async openExercise(): Promise<OpenExercise> {
    const { config, speed, play, say } = this.options;
    const exercise = await openExercise(config.dataDir, {
      say,
      ...(speed === undefined ? {} : { speed }),
      ...(play === undefined ? {} : { play }),
    });
    await this.opened(() => exercise.close());
    return exercise;
  }

  private async openTemporal(): Promise<{ address: string; uiUrl?: string; env: Record<string, string> }> {
    const { config, lock, say, temporalAddress } = this.options;
    if (temporalAddress !== undefined) return { address: temporalAddress, env: {} };
    const server = await embeddedTemporal(await temporalProgram(say), config, lock, say);
    await this.opened(() => server.child.stop());
    server.child.start();
    return server;
  }
}

/** Ctrl-C came while things were still coming up. */
export class StoppedEarly extends Error {}

/** Where this machine reaches the API, whatever the public address is. */
export const localUrl = ({ host, port }: Pick<Config, 'host' | 'port'>): string =>
  `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

/** What the reader of the environment named goes before what we have started. */
const uiOf = ({ uiUrl }: { uiUrl?: string }): Record<string, string> =>
  uiUrl === undefined ? {} : { HOLDFIRE_TEMPORAL_UI: uiUrl };

/** What the command line decided, for the children to read as the environment. */
function childEnvironment(config: Config): Record<string, string> {
  return {
    HOLDFIRE_PORT: String(config.port),
    HOLDFIRE_PUBLIC_URL: config.publicUrl,
    HOLDFIRE_DATA: config.dataDir,
    HOLDFIRE_EXERCISE: 'true',
  };
}
