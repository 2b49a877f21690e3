/**
 * The record in a folder of one host: the default. One file a stream (`stream-file.ts`), a file of hints beside them
 * by which other processes notice what is new, and content-addressed objects.
 */
import { randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, makeShard, syncFolder } from './append-file.js';
import type { BesideLine } from './beside.js';
import { sha256Hex } from './canonical.js';
import { decisionOf } from './erasing.js';
import type { Entry } from './entry.js';
import { probeFolder } from './folder-probe.js';
import { Follower } from './follower.js';
import { asTheyAre, ofBodies } from './placing.js';
import type { Placing } from './placing.js';
import { RecordUnavailable } from './record-store.js';
import type { FollowOptions, Following, RecordStore } from './record-store.js';
import { StreamFile } from './stream-file.js';
import { TextsFile } from './texts-file.js';
import { Turns } from './turns.js';

/** Streams whose file is kept open for writing; beyond it the one used longest ago is closed. */
const MOST_OPEN = 500;

/** Between two looks of a follower for whom nobody waits. */
const UNHURRIED_MS = 500;

export interface FolderOptions {
  /** Milliseconds since 1970; default `Date.now`. */
  clock?: () => number;
}

/**
 * Opens (and makes) the folder.
 * @throws {RecordUnavailable} with a sentence where the folder cannot hold a record
 */
export async function openFolderStore(folder: string, { clock = Date.now }: FolderOptions = {}): Promise<FolderStore> {
  try {
    await makeFolder(join(folder, 'streams'));
    await makeFolder(join(folder, 'objects'));
    await makeFolder(join(folder, 'texts'));
    await probeFolder(folder);
  } catch (error) {
    throw new RecordUnavailable(`the folder ${folder} does not take it (${(error as Error).message}).`, error);
  }
  return new FolderStore(folder, clock);
}

export class FolderStore implements RecordStore {
  private readonly files = new Map<string, StreamFile>();
  /** One write at a time per stream in this process; other processes are settled by the file. */
  private readonly turns = new Turns();
  private readonly followers = new Set<{ close(): void }>();
  private hints: Promise<FileHandle> | undefined;

  constructor(
    private readonly folder: string,
    private readonly clock: () => number,
  ) {}

  async appendMany(stream: string, firstSeq: number, bodies: readonly unknown[]): Promise<void> {
    await this.place(stream, ofBodies(stream, firstSeq, bodies, this.clock));
  }

  async copyIn(stream: string, firstSeq: number, entries: readonly Entry[]): Promise<void> {
    await this.place(stream, asTheyAre(firstSeq, entries));
  }

  private async place(stream: string, placing: Placing): Promise<void> {
    if (placing.count === 0) return;
    await this.inTurn(stream, async (file) => {
      await file.place(placing, (from) => this.read(stream, from));
      await this.hint(stream);
    });
  }

  async appendNext<Body>(
    stream: string,
    make: () => Body | undefined,
    catchUp: (entry: Entry) => void = () => undefined,
  ): Promise<Entry<Body> | undefined> {
    return await this.inTurn(stream, async (file) => {
      for (const { entry } of await file.readOn()) catchUp(entry);
      for (;;) {
        const body = make();
        if (body === undefined) return undefined;
        const entry = await file.appendNext(body);
        for (const fresh of file.fresh) catchUp(fresh.entry);
        if (!entry) continue;
        await this.hint(stream);
        return entry as Entry<Body>;
      }
    });
  }

  async read(stream: string, fromSeq = 1): Promise<Entry[]> {
    const read = await available(() => this.fileOf(stream).readOn());
    return read.map(({ entry }) => entry).filter(({ seq }) => seq >= fromSeq);
  }

  reader(stream: string): () => Promise<Entry[]> {
    const file = this.fileOf(stream);
    const one = new Turns();
    const readOn = async (): Promise<Entry[]> => (await file.readOn()).map(({ entry }) => entry);
    return () => one.take(stream, () => available(readOn));
  }

  async last(stream: string): Promise<{ seq: number; hash: string } | undefined> {
    const file = this.fileOf(stream);
    await available(() => file.readOn());
    return file.seq === 0 ? undefined : { seq: file.seq, hash: file.hash };
  }

  async streams(): Promise<string[]> {
    return (await this.names('streams', '.jsonl')).map(decodeURIComponent).sort();
  }

  async follow(listener: (entry: Entry) => void, { unhurried = false }: FollowOptions = {}): Promise<Following> {
    const follower = new Follower(
      (stream) => this.fileOf(stream),
      () => this.streams(),
      this.hintsFile(),
      listener,
      ...(unhurried ? [UNHURRIED_MS] : []),
    );
    const watcher = unhurried ? undefined : watchQuietly(this.folder, () => follower.look());
    const following: Following = {
      catchUp: (stream) => follower.catchUp(stream),
      close: () => {
        watcher?.close();
        follower.close();
        this.followers.delete(following);
      },
    };
    this.followers.add(following);
    await follower.start();
    return following;
  }

  async objects(): Promise<string[]> {
    return (await this.names('objects', '.json')).sort();
  }

  /** Of the files in the shards of a folder, without their ending; others are no part of the record. */
  private async names(folder: string, ending: string): Promise<string[]> {
    return await available(async () => {
      const root = join(this.folder, folder);
      const shards = await Promise.all((await readdir(root)).map((shard) => readdir(join(root, shard))));
      return shards.flat().flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));
    });
  }

  async putObject(hash: string, text: string): Promise<void> {
    if (sha256Hex(text) !== hash) throw new Error(`An object named ${hash} has another hash.`);
    const path = this.objectPath(hash);
    await available(async () => {
      if (!(await exists(path))) await this.writeObject(path, text);
    });
  }

  private async writeObject(path: string, text: string): Promise<void> {
    const folder = dirname(path);
    await makeShard(folder);
    // A name of its own for every writer, also for two at once in one process.
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, text, { flush: true, mode: 0o640 });
    await rename(temporary, path);
    await syncFolder(folder);
  }

  /** @throws {Error} when the object was altered */
  async getObject(hash: string): Promise<string | undefined> {
    const path = this.objectPath(hash);
    const text = await available(async () => ((await exists(path)) ? await readFile(path, 'utf8') : undefined));
    if (text === undefined) return undefined;
    if (sha256Hex(text) !== hash) throw new Error(`The object ${hash} was altered.`);
    return text;
  }

  async texts(stream: string): Promise<BesideLine[]> {
    return await available(() => this.textsOf(stream).lines());
  }

  async putTexts(stream: string, lines: readonly BesideLine[]): Promise<void> {
    await this.turns.take(stream, () =>
      available(async () => {
        const there = new Set((await this.texts(stream)).map(({ hash }) => hash));
        const file = this.textsOf(stream);
        try {
          await file.keep(lines.filter(({ hash }) => !there.has(hash)));
        } finally {
          await file.close();
        }
      }),
    );
  }

  async erase(decision: number): Promise<void> {
    const { texts, objects } = await decisionOf(this, decision);
    for (const [stream, hashes] of texts) await this.eraseTexts(stream, hashes);
    for (const hash of objects) await available(() => this.removeObject(hash));
  }

  private async eraseTexts(stream: string, hashes: ReadonlySet<string>): Promise<void> {
    const file = this.textsOf(stream);
    try {
      await available(() => file.erase(hashes));
    } finally {
      await file.close();
    }
  }

  /** With it goes what a writer left of it that was killed. */
  private async removeObject(hash: string): Promise<void> {
    const path = this.objectPath(hash);
    const folder = dirname(path);
    for (const name of await namesIn(folder)) {
      if (name.startsWith(hash)) await rm(join(folder, name), { force: true });
    }
    if (await folderIsThere(folder)) await syncFolder(folder);
  }

  async close(): Promise<void> {
    for (const follower of this.followers) follower.close();
    await this.turns.settled();
    for (const file of this.files.values()) await file.close();
    this.files.clear();
    await this.closeHints();
  }

  private fileOf(stream: string): StreamFile {
    return new StreamFile(stream, this.pathOf('streams', stream), this.pathOf('texts', stream), this.clock);
  }

  private textsOf(stream: string): TextsFile {
    return new TextsFile(this.pathOf('texts', stream), stream);
  }

  private pathOf(kind: 'streams' | 'texts', stream: string): string {
    return join(this.folder, kind, sha256Hex(stream).slice(0, 2), `${encodeURIComponent(stream)}.jsonl`);
  }

  private async inTurn<T>(stream: string, work: (file: StreamFile) => Promise<T>): Promise<T> {
    return await this.turns.take(stream, () => this.withFile(stream, work));
  }

  private async withFile<T>(stream: string, work: (file: StreamFile) => Promise<T>): Promise<T> {
    const file = this.files.get(stream) ?? this.fileOf(stream);
    this.files.delete(stream);
    this.files.set(stream, file);
    await this.closeOldest();
    try {
      return await work(file);
    } catch (error) {
      // What was known of the file may be wrong now; the next writer reads it anew.
      this.files.delete(stream);
      await file.close();
      await this.closeHints();
      throw unavailable(error);
    }
  }

  private async closeOldest(): Promise<void> {
    for (const [stream, file] of this.files) {
      if (this.files.size <= MOST_OPEN) return;
      if (this.turns.has(stream)) continue;
      this.files.delete(stream);
      await file.close();
    }
  }

  /** Only a hint, so not synced: a follower that misses one finds the entry with the next. */
  private async hint(stream: string): Promise<void> {
    this.hints ??= open(this.hintsFile(), 'a');
    try {
      await (await this.hints).appendFile(`${stream}\n`);
    } catch (error) {
      await this.closeHints();
      throw error;
    }
  }

  /** Opened anew by the next writer: the folder may be another one by then. */
  private async closeHints(): Promise<void> {
    const { hints } = this;
    this.hints = undefined;
    const handle = await hints?.catch(() => undefined);
    await handle?.close().catch(() => undefined);
  }

  private hintsFile(): string {
    return join(this.folder, 'hints');
  }

  private objectPath(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('An object is named by a SHA-256 in hex.');
    return join(this.folder, 'objects', hash.slice(0, 2), `${hash}.json`);
  }
}

async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}

/** What the operating system refused has a code; everything else is as it is. */
function unavailable(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === undefined ? error : new RecordUnavailable(`${code} (${(error as Error).message}).`, error);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // Not there is an answer only while the folder of all objects is there.
    await stat(dirname(dirname(path)));
    return false;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await folderIsThere(folder)) ? await readdir(folder) : [];
}

async function folderIsThere(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return false;
  }
}

/** The follower looks by itself ten times a second; the kernel's word only makes it faster. */
function watchQuietly(folder: string, look: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, look).on('error', look);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return undefined;
    throw error;
  }
}
