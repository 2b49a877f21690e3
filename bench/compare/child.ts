/** Processes that the benchmark begins and ends itself, by their handle. */
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';

export interface Begun {
  child: ChildProcess;
  pid: number;
  stop(): Promise<void>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/** @param log a file for what it says */
export function begin(program: string, args: readonly string[], log: string, env = process.env): Begun {
  const out = openSync(log, 'a');
  return begun(spawn(program, args, { env, stdio: ['ignore', out, out] }));
}

export function beginNode(module: string, args: readonly string[], log: string, env = process.env): Begun {
  const out = openSync(log, 'a');
  return begun(fork(module, args, { env, stdio: ['ignore', out, out, 'ipc'] }));
}

function begun(child: ChildProcess): Begun {
  const ended = once(child, 'exit');
  return {
    child,
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}
