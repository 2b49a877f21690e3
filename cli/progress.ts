/** A progress bar on one line of a terminal; silent anywhere else. */
export interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write: (text: string) => unknown;
}

const EVERY_MS = 100;
const BAR = 24;

export class Progress {
  private shownAt = -Infinity;

  constructor(private readonly terminal: Terminal = process.stderr) {}

  /** `done` from 0 to 1; `words` follow the bar. */
  at(done: number, words: string): void {
    const now = performance.now();
    if (!this.terminal.isTTY || now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    const full = Math.round(Math.min(1, Math.max(0, done)) * BAR);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.floor(done * 100)).padStart(3)} %`;
    this.terminal.write(`\r\u001B[K${`${bar}  ${words}`.slice(0, (this.terminal.columns ?? 80) - 1)}`);
  }

  /** Clears the line. */
  end(): void {
    if (this.terminal.isTTY && this.shownAt > 0) this.terminal.write('\r\u001B[K');
  }
}
