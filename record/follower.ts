/** Delivers every entry of every stream: first what is there, then what the hints of other writers point to. */
import { openIfThere, sizeOf } from './append-file.js';
import type { Entry } from './entry.js';
import type { StreamFile } from './stream-file.js';

/** Bounds how long an entry of another process stays unseen where the kernel does not tell (INTERFACE: 200 ms). */
const LOOK_EVERY = 100;

/** Every so often everything is looked at, for a hint that was lost with its writer. */
const LOOK_AT_ALL_EVERY = 60_000;

/** Streams that are read side by side when everything is looked at: as many as Node has threads for files, twice. */
const AT_ONCE = 8;

export class Follower {
  private readonly files = new Map<string, StreamFile>();
  private offset = 0;
  private timer: NodeJS.Timeout | undefined;
  private all: NodeJS.Timeout | undefined;
  private busy: Promise<void> = Promise.resolve();
  private again = false;
  private running = false;
  private closed = false;

  constructor(
    private readonly fileOf: (stream: string) => StreamFile,
    private readonly streams: () => Promise<string[]>,
    private readonly hints: string,
    private readonly listener: (entry: Entry) => void,
    private readonly lookEvery: number = LOOK_EVERY,
  ) {}

  async start(): Promise<void> {
    // In its turn as every other look: the kernel may already tell of new hints.
    const first = this.busy.then(async () => {
      this.offset = await sizeOf(this.hints);
      await this.lookAtAll();
    });
    this.busy = first.catch(() => undefined);
    await first;
    if (this.closed) return;
    this.timer = setInterval(() => this.look(), this.lookEvery);
    this.timer.unref();
    this.all = setInterval(() => void this.inTurn(() => this.lookAtAll()), LOOK_AT_ALL_EVERY);
    this.all.unref();
  }

  /** Soon; never twice at once. */
  look(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.inTurn(() => this.readHints()).finally(() => {
      this.running = false;
      if (this.again && !this.closed) {
        this.again = false;
        this.look();
      }
    });
  }

  async catchUp(stream: string): Promise<void> {
    await this.inTurn(() => this.readOn(stream));
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    clearInterval(this.all);
  }

  /** One reading at a time keeps each stream's entries in order. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.busy.then(work, work);
    // A folder that cannot be read now is looked at again; what it holds is not lost.
    this.busy = turn.catch(() => undefined);
    return this.busy;
  }

  /** Streams are read side by side; the entries of each come in their order. */
  private async lookAtAll(): Promise<void> {
    const left = (await this.streams()).reverse();
    const one = async (): Promise<void> => {
      for (let stream = left.pop(); stream !== undefined; stream = left.pop()) await this.readOn(stream);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  private async readHints(): Promise<void> {
    const text = await readTail(this.hints, this.offset);
    const end = text.lastIndexOf('\n') + 1;
    const streams = new Set(text.slice(0, end).split('\n').filter(Boolean));
    for (const stream of streams) await this.readOn(stream);
    // Only now: after a failure the same hints are read again.
    this.offset += Buffer.byteLength(text.slice(0, end));
  }

  private async readOn(stream: string): Promise<void> {
    if (this.closed) return;
    const file = this.files.get(stream) ?? this.fileOf(stream);
    this.files.set(stream, file);
    for (const { entry } of await file.readOn()) this.listener(entry);
  }
}

async function readTail(path: string, offset: number): Promise<string> {
  // Ten times a second nothing is new.
  if ((await sizeOf(path)) <= offset) return '';
  const handle = await openIfThere(path);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    if (size <= offset) return '';
    const bytes = Buffer.allocUnsafe(size - offset);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
