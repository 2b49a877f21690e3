/** The file of rows that were refused: their line, the reason, and the row as it was, so that it can be mended. */
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import { basename, extname } from 'node:path';
import type { Cells } from '../../tables/template.js';

export class RefusedRows {
  count = 0;
  private stream: WriteStream | undefined;

  constructor(readonly file: string) {}

  async add(line: number, reason: string, cells: Cells, header: readonly string[]): Promise<void> {
    this.count += 1;
    // A file of an earlier run is written over, once there is something to say.
    this.stream ??= this.begin(header);
    if (!this.stream.write(lineOf([String(line), reason, ...cells]))) await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    const { stream } = this;
    if (!stream) return;
    stream.end();
    await once(stream, 'close');
  }

  private begin(header: readonly string[]): WriteStream {
    const stream = createWriteStream(this.file);
    stream.write(lineOf(['line', 'reason', ...header]));
    return stream;
  }
}

/** Where the working directory has room for it. */
export const refusedFile = (table: string): string => `${basename(table, extname(table))}.refused.csv`;

/** RFC 4180. */
const lineOf = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
