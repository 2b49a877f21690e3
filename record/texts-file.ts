/**
 * The texts that lie beside one stream of a folder: a file of lines (`beside.ts`), each on the disk before the entry
 * that names it. A text is erased where it stands, its bytes overwritten with blanks, so that no writer and no reader
 * is disturbed and nothing need be locked; begun again after `kill -9`, what is left of a line goes too.
 */
import type { FileHandle } from 'node:fs/promises';
import { AppendFile, openIfThere, readFrom } from './append-file.js';
import { textOf } from './beside.js';
import type { BesideLine } from './beside.js';
import { sha256Hex } from './canonical.js';

const NEWLINE = 0x0a;
const BLANK = 0x20;

export class TextsFile {
  private readonly file: AppendFile;
  /** Read and not asked for yet. */
  private readonly read = new Map<string, string>();

  constructor(
    private readonly path: string,
    stream: string,
  ) {
    this.file = new AppendFile(path, `the texts of ${stream}`);
  }

  async keep(lines: readonly BesideLine[]): Promise<void> {
    if (lines.length > 0) await this.file.append(lines.map(({ line }) => line));
  }

  /** Opens the file ahead of the first text. */
  async prepare(): Promise<void> {
    await this.file.prepare();
  }

  /** Makes known what was appended since; what an entry names is there before the entry is. */
  async readOn(): Promise<void> {
    for (const line of await this.file.readOn()) {
      if (line.trim() === '') continue;
      const hash = sha256Hex(line);
      const text = textOf({ hash, line });
      if (text !== undefined) this.read.set(hash, text);
    }
  }

  text = (hash: string): string | undefined => this.read.get(hash);

  /** No other entry names them. */
  forget(hashes: readonly string[]): void {
    for (const hash of hashes) this.read.delete(hash);
  }

  /** Every line that is there, also of entries that were never written. */
  async lines(): Promise<BesideLine[]> {
    const lines = await new AppendFile(this.path, '').readOn();
    return lines
      .filter((line) => line.trim() !== '')
      .map((line) => ({ hash: sha256Hex(line), line }))
      .filter((one) => textOf(one) !== undefined);
  }

  /** Overwrites these, and whatever is no line of a text: the rest of a write, or of an erasure, that was interrupted. */
  async erase(hashes: ReadonlySet<string>): Promise<void> {
    const handle = await openIfThere(this.path, 'r+');
    if (!handle) return;
    try {
      // Closes a line that was torn at the end; whoever is writing writes behind it.
      await this.file.append([]);
      for (const { at, bytes } of linesOf(await readFrom(handle, 0))) {
        const line = bytes.toString('utf8');
        const hash = sha256Hex(bytes);
        if (line.trim() !== '' && (hashes.has(hash) || textOf({ hash, line }) === undefined)) {
          await overwrite(handle, at, bytes.length);
        }
      }
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

function* linesOf(bytes: Buffer): Generator<{ at: number; bytes: Buffer }> {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, at);
    // Not closed yet: somebody is writing it.
    if (end < 0) return;
    if (end > at) yield { at, bytes: bytes.subarray(at, end) };
    at = end + 1;
  }
}

async function overwrite(handle: FileHandle, at: number, length: number): Promise<void> {
  await handle.write(Buffer.alloc(length, BLANK), 0, length, at);
}
