/**
 * What the watchdog has said, in a file of the data folder, so that one that was killed says nothing twice. Written
 * before a message goes and after it was taken: a death in between repeats it under the same id.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Alarm } from './alarms.js';

interface Content {
  schema: 1;
  /** When it was written. */
  at: string;
  /** Nothing was wrong. */
  well: boolean;
  alarms: Alarm[];
}

export class Journal {
  private written = '';
  /** One after the other. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly log: (about: object, sentence: string) => void,
  ) {}

  /** Nothing where there is none, or where it was cut off: then what lasts is said again, under the same ids. */
  read(): Alarm[] {
    if (!existsSync(this.file)) return [];
    try {
      const content = JSON.parse(readFileSync(this.file, 'utf8')) as Content;
      return content.schema === 1 && Array.isArray(content.alarms) ? content.alarms : [];
    } catch (error) {
      this.log({ err: error, file: this.file }, 'What was said before cannot be read.');
      return [];
    }
  }

  /** A disk that is full keeps the watchdog from nothing but its memory. */
  async write(at: string, well: boolean, alarms: readonly Alarm[]): Promise<void> {
    this.last = this.last.then(() => this.put({ schema: 1, at, well, alarms: [...alarms] }));
    await this.last;
  }

  /** Whether these alarms are in the file. */
  holds(alarms: readonly Alarm[]): boolean {
    return this.written === JSON.stringify(alarms);
  }

  private async put(content: Content): Promise<void> {
    const draft = `${this.file}.new`;
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      const handle = await open(draft, 'w', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(content)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, this.file);
      this.written = JSON.stringify(content.alarms);
    } catch (error) {
      this.log({ err: error, file: this.file }, 'What was said cannot be kept; after a restart it is said again.');
    }
  }
}
