/**
 * A child process that is started again whenever it ends without having been asked to: at once after a long life, with
 * growing pauses when it keeps dying. Its output goes to a log file in the data folder; the terminal is for the ladder.
 */
import type { ChildProcess } from 'node:child_process';
import { end, markOf } from './processes.js';
import type { ProcessMark } from './processes.js';

/** The first pause is short, for a gate may be near; the longest keeps a broken child from eating the machine. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** Whoever lived this long is trusted again. */
const TRUSTED_AFTER_MS = 30_000;

export interface KeptChildOptions {
  name: string;
  spawn: () => ChildProcess;
  /** Keeps the mark, so that a later supervisor can end the process. */
  onStarted: (mark: ProcessMark) => void;
  /** Told in one sentence. */
  onDied: (sentence: string) => void;
  /** What it said last. */
  lastWords?: () => string;
  /** How long it gets between being asked to end and being ended. */
  patienceMs: number;
}

export class KeptChild {
  private mark: ProcessMark | undefined;
  private pause = FIRST_PAUSE_MS;
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;

  constructor(private readonly options: KeptChildOptions) {}

  start(): void {
    this.wanted = true;
    this.startedAt = Date.now();
    try {
      this.begin();
    } catch (error) {
      // A full disk or too many open files may pass; ending everything else for it would not help.
      this.again(messageOf(error));
    }
  }

  get pid(): number | undefined {
    return this.mark?.pid;
  }

  /** Makes it stand still, or lets it go on; nothing where it is not there. */
  hold(still: boolean): void {
    if (this.mark) process.kill(this.mark.pid, still ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.mark) await end(this.mark, this.options.patienceMs);
  }

  private begin(): void {
    const child = this.options.spawn();
    let over = false;
    const ended = (how: string): void => {
      if (over) return;
      over = true;
      this.mark = undefined;
      if (this.wanted) this.again(how);
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signalName) =>
      ended(signalName ?? `exit code ${code}: ${this.options.lastWords?.() ?? ''}`),
    );
    if (child.pid === undefined) return;
    this.mark = markOf(child.pid);
    this.note(this.mark);
  }

  /** It runs, noted or not: started once more there would be two of it. */
  private note(mark: ProcessMark): void {
    const { name, onStarted, onDied } = this.options;
    try {
      onStarted(mark);
    } catch (error) {
      onDied(`${name} runs, but could not be noted for a later start: ${messageOf(error)}.`);
    }
  }

  private again(how: string): void {
    if (Date.now() - this.startedAt > TRUSTED_AFTER_MS) this.pause = FIRST_PAUSE_MS;
    this.options.onDied(`${this.options.name} ended (${how}); it is started again in ${this.pause / 1000} s.`);
    this.timer = setTimeout(() => this.start(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
