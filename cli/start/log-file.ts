/** One log file for each child in `DATA/logs`; the one before is kept as `.1` once a file is large. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGE = 20 * 1024 * 1024;

/** Starts a child with a descriptor to append to, which the child then holds on to alone. */
export function withLog(dataDir: string, name: string, spawn: (log: number) => ChildProcess): ChildProcess {
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const file = logFile(dataDir, name);
  if (existsSync(file) && statSync(file).size > LARGE) renameSync(file, `${file}.1`);
  const log = openSync(file, 'a', 0o600);
  try {
    return spawn(log);
  } finally {
    closeSync(log);
  }
}

export const logFile = (dataDir: string, name: string): string => join(dataDir, 'logs', `${name}.log`);

/** The last line of a log, cut; whoever wants more opens the file. Empty where somebody cleared the logs away. */
export function lastLine(file: string): string {
  if (!existsSync(file)) return '';
  const bytes = Buffer.alloc(Math.min(statSync(file).size, LAST_BYTES));
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, bytes, 0, bytes.length, statSync(file).size - bytes.length);
  } finally {
    closeSync(descriptor);
  }
  return (bytes.toString('utf8').trimEnd().split('\n').at(-1) ?? '').slice(0, LONGEST);
}

const LAST_BYTES = 4096;
const LONGEST = 200;
