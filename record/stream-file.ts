/**
 * One stream as one file of lines, appended to by any number of processes of one host without a lock.
 *
 * How: a line goes out in one write with O_APPEND, which a local file system carries out whole and in some order.
 * Two writers may both write an entry of one number; the first in the file counts and the other is passed over by
 * every reader. A writer learns which it was by reading on from where it knew the file. A line torn by `kill -9` or
 * a full disk is closed by the newline with which every write begins, and passed over as well. So nothing needs to
 * be repaired, no lock can be left behind, and a reader never waits. What lies beside its entries: `texts-file.ts`.
 */
import { AppendFile } from './append-file.js';
import { joined } from './beside.js';
import { FIRST_PREV, lineHash, parseLine } from './entry.js';
import type { Entry } from './entry.js';
import { chained } from './placing.js';
import type { Lines, Placing } from './placing.js';
import { RecordConflict, RecordGap } from './record-store.js';
import { TextsFile } from './texts-file.js';

interface Read {
  entry: Entry;
  line: string;
}

export class StreamFile {
  seq = 0;
  hash = FIRST_PREV;
  private readonly file: AppendFile;
  private readonly texts: TextsFile;

  constructor(
    readonly stream: string,
    path: string,
    textsPath: string,
    private readonly clock: () => number,
  ) {
    this.file = new AppendFile(path, stream);
    this.texts = new TextsFile(textsPath, stream);
  }

  /** Entries that count and were appended since the last call, with their texts; only whole lines. */
  async readOn(): Promise<Read[]> {
    const before = { offset: this.file.offset, seq: this.seq, hash: this.hash };
    try {
      const found = this.take(await this.file.readOn());
      if (found.some(({ entry }) => entry.beside)) await this.texts.readOn();
      return found.map(({ entry, line }) => ({ entry: this.whole(entry), line }));
    } catch (error) {
      // Nothing of it was handed out: it is read again.
      this.file.offset = before.offset;
      this.seq = before.seq;
      this.hash = before.hash;
      throw error;
    }
  }

  private take(lines: readonly string[]): Read[] {
    const found: Read[] = [];
    for (const line of lines) {
      const entry = line === '' ? undefined : parseLine(line);
      if (!entry || entry.seq !== this.seq + 1 || entry.prev !== this.hash) continue;
      this.seq = entry.seq;
      this.hash = lineHash(line);
      found.push({ entry, line });
    }
    return found;
  }

  private whole(entry: Entry): Entry {
    if (!entry.beside) return entry;
    const { body, erased } = joined(entry.body, entry.beside, this.texts.text);
    this.texts.forget(Object.values(entry.beside));
    return erased.length === 0 ? { ...entry, body } : { ...entry, body, erased };
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
    if (present === count) return await this.file.sync();
    await this.write(linesFrom(present, this));
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
    const written = chained(this.stream, this, [body], this.clock);
    const [line = ''] = written.lines;
    await this.write(written);
    const read = await this.readOn();
    this.fresh = read;
    const winner = read.find(({ entry }) => entry.seq === seq);
    return winner?.line === line ? winner.entry : false;
  }

  /** What the last `appendNext` read, its own entry or a faster writer's. */
  fresh: Read[] = [];

  /** Texts first: whoever sees an entry finds them. */
  private async write({ lines, beside }: Lines): Promise<void> {
    if (beside.length > 0) await Promise.all([this.file.prepare(), this.texts.prepare()]);
    await this.texts.keep(beside);
    await this.file.append(lines);
  }

  async close(): Promise<void> {
    await this.texts.close();
    await this.file.close();
  }
}
