/**
 * `npm run bench -- lateness`: how late gates act on the embedded server, calm: cases in waves, so that no two gates
 * crowd each other more than a calm night would. Prints one JSON line.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextFree } from '../cli/start/ports.js';
import { early, Flock, percentile, sectorNames, writePlan } from './flock.js';
import { RunningStart } from './running-start.js';

const GATES = 210;
/** One a second: each opening tells 26 offices, each gate 27, reminders six or three. */
const EVERY_MS = 1000;
/** 24 h in twenty seconds. */
const SPEED = 4320;

export async function lateness(): Promise<Record<string, unknown>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-bench-'));
  const port = await nextFree(21_000, '127.0.0.1');
  const sectors = sectorNames(GATES);
  const plan = join(dataDir, 'plan.yaml');
  // At this speed nobody would answer in time, and every case would go through all deputies.
  writePlan(plan, sectors, { quiet: true });
  const since = performance.now();
  const args = ['--port', String(port), '--speed', String(SPEED), '--no-exercise'];
  const start = RunningStart.begin(dataDir, args, { HOLDFIRE_PLAN: plan });
  try {
    await start.says('Ready after');
    const readyMs = performance.now() - since;
    const flock = new Flock(`http://127.0.0.1:${port}`, dataDir);
    const answers: number[] = [];
    for (const sector of sectors) {
      answers.push(...(await flock.open([sector])));
      await sleep(EVERY_MS);
    }
    await flock.findAll();
    const gates = await flock.untilOpened(60_000);
    const late = gates.map(({ latenessMs = 0 }) => latenessMs);
    const mails = await flock.mails();
    return {
      measure: 'gate lateness beyond settle, ms',
      gates: gates.length,
      p50: percentile(late, 50),
      p99: percentile(late, 99),
      max: Math.max(...late),
      early: early(gates).length,
      lostMails: mails.lost.length,
      reportAnswerP50: Math.round(percentile(answers, 50)),
      reportAnswerP99: Math.round(percentile(answers, 99)),
      readyMs: Math.round(readyMs),
    };
  } finally {
    if (start.isUp) start.signal('SIGINT');
    await start.ended();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
