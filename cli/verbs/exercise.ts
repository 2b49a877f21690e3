/** `exercise`: a script played once in a world of its own, from nothing to its end; passed or failed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadDirectory } from '../../config/plan-file.js';
import { packageRoot } from '../../config/package-root.js';
import { junit } from '../../exercise/junit.js';
import type { Played } from '../../exercise/player.js';
import { readScript, ScriptFaults } from '../../exercise/script.js';
import { Arguments } from '../arguments.js';
import { scriptFile } from '../start/show-exercise.js';
import { DONE, REFUSED } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';
import { configure, HIGHEST_SPEED, run, whole } from './start.js';

export const exercise: Verb = {
  name: 'exercise',
  group: 'Run',
  usage: 'SCRIPT [--speed N] [--headless] [--junit FILE] [--plan FILE] [--data DIR] [--port N]',
  says: 'play a script once, in a world of its own; exit code 1 where it did not go as expected',
  more: [
    '  SCRIPT                  a file, or the name of one that ships: huliaipole, quiet-case …',
    '  --speed N               every span is divided by N (4320: 72 h in a minute)',
    '  --headless              no ladder: only what differed, and the outcome',
    '  --junit FILE            the outcome as JUnit XML, for CI of plans',
    '  --plan FILE             the plan to be tried; default: as configured',
    '  --data DIR              where everything is kept; default: a folder that is removed at the end',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['SCRIPT'], {
      speed: 'text',
      headless: 'flag',
      junit: 'text',
      plan: 'text',
      data: 'text',
      port: 'text',
      json: 'flag',
    });
    const file = scriptFile(given.positional('SCRIPT'));
    const script = read(file, surroundings);
    if (!script) return REFUSED;
    const kept = given.text('data');
    const folder = kept ?? mkdtempSync(join(tmpdir(), 'holdfire-exercise-'));
    try {
      return await play(given, script, folder, surroundings);
    } finally {
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Every fault at once; also offices that the example directory, from which a world is made, does not have. */
function read(file: string, { err }: Surroundings): ReturnType<typeof readScript> | undefined {
  const { directory } = loadDirectory(join(packageRoot(), 'directory.example.yaml'));
  try {
    return readScript(
      file,
      directory?.offices.map(({ id }) => id),
    );
  } catch (error) {
    if (!(error instanceof ScriptFaults)) throw error;
    err(error.message);
    return undefined;
  }
}

async function play(
  given: Arguments,
  script: ReturnType<typeof readScript>,
  folder: string,
  surroundings: Surroundings,
): Promise<number> {
  const plan = given.text('plan');
  const env = { ...surroundings.env, ...(plan === undefined ? {} : { HOLDFIRE_PLAN: resolve(plan) }) };
  const silent = given.flag('headless') || given.flag('json');
  const within: Surroundings = { ...surroundings, env, ...(silent ? { out: () => undefined } : {}) };
  const config = await configure(within, whole(given, 'port', 65_535), folder);
  if (!config) return REFUSED;
  const speed = whole(given, 'speed', HIGHEST_SPEED);
  const played: Played[] = [];
  const began = performance.now();
  const toPlay = { script, once: true, onAnswer: (one: Played) => void played.push(one) } as const;
  const code = await run(config, within, { toPlay, ...(speed === undefined ? {} : { speed }) });
  const seconds = (performance.now() - began) / 1000;
  const differences = played.filter(({ unexpected }) => unexpected !== undefined);
  const complete = script.steps.every((step) => played.some((one) => one.step === step));
  const passed = code === DONE && complete && differences.length === 0;
  const report = given.text('junit');
  if (report !== undefined) writeFileSync(report, junit(script, played, seconds));
  tell(surroundings, given.flag('json'), { script: script.id, passed, complete, seconds, played });
  return passed ? DONE : REFUSED;
}

interface Outcome {
  script: string;
  passed: boolean;
  /** Every step was played. */
  complete: boolean;
  seconds: number;
  played: readonly Played[];
}

function tell({ out }: Surroundings, json: boolean, { played, ...outcome }: Outcome): void {
  const differed = played.flatMap(({ office, step: { at }, unexpected }) =>
    unexpected === undefined ? [] : [{ at, office, unexpected }],
  );
  if (json) return out(JSON.stringify({ ...outcome, answers: played.length, differed }, null, 2));
  for (const { office, unexpected } of differed) out(`${office}: ${unexpected}`);
  const how = outcome.passed ? 'passed' : outcome.complete ? 'failed' : 'failed: it was not played to its end';
  out(`${outcome.script} ${how}: ${played.length} answers, ${differed.length} other than expected.`);
}
