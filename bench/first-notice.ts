/** `npm run bench -- start`: from `npm start` to ready and to the first notice, on a fresh data folder and again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextFree } from '../cli/start/ports.js';
import { Flock } from './flock.js';
import { RunningStart } from './running-start.js';

const LOOK_EVERY_MS = 10;

export async function firstNotice(): Promise<Record<string, unknown>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-bench-'));
  const port = await nextFree(21_000, '127.0.0.1');
  const once = async (args: string[], mails: number): Promise<{ readyMs: number; noticeMs: number }> => {
    const since = performance.now();
    const start = RunningStart.begin(dataDir, ['--port', String(port), ...args]);
    try {
      await start.says('Ready after');
      const readyMs = performance.now() - since;
      const flock = new Flock(`http://127.0.0.1:${port}`, dataDir);
      // The first start plays the script; on the second somebody reports.
      if (mails > 0) await flock.open(['UA-77']);
      while (flock.keptCount <= mails) await sleep(LOOK_EVERY_MS);
      return { readyMs: Math.round(readyMs), noticeMs: Math.round(performance.now() - since) };
    } finally {
      start.signal('SIGINT');
      await start.ended();
    }
  };
  try {
    const first = await once([], 0);
    const second = await once(['--no-exercise'], new Flock('http://127.0.0.1', dataDir).keptCount);
    return { measure: 'npm start, ms from the command', first, second };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
