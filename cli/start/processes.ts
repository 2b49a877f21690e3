/**
 * Processes by id, safely: an id alone can belong to a stranger by the time it is read again, so a mark also keeps
 * when the process started.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessMark {
  pid: number;
  /** When it started, as the system says it; compared, never read. */
  started: string;
}

export const markOf = (pid: number): ProcessMark => ({ pid, started: startOf(pid) });

/** Empty where there is no such process. */
export function startOf(pid: number): string {
  const stat = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) {
    // Counted after the command, which stands in brackets and may hold anything: state, and field 22, the start.
    const fields = existsSync(stat) ? (readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ') ?? []) : [];
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch (error) {
    // ps ends with 1 where there is no such process.
    if (error instanceof Error && 'status' in error && error.status === 1) return '';
    throw error;
  }
}

export function isRunning(mark: ProcessMark): boolean {
  return mark.started !== '' && startOf(mark.pid) === mark.started;
}

/** Asks it to end, waits, and then ends it. */
export async function end(mark: ProcessMark, patienceMs: number): Promise<void> {
  if (!isRunning(mark)) return;
  signal(mark.pid, 'SIGTERM');
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    if (!isRunning(mark)) return;
    await sleep(50);
  }
  signal(mark.pid, 'SIGKILL');
  while (isRunning(mark)) await sleep(50);
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
