/** `npm start` as a person runs it: a process of its own, its terminal, Ctrl-C, and what happens to its children. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../cli/start/processes.js';
import type { ProcessMark } from '../cli/start/processes.js';

const POLL_MS = 100;

export class RunningStart {
  private text = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly dataDir: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.text += bytes.toString('utf8');
      });
    }
  }

  static begin(dataDir: string, args: readonly string[], more: Record<string, string> = {}): RunningStart {
    const parameters = [join('scripts', 'start.mjs'), '--data', dataDir, ...args];
    const env = { ...process.env, ...more };
    // A server that the tests around this one use must not be taken for one that was named.
    delete env['TEMPORAL_ADDRESS'];
    return new RunningStart(spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'pipe'] }), dataDir);
  }

  get output(): string {
    return this.text;
  }

  get isUp(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for these words on the terminal; `after` so many characters of it. */
  async says(words: string, timeoutMs: number, after = 0): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!this.text.slice(after).includes(words)) {
      if (!this.isUp) throw new Error(`It ended with ${this.child.exitCode}:\n${this.text}`);
      if (Date.now() > until) throw new Error(`"${words}" did not come within ${timeoutMs} ms:\n${this.text}`);
      await sleep(POLL_MS);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Its exit code; `null` when it was killed. */
  async ended(): Promise<number | null> {
    if (this.isUp) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** `api`, `worker` and `temporal`, as the lock of the data folder names them. */
  children(): Record<string, ProcessMark> {
    const lock = JSON.parse(readFileSync(join(this.dataDir, 'holdfire.lock'), 'utf8')) as {
      children: Record<string, ProcessMark>;
    };
    return lock.children;
  }
}

export async function untilGone(marks: readonly ProcessMark[], timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (marks.some(isRunning)) {
    if (Date.now() > until)
      throw new Error(
        `Still running: ${marks
          .filter(isRunning)
          .map(({ pid }) => pid)
          .join(', ')}`,
      );
    await sleep(POLL_MS);
  }
}
