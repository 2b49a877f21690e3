/**
 * `api`, `worker` and `watchdog` as children of the supervisor: the same program with another verb. They hold a line to the
 * supervisor; when it breaks, because the supervisor was killed, they end by themselves.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../config/package-root.js';
import type { DataLock } from './data-lock.js';
import { KeptChild } from './kept-child.js';
import { lastLine, logFile, withLog } from './log-file.js';

export type ServiceName = 'api' | 'worker' | 'watchdog';

const NAMES: Record<ServiceName, string> = { api: 'The API', worker: 'The worker', watchdog: 'The watchdog' };

/** A worker first finishes the activities that it has begun. */
const PATIENCE_MS = 15_000;
/** How long a child without a supervisor may take to end in order. */
const ORPHAN_PATIENCE_MS = 10_000;

export interface ServiceOptions {
  name: ServiceName;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  lock: DataLock;
  onDied: (sentence: string) => void;
}

export function service({ name, dataDir, env, lock, onDied }: ServiceOptions): KeptChild {
  return new KeptChild({
    name: NAMES[name],
    spawn: () =>
      withLog(dataDir, name, (log) =>
        fork(join(packageRoot(), 'dist', 'cli', 'main.js'), [name], {
          env,
          stdio: ['ignore', log, log, 'ipc'],
          detached: true,
        }),
      ),
    onStarted: (mark) => lock.noteChild(name, mark),
    onDied,
    lastWords: () => lastLine(logFile(dataDir, name)),
    patienceMs: PATIENCE_MS,
  });
}

/** Called by each of them: ends this process with its supervisor. Does nothing where there is none. */
export function endWithSupervisor(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), ORPHAN_PATIENCE_MS).unref();
  });
  // The line alone must not keep a process alive that has ended everything else.
  process.channel.unref();
}
