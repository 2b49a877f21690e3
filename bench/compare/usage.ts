/** What a process and all that it began have used, from Linux's `/proc`: processor time and resident memory. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

export interface Usage {
  cpuMs: number;
  residentMiB: number;
}

interface Process {
  parent: number;
  ticks: number;
  kib: number;
}

/** Of each process by its name, with its children: a database has one for each connection. */
export function usages(pids: Readonly<Record<string, number>>): Record<string, Usage> {
  const all = processes();
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => {
      const family = [...all].filter(([one, { parent }]) => one === pid || parent === pid).map(([, of]) => of);
      const ticks = family.reduce((sum, of) => sum + of.ticks, 0);
      const kib = family.reduce((sum, of) => sum + of.kib, 0);
      return [name, { cpuMs: ticks * TICK_MS, residentMiB: Math.round(kib / 1024) }];
    }),
  );
}

function processes(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const one = /^\d+$/.test(name) ? processOf(name) : undefined;
    if (one) found.set(Number(name), one);
  }
  return found;
}

/** `undefined` for one that has ended meanwhile. */
function processOf(pid: string): Process | undefined {
  try {
    // The name stands in parentheses and may hold spaces; what follows it is counted from the state on.
    const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ').map(Number);
    // Its own time, and that of its children that have ended.
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    // What processes share is counted once, for the one that has it alone: PostgreSQL's buffers would count many times.
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = ['RssAnon', 'RssFile'].reduce(
      (sum, name) => sum + Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0),
      0,
    );
    return { parent: fields[1] ?? 0, ticks, kib };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
