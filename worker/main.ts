/** The worker process: one Temporal worker for each world, until it is asked to end. */
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { closeChannels, openChannels } from '../activities/channels/registry.js';
import { codecKeysOfFile } from '../config/codec-keys.js';
import type { Config } from '../config/config.js';
import { linkKeysOfFile } from '../config/link-keys.js';
import { sealKeysOfFile } from '../config/seal-keys.js';
import { connectionOptions } from '../config/temporal.js';
import { exerciseNamespace, loadWorlds } from '../config/worlds.js';
import { openStore } from '../record/open-store.js';
import { aboutNow } from './about.js';
import { CanaryKeeper } from './canary.js';
import { createWorldWorker } from './run-world.js';
import { enterStart } from './started.js';

export async function main(config: Config, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const log = pino({ level: config.logLevel, base: null, mixin: aboutNow });
  installRuntime(config.workerMetrics, log);
  const worlds = await loadWorlds(config);
  const links = linkKeysOfFile(config.linkKeyFile);
  const codecKeys = config.codecKeysFile === undefined ? undefined : codecKeysOfFile(config.codecKeysFile);
  const sealKeys = sealKeysOfFile(config.sealKeyFile);
  const connection = await NativeConnection.connect(connectionOptions(env));
  const open = await Promise.all(
    worlds.map(async (settings) => {
      const store = await openStore(settings.record);
      const { logbookFile, mail } = settings;
      const outside = settings.production && !settings.exercise;
      const channels = openChannels({ logbookFile, outside, ...(mail ? { mail } : {}) });
      const worker = await createWorldWorker({
        settings,
        connection,
        store,
        channels,
        publicUrl: config.publicUrl,
        links,
        ...(codecKeys ? { codecKeys } : {}),
        sealKeys,
        log,
      });
      const { namespace } = settings;
      await enterStart(store, { namespace, worker: worker.options, now: Date.now, log });
      return { worker, store, channels };
    }),
  );
  const [real] = open;
  const canary =
    config.canary && real
      ? new CanaryKeeper({
          connection,
          namespace: exerciseNamespace(config.namespace),
          store: real.store,
          logbookFile: join(config.dataDir, 'canary.txt'),
          publicUrl: config.publicUrl,
          log,
        })
      : undefined;
  canary?.start();
  const end = (): void => {
    canary?.end();
    for (const { worker } of open) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  log.info({ worlds: worlds.map(({ name, namespace }) => `${name}: ${namespace}`) }, 'The worker runs');
  try {
    await Promise.all(open.map(({ worker }) => worker.run()));
  } finally {
    end();
    await canary?.ended();
    for (const { store, channels } of open) {
      await closeChannels(channels);
      await store.close();
    }
    await connection.close();
  }
}

/** Figures that cannot be shown, because something else has the port, keep no gate waiting. */
function installRuntime(metricsAt: string | undefined, log: Logger): void {
  const options = {
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => log.warn({ temporal: level, ...meta }, message)),
    // The process ends through `worker.shutdown` above, once.
    shutdownSignals: [],
  };
  if (metricsAt === undefined) return void Runtime.install(options);
  const prometheus = {
    bindAddress: metricsAt,
    useSecondsForDurations: true,
    unitSuffix: true,
    countersTotalSuffix: true,
  };
  try {
    Runtime.install({ ...options, telemetryOptions: { metrics: { prometheus } } });
  } catch (error) {
    log.error({ err: error, metricsAt }, 'The figures of this worker cannot be shown there; it works without.');
    Runtime.install(options);
  }
}
