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
import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canonicalJson } from './canonical.js';
import { entryLine, FIRST_PREV, lineHash, parseLine } from './entry.js';
import type { Entry } from './entry.js';
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
   * Writes `bodies` from `firstSeq` on; answers once they (or equal ones) are in the file and on the disk.
   * @throws {RecordConflict | RecordGap}
   */
  async append(firstSeq: number, bodies: readonly unknown[], read: (from: number) => Promise<Entry[]>): Promise<void> {
    await this.readOn();
    if (firstSeq > this.seq + 1) throw new RecordGap(this.stream, firstSeq, this.seq);
    const present = Math.min(this.seq - firstSeq + 1, bodies.length);
    if (present > 0) await this.compare(firstSeq, bodies.slice(0, present), read);
    const missing = bodies.slice(Math.max(0, present));
    // Another process may have written them a moment ago and not yet be sure of the disk.
    if (missing.length === 0) return await (await this.openToWrite()).datasync();
    const first = this.seq + 1;
    const written = await this.write(missing);
    // What counts may be another writer's: equal is as good as ours.
    for (const [index, body] of missing.entries()) {
      const entry = written[index]?.entry;
      if (!entry) throw new RecordGap(this.stream, first + index, this.seq);
      if (canonicalJson(entry.body) !== canonicalJson(body)) throw new RecordConflict(this.stream, entry.seq);
    }
  }

  /** Writes one body at the next number; `false` when another writer took it. */
  async appendNext(body: unknown): Promise<Entry | false> {
    const seq = this.seq + 1;
    const before = this.hash;
    const line = this.line(seq, before, body);
    await this.writeLines([line]);
    const read = await this.readOn();
    this.fresh = read;
    const winner = read.find(({ entry }) => entry.seq === seq);
    return winner?.line === line ? winner.entry : false;
  }

  /** What the last `appendNext` read, its own entry or a faster writer's. */
  fresh: { entry: Entry; line: string }[] = [];

  private async write(bodies: readonly unknown[]): Promise<{ entry: Entry; line: string }[]> {
    let [seq, prev] = [this.seq, this.hash];
    const lines = bodies.map((body) => {
      seq += 1;
      const line = this.line(seq, prev, body);
      prev = lineHash(line);
      return line;
    });
    await this.writeLines(lines);
    return await this.readOn();
  }

  private line(seq: number, prev: string, body: unknown): string {
    const recordedAt = new Date(this.clock()).toISOString();
    return entryLine({ schema: 1, stream: this.stream, seq, prev, recordedAt, body });
  }

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

  private async compare(
    firstSeq: number,
    bodies: readonly unknown[],
    read: (from: number) => Promise<Entry[]>,
  ): Promise<void> {
    const there = await read(firstSeq);
    for (const [index, body] of bodies.entries()) {
      const entry = there[index];
      if (!entry || canonicalJson(entry.body) !== canonicalJson(body)) {
        throw new RecordConflict(this.stream, firstSeq + index);
      }
    }
  }

  private async openToRead(): Promise<FileHandle | undefined> {
    return this.handle ?? (await openIfThere(this.path));
  }

  private async openToWrite(): Promise<FileHandle> {
    if (this.handle) return this.handle;
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const { O_APPEND, O_CREAT, O_RDWR } = constants;
    this.handle = await open(this.path, O_APPEND | O_CREAT | O_RDWR, 0o640);
    await syncFolder(folder);
    return this.handle;
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
