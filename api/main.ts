/** The API process: opens the worlds, connects, listens, until it is asked to end. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { codecKeysOfFile } from '../config/codec-keys.js';
import type { Config, WorldSettings } from '../config/config.js';
import { linkKeysOfFile } from '../config/link-keys.js';
import { packageRoot } from '../config/package-root.js';
import { connectionOptions } from '../config/temporal.js';
import { loadWorlds } from '../config/worlds.js';
import { openStore } from '../record/open-store.js';
import { createApi } from './create-api.js';
import { createLog } from './log/log.js';
import { witnessesOf } from './seals/witnesses.js';
import { AcceptanceClock } from './temporal/acceptance-clock.js';
import { TemporalTime } from './temporal/server-time.js';
import { converting } from './temporal/converting.js';
import { Stamper } from './temporal/stamp.js';
import { openWorld } from './worlds/world.js';
import type { World } from './worlds/world.js';

export async function main(config: Config, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const log = createLog(config.logLevel);
  // Lazy: the API takes reports also while Temporal is away. No interceptors: no retries behind our back (TRAPS P4).
  const connection = Connection.lazy({ ...connectionOptions(env), interceptors: [] });
  const stamper = Stamper.ofFile(config.stampKeyFile);
  const codecKeys = config.codecKeysFile === undefined ? undefined : codecKeysOfFile(config.codecKeysFile);
  const verifierFile = join(packageRoot(), 'dist', 'verify.mjs');
  const open = async (settings: WorldSettings): Promise<World> => {
    const { record, namespace } = settings;
    const store = await openStore(record);
    const client = new Client({ connection, namespace, ...converting(codecKeys, store) });
    const clock = new AcceptanceClock(Date.now, new TemporalTime(client));
    return await openWorld({
      settings,
      store,
      client,
      stamper,
      clock,
      log,
      watches: true,
      verifierFile,
      ...(codecKeys ? { codecKeys } : {}),
    });
  };
  const worlds = await Promise.all((await loadWorlds(config)).map(open));
  const api = await createApi({
    worlds,
    clock: Date.now,
    log,
    settings: {
      secure: config.publicUrl.startsWith('https:'),
      boardFolder: join(packageRoot(), 'dist', 'board'),
      ...(config.temporalUi === undefined ? {} : { temporalUi: config.temporalUi }),
      ...(config.temporalUiOrigin === undefined ? {} : { temporalUiOrigin: config.temporalUiOrigin }),
      ...(config.signOn ? { signOn: { ...config.signOn, publicUrl: config.publicUrl } } : {}),
    },
    links: linkKeysOfFile(config.linkKeyFile),
    witnesses: config.witnessesFile === undefined ? [] : witnessesOf(readFileSync(config.witnessesFile, 'utf8')),
  });
  const url = await api.listen(config.port, config.host);
  log.info({ url, worlds: worlds.map(({ settings }) => settings.name) }, 'The API listens');
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await api.close();
  for (const world of worlds) await world.store.close();
  await connection.close();
}
