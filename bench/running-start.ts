/** `npm start` as a person runs it: a process of its own, its terminal, Ctrl-C, and what happens to its children. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../cli/start/processes.js';
import type { ProcessMark } from '../cli/start/processes.js';

const POLL_MS = 50;
/** For anything that has to come: a bound for what never comes, far above what a busy machine takes. */
const PATIENCE_MS = 120_000;

export class RunningStart {
  private text = '';
  /** Its exit code, `null` when it was killed; after its last word was read. */
  private readonly closed: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly dataDir: string,
  ) {
    this.closed = once(child, 'close').then(([code]) => code as number | null);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.text += bytes.toString('utf8');
      });
    }
  }

  static begin(dataDir: string, args: readonly string[], more: Record<string, string> = {}): RunningStart {
    const parameters = [join('scripts', 'start.mjs'), '--data', dataDir, ...args];
    // A server, a port or a folder of the tests around this one must not be taken for one that was named.
    const clean = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|HOLDFIRE)_/.test(name));
    const env = { ...Object.fromEntries(clean), ...more };
    return new RunningStart(spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'pipe'] }), dataDir);
  }

  get output(): string {
    return this.text;
  }

  get isUp(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for these words on the terminal; `after` so many characters of it. */
  async says(words: string, after = 0): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!this.text.slice(after).includes(words)) {
      if (!this.isUp) {
        const code = await this.closed;
        if (this.text.slice(after).includes(words)) return;
        throw new Error(`It ended with ${code} and never said "${words}":\n${this.text}`);
      }
      if (Date.now() > until) throw new Error(`"${words}" did not come within ${PATIENCE_MS} ms:\n${this.text}`);
      await sleep(POLL_MS);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Its exit code; `null` when it was killed. */
  async ended(): Promise<number | null> {
    const late = sleep(PATIENCE_MS, 'late' as const, { ref: false });
    const code = await Promise.race([this.closed, late]);
    if (code === 'late') throw new Error(`It did not end within ${PATIENCE_MS} ms:\n${this.text}`);
    return code;
  }

  /** `api`, `worker` and `temporal`, as the lock of the data folder names them; empty where there is none. */
  children(): Record<string, ProcessMark> {
    const file = join(this.dataDir, 'holdfire.lock');
    if (!existsSync(file)) return {};
    const lock = JSON.parse(readFileSync(file, 'utf8')) as {
      children: Record<string, ProcessMark>;
    };
    return lock.children;
  }
}

export async function untilGone(marks: readonly ProcessMark[]): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
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
