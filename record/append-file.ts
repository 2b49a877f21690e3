/** A file of lines to which any number of processes of one host append, each write whole, and what folders need for it. */
import { constants } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RecordUnavailable } from './record-store.js';

const NEWLINE = 0x0a;
const READ_CHUNK = 1 << 20;

export class AppendFile {
  /** Bytes read so far, all of whole lines. */
  offset = 0;
  private handle: FileHandle | undefined;

  /** @param named what a sentence calls it */
  constructor(
    private readonly path: string,
    private readonly named: string,
  ) {}

  /** Whole lines that were appended since the last call; a file that is not there has none. */
  async readOn(): Promise<string[]> {
    if (await this.hasNothingNew()) return [];
    const handle = await this.openToRead();
    if (!handle) return [];
    try {
      const bytes = await readFrom(handle, this.offset);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      this.offset += end;
      return bytes.toString('utf8', 0, end).split('\n');
    } finally {
      if (handle !== this.handle) await handle.close();
    }
  }

  /** In one write, and on the disk when it answers. */
  async append(lines: readonly string[]): Promise<void> {
    const handle = await this.openToWrite();
    const bytes = Buffer.from(`\n${lines.join('\n')}\n`);
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten !== bytes.length) {
      const why = `only ${bytesWritten} of ${bytes.length} bytes of ${this.named} went to the disk.`;
      throw new RecordUnavailable(why, undefined);
    }
    await handle.datasync();
  }

  async sync(): Promise<void> {
    await (await this.openToWrite()).datasync();
  }

  /** One look at the name in place of opening, reading and closing: most looks find nothing. */
  private async hasNothingNew(): Promise<boolean> {
    if (this.handle || this.offset === 0) return false;
    return (await sizeOf(this.path)) === this.offset;
  }

  /** Opens it for writing ahead of the first line, so that a new file and its folder are made beside other work. */
  async prepare(): Promise<void> {
    if (!this.handle) await this.openToWrite();
  }

  private async openToRead(): Promise<FileHandle | undefined> {
    if (this.handle) return this.handle;
    const handle = await openIfThere(this.path);
    // Not there is an empty file only while the folder of all of them is there.
    if (!handle) await stat(dirname(dirname(this.path)));
    return handle;
  }

  private async openToWrite(): Promise<FileHandle> {
    if (this.handle) {
      await this.requireNamed(this.handle);
      return this.handle;
    }
    const folder = dirname(this.path);
    await makeShard(folder);
    const { O_APPEND, O_CREAT, O_RDWR } = constants;
    this.handle = await open(this.path, O_APPEND | O_CREAT | O_RDWR, 0o640);
    await syncFolder(folder);
    return this.handle;
  }

  /** What goes to a file that was moved away or replaced would be lost with it, and nobody would know. */
  private async requireNamed(handle: FileHandle): Promise<void> {
    const [opened, named] = await Promise.all([handle.stat(), stat(this.path)]);
    if (opened.ino === named.ino && opened.dev === named.dev) return;
    throw new RecordUnavailable(`the file of ${this.named} was replaced by another.`, undefined);
  }

  async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }
}

/** 0 where it is not there. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

export async function readFrom(handle: FileHandle, offset: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const chunks: Buffer[] = [];
  for (let at = offset; at < size;) {
    const chunk = Buffer.allocUnsafe(Math.min(READ_CHUNK, size - at));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
  return Buffer.concat(chunks);
}

/**
 * A folder and those above it. Not by the system's recursive call, which tries for ever where nothing can be made and
 * nothing is refused either (/proc).
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeShard(folder);
  } catch (error) {
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
    await makeFolder(above);
    await makeShard(folder);
  }
}

/** The last folder alone: where the one above is missing the record is elsewhere now, and no other is begun. */
export async function makeShard(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

export async function openIfThere(path: string, flags = 'r'): Promise<FileHandle | undefined> {
  try {
    return await open(path, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A new file's name is on the disk once its folder is (fsync(2), notes). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
