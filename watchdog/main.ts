/**
 * The watchdog: a process of its own that needs neither Temporal nor the API nor a key. It reads the record, computes
 * what is due by the functions that the cases themselves use, and speaks up by another way when nothing comes of it.
 */
import { join } from 'node:path';
import { pino } from 'pino';
import type { Config } from '../config/config.js';
import { recordsOf } from '../config/worlds.js';
import { CANARY_EVERY } from '../domain/canary.js';
import { MINUTE } from '../domain/instant.js';
import { openStore } from '../record/open-store.js';
import { Heartbeat } from './heartbeat.js';
import { Journal } from './journal.js';
import { ServiceManager } from './service-manager.js';
import { Speaker } from './speaker.js';
import { Watch } from './watch.js';
import { WorldEyes } from './world-eyes.js';

export async function main(config: Config, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const log = pino({ level: config.logLevel, base: null });
  const { targets, boundMs, heartbeatUrl } = config.watchdog;
  const warn = (about: object, sentence: string): void => log.warn(about, sentence);
  const clock = Date.now;
  const eyes = recordsOf(config).map(
    ({ name, record }) =>
      new WorldEyes({
        world: name,
        open: () => openStore(record),
        clock,
        isSealed: true,
        // The canary is of the exercise namespace; its entries are in the record of the real world, which it proves.
        ...(config.canary && name === 'real' ? { canaryEvery: CANARY_EVERY } : {}),
        log: warn,
      }),
  );
  const speaker = new Speaker({ targets, mailFrom: config.mailFrom, installation: config.publicUrl, clock, log });
  const heartbeat = new Heartbeat({ url: heartbeatUrl, everyMs: Math.min(MINUTE, boundMs), log: warn });
  const manager = new ServiceManager(env, warn);
  const ending = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => ending.abort());
  log.info(
    { worlds: eyes.map(({ world }) => world), places: speaker.names, boundMs, heartbeat: heartbeatUrl !== undefined },
    targets.length > 0 ? 'The watchdog watches' : 'The watchdog watches; nobody is named to be told, so it only logs',
  );
  const journal = new Journal(join(config.dataDir, 'watchdog.json'), warn);
  const watch = new Watch({ eyes, bounds: { due: boundMs }, journal, speaker, heartbeat, manager, clock });
  try {
    await watch.run(ending.signal);
  } finally {
    heartbeat.close();
    await speaker.close();
    for (const one of eyes) await one.close();
  }
}
