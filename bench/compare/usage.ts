/** What a process has used, from Linux's `/proc`: processor time and resident memory. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

export interface Usage {
  cpuMs: number;
  residentMiB: number;
}

export function usageOf(pid: number): Usage {
  // The name stands in parentheses and may hold spaces; what follows it is counted from the state on.
  const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const fields = rest.split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { cpuMs: ticks * TICK_MS, residentMiB: Math.round(Number(kib) / 1024) };
}

export const usages = (pids: Readonly<Record<string, number>>): Record<string, Usage> =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, usageOf(pid)]));
