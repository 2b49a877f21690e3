/**
 * One stream as one file of lines, appended to by any number of processes of one host without a lock.
 *
 * How: a line goes out in one write with O_APPEND, which a local file system carries out whole and in some order.
 * Two writers may both write an entry of one number; the first in the file counts and the other is passed over by
 * every reader. A writer learns which it was by reading on from where it knew the file. A line torn by `kill -9` or
 * a full disk is closed by the newline with which every write begins, and passed over as well. So nothing needs to
 * be repaired, no lock can be left behind, and a reader never waits.
 */
import { constants } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FIRST_PREV, lineHash, parseLine } from './entry.js';
import type { Entry } from './entry.js';
import { chained } from './placing.js';
import type { Placing } from './placing.js';
import { RecordConflict, RecordGap, RecordUnavailable } from './record-store.js';

const NEWLINE = 0x0a;
const READ_CHUNK = 1 << 20;

export class StreamFile {
  /** Bytes read so far, all of whole lines. */
  private offset = 0;
  seq = 0;
  hash = FIRST_PREV;
  private handle: FileHandle | undefined;

  constructor(
    readonly stream: string,
    private readonly path: string,
    private readonly clock: () => number,
  ) {}

  /** Entries that count and were appended since the last call; only whole lines. */
  async readOn(): Promise<{ entry: Entry; line: string }[]> {
    const handle = await this.openToRead();
    if (!handle) return [];
    try {
      return this.take(await readFrom(handle, this.offset));
    } finally {
      if (handle !== this.handle) await handle.close();
    }
  }

  private take(bytes: Buffer): { entry: Entry; line: string }[] {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.offset += end;
    const found: { entry: Entry; line: string }[] = [];
    for (const line of bytes.toString('utf8', 0, end).split('\n')) {
      const entry = line === '' ? undefined : parseLine(line);
      if (!entry || entry.seq !== this.seq + 1 || entry.prev !== this.hash) continue;
      this.seq = entry.seq;
      this.hash = lineHash(line);
      found.push({ entry, line });
    }
    return found;
  }

  /**
   * Writes entries where they belong; answers once they (or equal ones) are in the file and on the disk.
   * @throws {RecordConflict | RecordGap}
   */
  async place(
    { firstSeq, count, isSame, linesFrom }: Placing,
    read: (from: number) => Promise<Entry[]>,
  ): Promise<void> {
    await this.readOn();
    if (firstSeq > this.seq + 1) throw new RecordGap(this.stream, firstSeq, this.seq);
    const present = Math.min(this.seq - firstSeq + 1, count);
    const there = present > 0 ? await read(firstSeq) : [];
    for (let index = 0; index < present; index += 1) {
      const entry = there[index];
      if (!entry || !isSame(entry, index)) throw new RecordConflict(this.stream, firstSeq + index);
    }
    // Another process may have written them a moment ago and not yet be sure of the disk.
    if (present === count) return await (await this.openToWrite()).datasync();
    await this.writeLines(linesFrom(present, this));
    const written = await this.readOn();
    // What counts may be another writer's: equal is as good as ours.
    for (let index = present; index < count; index += 1) {
      const entry = written[index - present]?.entry;
      if (!entry) throw new RecordGap(this.stream, firstSeq + index, this.seq);
      if (!isSame(entry, index)) throw new RecordConflict(this.stream, entry.seq);
    }
  }

  /** Writes one body at the next number; `false` when another writer took it. */
  async appendNext(body: unknown): Promise<Entry | false> {
    const seq = this.seq + 1;
    const [line = ''] = chained(this.stream, this, [body], this.clock);
    await this.writeLines([line]);
    const read = await this.readOn();
    this.fresh = read;
    const winner = read.find(({ entry }) => entry.seq === seq);
    return winner?.line === line ? winner.entry : false;
  }

  /** What the last `appendNext` read, its own entry or a faster writer's. */
  fresh: { entry: Entry; line: string }[] = [];

  private async writeLines(lines: readonly string[]): Promise<void> {
    const handle = await this.openToWrite();
    const bytes = Buffer.from(`\n${lines.join('\n')}\n`);
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten !== bytes.length) {
      const why = `only ${bytesWritten} of ${bytes.length} bytes of ${this.stream} went to the disk.`;
      throw new RecordUnavailable(why, undefined);
    }
    await handle.datasync();
  }

  private async openToRead(): Promise<FileHandle | undefined> {
    if (this.handle) return this.handle;
    const handle = await openIfThere(this.path);
    // Not there is an empty stream only while the folder of all streams is there.
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
    throw new RecordUnavailable(`the file of ${this.stream} was replaced by another.`, undefined);
  }

  async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }
}

async function readFrom(handle: FileHandle, offset: number): Promise<Buffer> {
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

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
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
