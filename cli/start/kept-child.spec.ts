import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeptChild } from './kept-child.js';
import { isRunning } from './processes.js';
import type { ProcessMark } from './processes.js';

const PATIENCE_MS = 20_000;

interface Kept {
  child: KeptChild;
  marks: ProcessMark[];
  said: string[];
}

const sleeper = () => spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
let open: KeptChild[] = [];

function keep(options: Partial<ConstructorParameters<typeof KeptChild>[0]> = {}): Kept {
  const marks: ProcessMark[] = [];
  const said: string[] = [];
  const child = new KeptChild({
    name: 'The sleeper',
    spawn: sleeper,
    onStarted: (mark) => void marks.push(mark),
    onDied: (sentence) => void said.push(sentence),
    patienceMs: 1000,
    ...options,
  });
  open.push(child);
  return { child, marks, said };
}

async function until(condition: () => boolean): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  while (!condition() && Date.now() < limit) await sleep(20);
  expect(condition()).toBe(true);
}

afterEach(async () => {
  for (const child of open) await child.stop();
  open = [];
});

describe('a kept child', () => {
  it('is started again after kill -9, and not after it was stopped', async () => {
    const { child, marks, said } = keep();
    child.start();
    process.kill(marks[0]?.pid ?? 0, 'SIGKILL');
    await until(() => marks.length === 2);
    expect(said).toEqual(['The sleeper ended (SIGKILL); it is started again in 0.2 s.']);
    await child.stop();
    expect(marks.filter(isRunning)).toEqual([]);
    await sleep(500);
    expect(marks).toHaveLength(2);
  });

  it('is started again when starting it fails, as on a full disk', async () => {
    let attempts = 0;
    const { child, marks, said } = keep({
      spawn: () => {
        attempts += 1;
        if (attempts === 1) throw new Error('ENOSPC: no space left on device, open');
        return sleeper();
      },
    });
    child.start();
    await until(() => marks.length === 1);
    expect(said).toEqual(['The sleeper ended (ENOSPC: no space left on device, open); it is started again in 0.2 s.']);
  });

  it('runs on, once, when it cannot be noted', async () => {
    let noted = 0;
    const { child, said } = keep({
      onStarted: () => {
        noted += 1;
        throw new Error('ENOSPC: no space left on device, write');
      },
    });
    child.start();
    expect(child.pid).toBeGreaterThan(0);
    expect(said).toEqual([
      'The sleeper runs, but could not be noted for a later start: ENOSPC: no space left on device, write.',
    ]);
    await sleep(500);
    expect(noted).toBe(1);
  });
});
