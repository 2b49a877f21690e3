/** `start`: everything in one, and the exercise played in it. What `npm start` runs. */
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import { readConfig } from '../../config/read-config.js';
import type { Config } from '../../config/config.js';
import { ApiClient } from '../../exercise/api-client.js';
import { Ladder } from '../../exercise/ladder.js';
import { header, noteLine, rowLines } from '../../exercise/ladder-lines.js';
import type { Style } from '../../exercise/ladder-lines.js';
import { play } from '../../exercise/player.js';
import { readScript } from '../../exercise/script.js';
import { keysFile, readWorld } from '../../exercise/world.js';
import { loadPlan } from '../../config/plan-file.js';
import { Arguments } from '../arguments.js';
import { DataLock } from '../start/data-lock.js';
import { isFree, nextFree } from '../start/ports.js';
import { Supervisor } from '../start/supervisor.js';
import type { Running } from '../start/supervisor.js';
import { DONE, REFUSED, WRONG_USAGE, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

const SCRIPT = 'huliaipole';
/** Ctrl-C arrives twice where npm passes it on (TRAPS P13). */
const TWICE_MS = 500;
/** The script's first violation happens this long after everything is ready. */
const LEAD_MS = 1500;

export const start: Verb = {
  name: 'start',
  group: 'Run',
  usage: '[--no-exercise] [--speed N] [--play] [--data DIR] [--port N]',
  says: 'Run everything on this host and play the exercise; stays up until Ctrl-C',
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, [], {
      'no-exercise': 'flag',
      speed: 'text',
      play: 'flag',
      data: 'text',
      port: 'text',
    });
    const port = number(given.text('port'), 'port');
    const dataDir = given.text('data') ?? surroundings.env['HOLDFIRE_DATA'] ?? './data';
    const free = port ?? (await nextFree(Number(surroundings.env['HOLDFIRE_PORT'] ?? 8080)));
    const { config, faults } = readConfig(surroundings.env, { dataDir, port: free });
    if (!config) {
      surroundings.err(['The configuration has faults:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
      return WRONG_USAGE;
    }
    if (port !== undefined && !(await isFree(port, config.host))) {
      surroundings.err(`Port ${port} is taken; end what holds it or give another with --port.`);
      return REFUSED;
    }
    const speed = number(given.text('speed'), 'speed');
    const played = readWorld(config.dataDir)?.played;
    const plays = !given.flag('no-exercise') && (given.flag('play') || played === undefined);
    return await run(config, surroundings, { plays, ...(speed === undefined ? {} : { speed }) });
  },
};

function number(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw new WrongUsage(`--${name} takes a number from 1 on.`);
  return value;
}

async function run(
  config: Config,
  surroundings: Surroundings,
  { plays, speed }: { plays: boolean; speed?: number },
): Promise<number> {
  const { env, out } = surroundings;
  const lock = DataLock.take(config.dataDir);
  const temporalAddress = env['TEMPORAL_ADDRESS'];
  const supervisor = new Supervisor({
    config,
    env: { ...env },
    lock,
    say: (sentence) => out(sentence),
    ...(speed === undefined ? {} : { speed }),
    ...(plays ? { play: { script: SCRIPT, startedAt: new Date().toISOString() } } : {}),
    ...(temporalAddress === undefined ? {} : { temporalAddress }),
  });
  const ending = new AbortController();
  const ended = untilAsked(ending);
  try {
    out('Holdfire starts: Temporal server, worker, API …');
    const running = await supervisor.start();
    lock.noteUrl(config.publicUrl);
    introduce(config, running, out);
    const ladder = plays ? playAndShow(config, running, out, ending.signal) : undefined;
    await ended;
    await ladder;
    return DONE;
  } finally {
    ending.abort();
    out('Holdfire ends …');
    await supervisor.stop();
    lock.release();
  }
}

/** Resolves with the first Ctrl-C or SIGTERM; what npm sends again within half a second is the same one. */
async function untilAsked(ending: AbortController): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  setTimeout(() => {
    process.off('SIGINT', ignore).off('SIGTERM', ignore);
    process.once('SIGINT', () => process.exit(1));
  }, TWICE_MS).unref();
  ending.abort();
}

function introduce(config: Config, running: Running, out: (text: string) => void): void {
  const machine = running.exercise.keys.find(({ roles }) => roles.includes('machine'));
  const { speed, n } = running.exercise.world;
  out(`
  Board         ${config.publicUrl}/
  API           ${config.publicUrl}/api/docs
  Temporal UI   ${running.temporalUi ?? '(of the server at ' + running.temporalAddress + ')'}
  Exercise      exercise-${n}, every span divided by ${speed}; keys in ${keysFile(config.dataDir)}

  Report a violation of your own in the exercise:
  curl -s ${config.publicUrl}/api/v1/reports -H 'content-type: application/json' \\
    -H "authorization: Bearer $(node -p "require('${keysFile(config.dataDir)}').find(k=>k.office==='${machine?.office ?? ''}').key")" \\
    -d '{"source":"mine","sourceReportId":"1","occurredAt":"'$(date -u +%FT%TZ)'","kind":"shelling","description":"Seen.","place":{"sector":"UA-63"}}'

  Ctrl-C ends it; what is there stays there for the next start.
`);
}

async function playAndShow(
  config: Config,
  { exercise }: Running,
  out: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const style: Style = { colour: process.stdout.isTTY && !process.env['NO_COLOR'], width: Math.min(process.stdout.columns ?? 100, 140) };
  const print = (lines: readonly string[]): void => lines.forEach((line) => out(line));
  const { speed, n } = exercise.world;
  const offices = new Map(exercise.directory.offices.map((office) => [office.id, office]));
  const names = (list: readonly { id: string; name: { en: string } }[]) => new Map(list.map(({ id, name }) => [id, name.en]));
  const [organisations, parties] = [names(exercise.directory.organisations), names(exercise.directory.parties)];
  const { plan } = loadPlan(config.planFile);
  const keys = new Map(exercise.keys.map(({ office, key }) => [office, key]));
  const script = readScript(join(packageRoot(), 'exercises', `${SCRIPT}.yaml`), [...offices.keys()]);
  const startAt = new Date(Date.now() + LEAD_MS).toISOString();
  print(header(style));
  const ladder = new Ladder({
    client: new ApiClient(config.publicUrl),
    glossary: {
      office: (id) => offices.get(id)?.name.en ?? id,
      organisation: (id) => organisations.get(id) ?? id,
      party: (id) => parties.get(id) ?? id,
      duty: (id) => plan?.duties.find((duty) => duty.id === id)?.label.en ?? id,
      phase: (phase) => `${phase} (${plan?.phases.find((one) => one.phase === phase)?.name.en ?? ''})`,
    },
    groupOf: (office) => offices.get(office)?.groups[0] ?? 'others',
    startAt,
    speed,
    since: startAt,
    print: (row) => print(rowLines(row, style)),
    signal,
  });
  const showing = ladder.follow();
  await play({
    script,
    speed,
    run: `exercise-${n}`,
    clientOf: (office) => new ApiClient(config.publicUrl, keys.get(office)),
    startAt,
    onAnswer: ({ step, office, answer, unexpected }) => {
      if (unexpected !== undefined) print(noteLine(`${office}: ${unexpected} (${JSON.stringify(answer.body).slice(0, 200)}) at ${step.at}`, style));
    },
    signal,
  });
  if (!signal.aborted) {
    print(noteLine(`The script is played. ${exercise.mails.count} mails and ${exercise.webhooks.count} webhooks were captured; clocks run on.`, style));
  }
  await showing;
}
