/** `start`: everything in one, and the exercise played in it. What `npm start` runs. */
import type { Config } from '../../config/config.js';
import { faultLine, loadDirectory, loadPlan } from '../../config/plan-file.js';
import { readConfig } from '../../config/read-config.js';
import { namedServer } from '../../config/temporal.js';
import { loadWorlds } from '../../config/worlds.js';
import { readScript } from '../../exercise/script.js';
import { readWorld } from '../../exercise/world.js';
import { openStore } from '../../record/open-store.js';
import { PublicationLog } from '../../record/publications.js';
import { RecordUnavailable } from '../../record/record-store.js';
import { differences } from '../../record/seeding.js';
import { Arguments } from '../arguments.js';
import { prepareRecord, withoutOwner } from '../record/prepare-record.js';
import { untilAsked } from '../start/asked-to-end.js';
import { DataLock, FolderInUse } from '../start/data-lock.js';
import { introduce } from '../start/introduce.js';
import { ownFault } from '../start/own-fault.js';
import { isFree, nextFree } from '../start/ports.js';
import { followAndPlay, SCRIPT, scriptFile, terminalStyle } from '../start/show-exercise.js';
import type { ToPlay } from '../start/show-exercise.js';
import { StoppedEarly, Supervisor } from '../start/supervisor.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';
import { configuration } from './read-configuration.js';

export const HIGHEST_SPEED = 100_000;

export const start: Verb = {
  name: 'start',
  group: 'Run',
  usage: '[--no-exercise] [--speed N] [--play] [--data DIR] [--port N]',
  says: 'run everything on this host and play the exercise; stays up until Ctrl-C',
  more: [
    '  --no-exercise           nothing is played; the exercise world still takes reports and commands',
    '  --speed N               every span in the exercise world is divided by N (4320 at first: 72 h in a minute)',
    '  --play                  play the script again, under the next exercise number',
    '  --data DIR              where everything is kept (./data)',
    '  --port N                of the pages and the API (8080, or the next one that is free)',
    '',
    'With TEMPORAL_ADDRESS set that Temporal server is used and none is started.',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, [], {
      'no-exercise': 'flag',
      speed: 'text',
      play: 'flag',
      data: 'text',
      port: 'text',
    });
    const speed = whole(given, 'speed', HIGHEST_SPEED);
    const config = await configure(surroundings, whole(given, 'port', 65_535), given.text('data'));
    if (!config) return REFUSED;
    if (given.flag('play') && given.flag('no-exercise'))
      throw new WrongUsage('--play and --no-exercise exclude each other.');
    const played = readWorld(config.dataDir)?.played !== undefined;
    const plays = !given.flag('no-exercise') && (given.flag('play') || !played);
    const toPlay = plays ? { script: readScript(scriptFile(SCRIPT)) } : undefined;
    return await run(config, surroundings, {
      ...(toPlay ? { toPlay } : {}),
      ...(speed === undefined ? {} : { speed }),
    });
  },
};

export function whole(given: Arguments, name: string, most: number): number | undefined {
  const value = given.number(name);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new WrongUsage(`--${name} is "${value}"; a whole number from 1 to ${most} is needed.`);
}

/** A port that was asked for is that one or none; otherwise the next free one. `undefined`: the reason was told. */
export async function configure(
  surroundings: Surroundings,
  port: number | undefined,
  dataDir: string | undefined,
): Promise<Config | undefined> {
  const overrides = dataDir === undefined ? {} : { dataDir };
  const config = configuration(surroundings, { ...overrides, ...(port === undefined ? {} : { port }) });
  if (!config || (await isFree(config.port, config.host))) return config;
  if (port !== undefined || surroundings.env['HOLDFIRE_PORT']) {
    const holder = 'Another Holdfire, or something else, listens there: end it, or ask for another port with --port N.';
    surroundings.err(`Port ${config.port} is taken. ${holder}`);
    return undefined;
  }
  const free = await nextFree(config.port + 1, config.host);
  surroundings.out(`Port ${config.port} is taken; ${free} is used.`);
  return readConfig(surroundings.env, { ...overrides, port: free }).config;
}

/** Brings everything up, plays where there is something to play, and ends when it is asked to, or with the script. */
export async function run(
  config: Config,
  { env, out, err }: Surroundings,
  { toPlay, speed }: { toPlay?: ToPlay; speed?: number },
): Promise<number> {
  const begun = Date.now();
  // Said once and here: the children would say it each, and be started again for it.
  const faults = [...loadPlan(config.planFile).faults, ...loadDirectory(config.directoryFile).faults];
  for (const fault of faults) err(faultLine(fault));
  if (faults.length > 0) return REFUSED;
  const lock = take(config.dataDir, err);
  if (!lock) return REFUSED;
  const refused = await prepareRecord(config).then(() => refusedFiles(config), notPrepared);
  for (const sentence of refused) err(sentence);
  if (refused.length > 0) {
    lock.release();
    return REFUSED;
  }
  const asked = new AbortController();
  const { address } = namedServer(env);
  const supervisor = new Supervisor({
    config,
    env: withoutOwner(env),
    lock,
    say: out,
    ...(speed === undefined ? {} : { speed }),
    ...(toPlay ? { play: { script: toPlay.script.id, startedAt: new Date().toISOString() } } : {}),
    ...(address === undefined ? {} : { temporalAddress: address }),
  });
  const ended = untilAsked(asked, err).then(() => supervisor.stop());
  const fault = ownFault(err);
  const work = async (): Promise<void> => {
    out(`Holdfire starts on the data folder ${config.dataDir} …`);
    const running = await supervisor.start();
    lock.noteUrl(config.publicUrl);
    out(introduce(config, running, Date.now() - begun));
    await followAndPlay(config, running, toPlay, { out, style: terminalStyle(env), signal: asked.signal });
    if (!toPlay?.once) await ended;
  };
  try {
    await Promise.race([work(), fault.happened]);
    return DONE;
  } catch (error) {
    if (error instanceof StoppedEarly) return DONE;
    // Before everything is ended, which takes a while: whoever watches reads first why.
    err(`Holdfire has to end: ${reasonOf(error)}`);
    return REFUSED;
  } finally {
    asked.abort();
    await supervisor.stop();
    lock.release();
    out('Holdfire has ended; what it kept is there for the next start.');
    fault.ignore();
  }
}

function notPrepared(error: unknown): string[] {
  if (error instanceof RecordUnavailable) return [error.message];
  throw error;
}

/** Files that differ from what the record of the real world began with (RULES 6). */
async function refusedFiles(config: Config): Promise<string[]> {
  const [real] = await loadWorlds(config);
  if (!real) return [];
  const store = await openStore(real.record);
  try {
    return differences((await PublicationLog.open(store)).state, real).refused;
  } finally {
    await store.close();
  }
}

function take(dataDir: string, err: Surroundings['err']): DataLock | undefined {
  try {
    return DataLock.take(dataDir);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    err(error.message);
    return undefined;
  }
}

/** Some errors of the system have a code and no words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
