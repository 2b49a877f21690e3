/**
 * One supervisor per data folder. Two embedded Temporal servers on one SQLite file would both start and serve
 * (TRAPS P13), so the folder is locked before anything else happens. The lock names the supervisor and its children:
 * whoever finds a lock whose supervisor is gone takes it over and ends what survived it.
 */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, startOf } from './processes.js';
import type { ProcessMark } from './processes.js';

const mark = z.object({ pid: z.number().int().positive(), started: z.string() });
const content = z.object({ supervisor: mark, children: z.record(z.string(), mark), url: z.string().optional() });

type Content = z.infer<typeof content>;

export class FolderInUse extends Error {
  constructor(
    readonly dataDir: string,
    readonly holder: { pid: number; url?: string | undefined },
  ) {
    const where = holder.url === undefined ? '' : ` and serves ${holder.url}`;
    super(
      `Another Holdfire (process ${holder.pid}) already works on the data folder ${dataDir}${where}. ` +
        'End that one first, or give this one a folder of its own with --data DIR.',
    );
  }
}

export class DataLock {
  private constructor(
    private readonly file: string,
    private content: Content,
    /** Children of a supervisor that was killed; whoever took the lock ends them. */
    readonly survivors: Readonly<Record<string, ProcessMark>>,
  ) {}

  /** Takes the folder, or throws {@link FolderInUse}. */
  static take(dataDir: string): DataLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'holdfire.lock');
    const mine: Content = { supervisor: { pid: process.pid, started: startOf(process.pid) }, children: {} };
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    try {
      const before = takeOver(dataDir, file, draft);
      return new DataLock(file, mine, before?.children ?? {});
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Keeps a child's id, so that the next supervisor can end it if this one cannot. */
  noteChild(name: string, child: ProcessMark): void {
    this.write({ ...this.content, children: { ...this.content.children, [name]: child } });
  }

  /** Where the API is, for the sentence that a second start prints. */
  noteUrl(url: string): void {
    this.write({ ...this.content, url });
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private write(next: Content): void {
    this.content = next;
    writeFileSync(`${this.file}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

/**
 * Links the draft into place: only one process can. A lock whose supervisor is gone is moved aside first; of two that
 * try that at once the second moves the first's new lock, sees that it is alive, and puts it back.
 */
function takeOver(dataDir: string, file: string, draft: string): Content | undefined {
  let before: Content | undefined;
  if (existsSync(file)) {
    refuseIfAlive(dataDir, read(file));
    const aside = `${draft}.stale`;
    renameSync(file, aside);
    try {
      before = read(aside);
      if (isAlive(before)) linkSync(aside, file);
      refuseIfAlive(dataDir, before);
    } finally {
      rmSync(aside, { force: true });
    }
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (existsSync(file)) refuseIfAlive(dataDir, read(file));
    throw error;
  }
  return before;
}

/** A lock that was cut off while it was written names nobody who could be alive. */
function read(file: string): Content | undefined {
  const parsed = content.safeParse(parseJson(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isAlive = (lock: Content | undefined): boolean =>
  lock !== undefined && lock.supervisor.pid !== process.pid && isRunning(lock.supervisor);

function refuseIfAlive(dataDir: string, lock: Content | undefined): void {
  if (lock && isAlive(lock)) throw new FolderInUse(dataDir, { pid: lock.supervisor.pid, url: lock.url });
}
