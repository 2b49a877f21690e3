/**
 * `kill -9` of the worker, the API and the Temporal server, once each while the notices of many cases are going out
 * and once across their gates. Nothing lost, nothing early, repeats only under the same id; how late is printed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { early, Flock, percentile, sectorNames, writePlan } from '../../bench/flock.js';
import { RunningStart } from '../../bench/running-start.js';
import { ms } from '../../domain/instant.js';
import { freePort } from '../support/free-port.js';

const CASES = 12;
/** At the opening: six groups of the seed plan. */
const TOLD_AT_OPENING = 26;
/** 24 h in twenty seconds: long enough for a server that was killed to be back before the gate. */
const SPEED = 4320;

jest.setTimeout(300_000);

const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-kill-'));
let start: RunningStart;
let flock: Flock;

beforeAll(async () => {
  const plan = join(dataDir, 'plan.yaml');
  writePlan(plan, sectorNames(3 * CASES), { quiet: true });
  const port = await freePort();
  const args = ['--port', String(port), '--speed', String(SPEED), '--no-exercise'];
  start = RunningStart.begin(dataDir, args, { HOLDFIRE_PLAN: plan });
  await start.says('Ready after');
  flock = new Flock(`http://127.0.0.1:${port}`, dataDir);
});

afterAll(async () => {
  if (start.isUp) start.signal('SIGINT');
  await start.ended();
  rmSync(dataDir, { recursive: true, force: true });
});

async function killed(name: 'api' | 'worker' | 'temporal', said: string): Promise<void> {
  const before = start.output.length;
  process.kill(start.children()[name]?.pid ?? 0, 'SIGKILL');
  await start.says(`${said} ended (SIGKILL)`, before);
}

/** Reports again what was not answered because the API died: the same report, and so the same case. */
async function openAll(sectors: readonly string[]): Promise<void> {
  for (let rest = [...sectors]; rest.length > 0;) {
    const answered = await Promise.allSettled(rest.map(async (sector) => await flock.open([sector])));
    rest = rest.filter((_, index) => answered[index]?.status === 'rejected');
    if (rest.length > 0) await sleep(500);
  }
}

async function casesOf(sectors: readonly string[]): Promise<string[]> {
  for (;;) {
    // An API that was killed may have answered everything before, and be on its way back now.
    await Promise.allSettled([flock.findAll()]);
    const found = flock.caseIds.filter((id) => sectors.some((sector) => id.startsWith(`${sector}-`)));
    if (found.length === sectors.length) return found;
    await sleep(200);
  }
}

const THIRDS = [
  ['worker', 'The worker'],
  ['api', 'The API'],
  ['temporal', 'The Temporal server'],
] as const;

it.each(THIRDS)('loses nothing and is never early when the %s is killed', async (name, said) => {
  const third = THIRDS.findIndex(([one]) => one === name);
  const sectors = sectorNames(3 * CASES).slice(third * CASES, (third + 1) * CASES);
  const mailsBefore = flock.keptCount;
  const opening = openAll(sectors);
  // In the middle of the notices: some are out, most are not.
  while (flock.keptCount < mailsBefore + TOLD_AT_OPENING) await sleep(5);
  const midway = flock.keptCount - mailsBefore;
  await killed(name, said);
  await opening;

  // Who was answered 202 finds the case once a worker has it.
  const ours = await casesOf(sectors);
  const due = (await flock.gates(ours)).map(({ dueAt }) => ms(dueAt));
  await sleep(Math.min(...due) - Date.now() - 100);
  await killed(name, said);
  const outageFrom = Date.now();

  flock.caseIds.splice(0, flock.caseIds.length, ...ours);
  const gates = await flock.untilOpened(60_000);
  expect(early(gates)).toEqual([]);
  expect(gates.map(({ openedAt }) => openedAt)).toEqual(gates.map(({ dueAt }) => dueAt));
  await flock.untilSent(30_000);
  const { lost, strange, repeated, expected } = await flock.mails();
  const late = gates.map(({ latenessMs = 0 }) => latenessMs);
  const figures = { killed: name, midway, mails: expected, lost: lost.length, repeated, gates: gates.length };
  const worst = { gateP50Ms: percentile(late, 50), gateMaxMs: Math.max(...late), checkedMs: Date.now() - outageFrom };
  process.stdout.write(`kill -9: ${JSON.stringify({ ...figures, ...worst })}\n`);
  expect(midway).toBeLessThan(CASES * TOLD_AT_OPENING);
  expect([lost, strange]).toEqual([[], []]);
  expect(expected).toBeGreaterThanOrEqual(CASES * TOLD_AT_OPENING);
});
