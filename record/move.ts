/** Copies a whole record into another store, every byte as it is, and compares the two at the end. */
import { entryLine, lineHash, verifyChain } from './entry.js';
import type { Entry } from './entry.js';
import type { RecordStore } from './record-store.js';

/** Entries of one append. */
const AT_ONCE = 200;

export interface Moved {
  streams: number;
  entries: number;
  objects: number;
}

/** In words what stands in the way; nothing of the source is ever touched. */
export class CannotMove extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'CannotMove';
  }
}

/**
 * Begun again it goes on where it ended. Nobody may append to the source meanwhile.
 * @throws {CannotMove} where the destination holds what the source does not, or the source is at fault or grew
 * @throws {RecordUnavailable} where one of them is away
 */
export async function moveRecord(from: RecordStore, to: RecordStore): Promise<Moved> {
  const streams = await from.streams();
  const objects = await from.objects();
  await requireNothingElse(to, streams, objects);
  for (const hash of objects) await to.putObject(hash, await objectOf(from, hash));
  for (const stream of streams) await copyStream(from, to, stream);
  let entries = 0;
  for (const stream of streams) entries += await compare(from, to, stream);
  for (const hash of objects) await objectOf(to, hash);
  const after = [...(await from.streams()), ...(await from.objects())];
  if (after.length !== streams.length + objects.length) throw new CannotMove(GREW);
  return { streams: streams.length, entries, objects: objects.length };
}

const GREW =
  'The record was appended to while it was moved. Stop every process of Holdfire, and ask for the move again.';

async function requireNothingElse(to: RecordStore, streams: readonly string[], objects: readonly string[]) {
  const [otherStream] = (await to.streams()).filter((stream) => !streams.includes(stream));
  const [otherObject] = (await to.objects()).filter((hash) => !objects.includes(hash));
  const other = otherStream ?? (otherObject && `the object ${otherObject}`);
  if (other !== undefined)
    throw new CannotMove(
      `The destination holds ${other}, which this record does not; an empty one is needed, or one that this move was begun with.`,
    );
}

async function copyStream(from: RecordStore, to: RecordStore, stream: string): Promise<void> {
  const entries = await from.read(stream);
  const fault = verifyChain(stream, entries.map(entryLine));
  if (fault !== undefined) throw new CannotMove(`The record is not whole; nothing more is moved. ${fault}`);
  await to.putTexts(stream, await from.texts(stream));
  const there = await to.last(stream);
  if (there) requireSame(stream, entries[there.seq - 1], there);
  for (let at = there?.seq ?? 0; at < entries.length; at += AT_ONCE) {
    await to.copyIn(stream, at + 1, entries.slice(at, at + AT_ONCE));
  }
}

/** One hash says it of all entries before it. */
function requireSame(stream: string, entry: Entry | undefined, there: { seq: number; hash: string }): void {
  if (entry && lineHash(entryLine(entry)) === there.hash) return;
  throw new CannotMove(`The destination holds another entry ${there.seq} of ${stream}; an empty one is needed.`);
}

/** Read anew from both, and every line compared. */
async function compare(from: RecordStore, to: RecordStore, stream: string): Promise<number> {
  const [source, copy] = [await from.read(stream), await to.read(stream)];
  if (source.length > copy.length) throw new CannotMove(GREW);
  const lines = copy.map(entryLine);
  const at = lines.findIndex((line, index) => source[index] === undefined || entryLine(source[index]) !== line);
  if (at >= 0) throw new CannotMove(`${stream}, entry ${at + 1}: the destination has it otherwise.`);
  const fault = verifyChain(stream, lines);
  if (fault !== undefined) throw new CannotMove(fault);
  const [last, lastCopied] = [await from.last(stream), await to.last(stream)];
  if (last?.hash !== lastCopied?.hash) throw new CannotMove(`${stream} ends otherwise in the destination.`);
  const texts = new Set((await to.texts(stream)).map(({ hash }) => hash));
  const missing = (await from.texts(stream)).find(({ hash }) => !texts.has(hash));
  if (missing) throw new CannotMove(`The text ${missing.hash} beside ${stream} is missing.`);
  return lines.length;
}

async function objectOf(store: RecordStore, hash: string): Promise<string> {
  const text = await store.getObject(hash);
  if (text === undefined) throw new CannotMove(`The object ${hash} is missing.`);
  return text;
}
