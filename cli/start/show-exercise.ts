/** The exercise on the terminal: its ladder for as long as everything runs, and the script where it is to be played. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.js';
import { packageRoot } from '../../config/package-root.js';
import { loadPlan } from '../../config/plan-file.js';
import type { Environment } from '../../config/environment.js';
import { HOUR, instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';
import { clock, header, noteLine, rowLines } from '../../exercise/ladder-lines.js';
import type { Style } from '../../exercise/ladder-lines.js';
import { casesOf, namesOf } from '../../exercise/ladder-source.js';
import { Ladder } from '../../exercise/ladder.js';
import type { LadderOptions } from '../../exercise/ladder.js';
import type { Played } from '../../exercise/player.js';
import { readScript } from '../../exercise/script.js';
import type { Script } from '../../exercise/script.js';
import { Stage } from '../../exercise/stage.js';
import { agreementOf } from '../../exercise/world.js';
import type { OpenExercise } from './open-exercise.js';
import { localUrl } from './supervisor.js';
import type { Running } from './supervisor.js';

/** A script that is to be played. */
export interface ToPlay {
  script: Script;
  /** Everything ends with the script; absent: only its display does. */
  once?: true;
  /** Every answer, as it comes. */
  onAnswer?: (played: Played) => void;
}

/** The script that a first start plays. */
export const SCRIPT = 'huliaipole';

/** The file of a script that ships; any other is named by its file. */
export const scriptFile = (name: string): string =>
  /[/.]/.test(name) ? name : join(packageRoot(), 'exercises', `${name}.yaml`);

/** From the header to the first violation: time to read it. */
const LEAD_MS = 500;
const SETTLE_MS = 1000;
/** Before an API that just went away is asked again. */
const PAUSE_MS = 300;

export interface Terminal {
  out: (text: string) => void;
  style: Pick<Style, 'colour' | 'width'>;
  signal: AbortSignal;
}

/** Colour only where somebody looks (https://no-color.org). */
export function terminalStyle(env: Environment): Terminal['style'] {
  const { isTTY, columns } = process.stdout;
  return { colour: isTTY && !env['NO_COLOR'], width: Math.max(80, Math.min(columns ?? 100, 140)) };
}

/**
 * Until the signal. This is a display and a player: where one of them cannot go on it says so, and what keeps the
 * deadlines runs on.
 */
export async function followAndPlay(
  config: Config,
  running: Running,
  plays: ToPlay | undefined,
  terminal: Terminal,
): Promise<void> {
  const { out } = terminal;
  const played = new AbortController();
  const signal = AbortSignal.any([terminal.signal, played.signal]);
  const { exercise } = running;
  const { world, directory, keys } = exercise;
  const url = localUrl(config);
  const client = new ApiClient(url);
  const { plan } = loadPlan(config.planFile);
  if (!plan) throw new Error(`${config.planFile} changed while it was read.`);
  const { group, ...glossary } = namesOf(directory, plan);
  const style: Style = { ...terminal.style, groupOf: group, nameOf: glossary.office };
  const say = (text: string): void => noteLine(text, style).forEach((line) => out(line));
  const since = instant(Date.now());
  let differences = 0;
  const startAt = plays ? instant(Date.now() + LEAD_MS) : undefined;

  if (plays)
    say(
      `${agreementOf(world)}, script ${plays.script.id}: 72 hours in ${Math.round((72 * HOUR) / world.speed / 1000)} s.`,
    );
  else await orSaid('The list of cases', () => sayWhatIsThere(client, say, signal));
  header(style).forEach((line) => out(line));
  const shown: LadderOptions = {
    client,
    glossary,
    speed: world.speed,
    since,
    print: (row) => rowLines(row, style).forEach((line) => out(line)),
    signal,
    ...(startAt === undefined ? {} : { startAt }),
  };
  const ladder = new Ladder(shown);
  const stage = onStage();
  await Promise.all([
    orSaid('The ladder', () => ladder.follow()),
    orSaid('The player', () => stage.follow(signal)),
    plays && startAt && orSaid('The script', () => playOwn(plays, startAt)),
  ]);

  async function orSaid(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      say(`${what} ends here: ${error instanceof Error ? error.message : String(error)} All else runs on.`);
    }
  }

  /** Plays what this start brings, and later whatever the exercise room orders. */
  function onStage(): Stage {
    const clients = new Map(keys.map(({ office, key }) => [office, new ApiClient(url, key)]));
    const admin = keys.find(({ roles }) => roles.includes('admin'));
    let before = '';
    return new Stage({
      client: (admin && clients.get(admin.office)) ?? client,
      clientOf: (office) => clients.get(office) ?? client,
      reachable: reachableOf(directory),
      scriptOf: (id) => readScript(scriptFile(id)),
      holdWorker: running.holdWorker,
      onBegun: ({ n, script, speed, startAt: at }) => {
        differences = 0;
        Object.assign(shown, { speed, startAt: at });
        say(`exercise-${n}, script ${script.id}: 72 hours in ${Math.round((72 * HOUR) / speed / 1000)} s.`);
      },
      onAnswer: (one) => {
        plays?.onAnswer?.(one);
        if (one.unexpected === undefined) return;
        differences += 1;
        // Several offices of one step differ in the same way: said once.
        if (difference(one) !== before) say(difference(one));
        before = difference(one);
      },
      onEnded: (_, how) => say(`The script was ${how}, ${asWritten()}.`),
      say,
    });
  }

  async function playOwn({ script, once }: ToPlay, at: Instant): Promise<void> {
    await stage.perform({ n: world.n, script, speed: world.speed, startAt: at }, signal);
    // What the last step brought about comes first.
    await sleep(SETTLE_MS, undefined, { ref: false });
    if (signal.aborted) return;
    const { mails, webhooks } = exercise.captured();
    say(
      `The script was played ${asWritten()}. ${mails} mails and ${webhooks} webhooks were captured.${once ? '' : ' Clocks run on.'}`,
    );
    if (!once) return;
    await stage.lastWords();
    played.abort();
  }

  function asWritten(): string {
    return differences === 0 ? 'as written' : `with ${differences} differences`;
  }
}

const reachableOf = ({ offices }: OpenExercise['directory']): string[] =>
  offices
    .filter(({ roles, channels }) => !roles.includes('machine') && channels.some(({ kind }) => kind !== 'logbook'))
    .map(({ id }) => id);

const difference = ({ step, unexpected }: Played): string =>
  `The script at ${clock(step.at)}, ${step.by.join(', ')}: ${unexpected ?? ''}`;

async function sayWhatIsThere(client: ApiClient, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  const cases = await onceReached(() => casesOf(client), signal);
  if (cases.length === 0) say('No cases yet; what is reported is shown here.');
  else
    say(
      `${cases.length} ${cases.length === 1 ? 'case' : 'cases'} as before: ${cases.map(({ caseId }) => caseId).join(', ')}.`,
    );
}

async function onceReached<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}
