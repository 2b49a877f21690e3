/**
 * Appends lines to a file, one write at a time, in the order in which they came. A disk that hangs then holds one of
 * the process's four I/O threads and not all: host names are looked up on the same ones, for mail and webhooks.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Lines waiting for a disk that hangs: some megabytes at most. Who writes more is told to come back. */
const MOST_WAITING = 1000;

interface Line {
  text: string;
  written: () => void;
  failed: (error: unknown) => void;
}

export class Pen {
  private waiting: Line[] = [];
  private writing = false;
  /** Ends what an earlier write may have left half done. */
  private before = '';

  constructor(private readonly file: string) {}

  write(text: string): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new Error(`${MOST_WAITING} lines wait already.`));
    return new Promise((written, failed) => {
      this.waiting.push({ text, written, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const lines = this.waiting;
      this.waiting = [];
      try {
        await this.append(lines.map(({ text }) => `${text}\n`).join(''));
        this.before = '';
        lines.forEach(({ written }) => written());
      } catch (error) {
        this.before = '\n';
        lines.forEach(({ failed }) => failed(error));
      }
    }
    this.writing = false;
  }

  private async append(text: string): Promise<void> {
    try {
      await this.flush(text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // A folder that could not be made, or that is gone, is made as soon as it can be.
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      await this.flush(text);
    }
  }

  private async flush(text: string): Promise<void> {
    // The flag `a` is O_APPEND: lines of several processes never overwrite each other. Flushed: written means on disk.
    await appendFile(this.file, `${this.before}${text}`, { flag: 'a', mode: 0o600, flush: true });
  }
}
