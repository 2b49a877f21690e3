import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../canonical.js';
import { entryLine, lineHash } from '../entry.js';
import { openFolderStore } from '../folder-store.js';
import type { RecordStore } from '../record-store.js';
import { parseCheckpoint } from './checkpoint.js';
import { Believed } from './keys.js';
import { parseNote } from './note.js';
import { SealedLog } from './sealed-log.js';
import { Sealer } from './sealer.js';
import type { SealerParts } from './sealer.js';
import { isSealed, SEAL_KEYS, sealBody, SEALS } from './streams.js';

const [OLD, NEW, STRANGE] = Array.from({ length: 3 }, () => generateKeyPairSync('ed25519').privateKey) as [
  SealerParts['keys'][0],
  SealerParts['keys'][0],
  SealerParts['keys'][0],
];
const START = Date.parse('2027-03-27T20:00:00.000Z');
const MINUTE = 60_000;

let folder: string;
let now: number;
const opened: RecordStore[] = [];
const sealers: Sealer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfire-seal-'));
  now = START;
});
afterEach(async () => {
  for (const sealer of sealers.splice(0)) sealer.close();
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

const clock = (): number => now;

async function storeOf(): Promise<RecordStore> {
  const store = await openFolderStore(folder, { clock });
  opened.push(store);
  return store;
}

async function sealerOn(store: RecordStore, keys = [OLD]): Promise<Sealer> {
  const sealer = await Sealer.open({ store, agreement: 'ceasefire', keys, clock, settleMs: 0 });
  sealers.push(sealer);
  return sealer;
}

/** Seals until everything that was there when it was asked is a leaf: a following needs its moment. */
async function sealAll(sealer: Sealer, store: RecordStore): Promise<void> {
  const wanted = (await linesIn(store)).length;
  for (let round = 0; round < 600; round += 1) {
    if ((await sealer.seal()).size >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Not everything was sealed.');
}

async function linesIn(store: RecordStore) {
  const streams = (await store.streams()).filter(isSealed);
  const entries = await Promise.all(streams.map((stream) => store.read(stream)));
  return entries.flat().map((entry) => ({
    stream: entry.stream,
    seq: entry.seq,
    hash: lineHash(entryLine(entry)),
  }));
}

/** The log as anybody reads it: every leaf a line of the record, every checkpoint true and by a key that is believed. */
async function readLog(store: RecordStore): Promise<{ log: SealedLog; checkpoints: number; faults: string[] }> {
  const log = new SealedLog();
  for (const entry of await store.read(SEAL_KEYS)) log.foldKey(entry);
  const seals = await store.read(SEALS);
  for (const entry of seals) log.fold(entry);
  const believed = new Believed(log.keys);
  const notes = seals.flatMap((entry) => {
    const body = sealBody(entry);
    return body.type === 'checkpoint' ? [parseNote(body.note)] : [];
  });
  const faults = notes.flatMap((note) => believed.judge(note, parseCheckpoint(note.text).size) ?? []);
  const lines = new Map((await linesIn(store)).map(({ stream, seq, hash }) => [`${stream} ${seq}`, hash]));
  for (let index = 0; index < log.tree.size; index += 1) {
    const { stream, seq, hash } = log.leaf(index);
    expect(lines.get(`${stream} ${seq}`)).toBe(hash);
    expect(log.indexOf(stream, seq)).toBe(index);
  }
  return { log, checkpoints: notes.length, faults };
}

const opening = { events: [{ type: 'case-opened' }] };
const closing = { events: [{ type: 'case-closed' }] };

it('seals every line of every stream, and goes on where it ended', async () => {
  const store = await storeOf();
  await store.appendMany('case/UA-23-1', 1, [opening, 2, 3]);
  await store.appendMany('intake', 1, ['a', 'b']);
  const sealer = await sealerOn(store);
  await sealAll(sealer, store);
  await store.appendMany('intake', 3, ['c']);
  await sealAll(sealer, store);
  const again = await sealerOn(await storeOf());
  await store.appendMany('house', 1, ['x']);
  await sealAll(again, store);
  const { log, faults } = await readLog(store);
  expect(faults).toEqual([]);
  expect(log.latest?.size).toBe(3 + 3 + 1 + 1);
  expect(log.latest?.origin).toMatch(/^holdfire\/ceasefire\/[0-9a-f]{16}$/);
});

it('signs at every round while a case is open, and every hour otherwise', async () => {
  const store = await storeOf();
  const sealer = await sealerOn(store);
  await sealAll(sealer, store);
  const signedAfter = async (ms: number): Promise<boolean> => {
    now += ms;
    return (await sealer.seal()).signed;
  };
  expect(await signedAfter(MINUTE)).toBe(false);
  expect(await signedAfter(58 * MINUTE)).toBe(false);
  expect(await signedAfter(MINUTE)).toBe(true);
  await store.appendMany('case/UA-23-1', 1, [opening]);
  await sealAll(sealer, store);
  expect(await signedAfter(MINUTE)).toBe(true);
  expect(await signedAfter(MINUTE)).toBe(true);
  await store.appendMany('case/UA-23-1', 2, [closing]);
  await sealAll(sealer, store);
  expect(await signedAfter(MINUTE)).toBe(false);
  expect((await readLog(store)).faults).toEqual([]);
});

it('several at once make one log', async () => {
  const store = await storeOf();
  const all = [await sealerOn(store), await sealerOn(await storeOf()), await sealerOn(await storeOf())];
  const write = async (stream: string): Promise<void> => {
    for (let seq = 1; seq <= 40; seq += 1) await store.appendMany(stream, seq, [{ seq }]);
  };
  const seal = async (sealer: Sealer): Promise<void> => {
    for (let round = 0; round < 40; round += 1) await sealer.seal();
  };
  await Promise.all([write('case/UA-23-1'), write('case/UA-14-1'), write('intake'), ...all.map(seal)]);
  await sealAll(await sealerOn(store), store);
  const { log, faults, checkpoints } = await readLog(store);
  expect(faults).toEqual([]);
  expect(log.tree.size).toBe(120 + 1);
  expect(checkpoints).toBeGreaterThan(1);
});

it.each(['before', 'after'] as const)('killed %s any of its writes it goes on, and the log is one', async (when) => {
  let writes = 0;
  for (let kill = 1; kill <= 6; kill += 1) {
    const store = await storeOf();
    await store.appendMany('intake', (await store.last('intake'))?.seq ?? 0, []);
    await store.appendNext('intake', () => ({ kill }));
    let left = kill;
    const dying: RecordStore = Object.create(store, {
      appendNext: {
        value: async (...given: Parameters<RecordStore['appendNext']>) => {
          left -= 1;
          if (left === 0 && when === 'before') throw new Error('killed');
          const entry = await store.appendNext(...given);
          if (left === 0) throw new Error('killed');
          return entry;
        },
      },
    }) as RecordStore;
    const sealer = await sealerOn(dying, kill > 3 ? [NEW, OLD] : [OLD]);
    const died = await sealer.seal().catch((error: unknown) => error);
    if (died instanceof Error) writes += 1;
    await sealAll(await sealerOn(store, kill > 3 ? [NEW, OLD] : [OLD]), store);
    const { log, faults } = await readLog(store);
    expect(faults).toEqual([]);
    expect(log.latest?.size).toBe(log.tree.size);
  }
  expect(writes).toBeGreaterThanOrEqual(4);
});

it('a new key is vouched for by the one before, which then ends', async () => {
  const store = await storeOf();
  await sealAll(await sealerOn(store, [OLD]), store);
  await sealAll(await sealerOn(store, [NEW, OLD]), store);
  now += 61 * MINUTE;
  // A process that was not restarted yet goes on beside it, and ends nothing.
  expect(await (await sealerOn(store, [OLD])).seal()).toMatchObject({ signed: true });
  await sealAll(await sealerOn(store, [NEW]), store);
  now += 61 * MINUTE;
  expect(await (await sealerOn(store, [NEW])).seal()).toMatchObject({ signed: true });
  const { log, faults, checkpoints } = await readLog(store);
  expect(faults).toEqual([]);
  expect(checkpoints).toBe(5);
  expect(log.keys.map(({ to }) => to !== undefined)).toEqual([true, false]);
  await expect((await sealerOn(store, [OLD])).seal()).rejects.toThrow('was ended');
  expect(await (await sealerOn(store, [NEW, OLD])).seal()).toMatchObject({ rewritten: [] });
  expect((await readLog(store)).faults).toEqual([]);
});

it('a key for which nobody vouches is told from one that took over', async () => {
  const store = await storeOf();
  await sealAll(await sealerOn(store, [OLD]), store);
  await sealAll(await sealerOn(store, [STRANGE]), store);
  expect((await readLog(store)).faults).toEqual([expect.stringContaining('for which no key before vouches')]);
});

it('what was written anew after it was sealed is not sealed again', async () => {
  const store = await storeOf();
  await store.appendMany('intake', 1, ['a', 'b', 'c']);
  await sealAll(await sealerOn(store), store);
  const path = join(folder, 'streams', sha256Hex('intake').slice(0, 2), 'intake.jsonl');
  const [first = ''] = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
  await writeFile(path, `\n${first}\n`);
  const anew = await storeOf();
  await anew.appendMany('intake', 2, ['B', 'C', 'D']);
  await anew.appendMany('house', 1, ['x']);
  const round = await (await sealerOn(anew)).seal();
  expect(round).toMatchObject({ added: 1, rewritten: ['intake'] });
});

it('a log that was altered is not gone on with', async () => {
  const store = await storeOf();
  await store.appendMany('intake', 1, ['a', 'b', 'c']);
  const sealer = await sealerOn(store);
  await sealAll(sealer, store);
  await store.appendNext(SEALS, () => ({
    type: 'leaves',
    leaves: [{ stream: 'intake', seq: 9, hashes: ['0'.repeat(64)] }],
  }));
  await expect(sealer.seal()).rejects.toThrow('seals entry 9 of intake after entry 3');
  await expect(sealer.seal()).rejects.toThrow('seals entry 9');
  await expect(sealerOn(await storeOf())).rejects.toThrow('seals entry 9');
});

it('waits until a line that another process wrote is surely on its disk', async () => {
  const store = await storeOf();
  const sealer = await Sealer.open({ store, agreement: 'ceasefire', keys: [OLD], clock, settleMs: 2000 });
  sealers.push(sealer);
  expect(await sealer.seal()).toMatchObject({ size: 1, signed: true });
  const following = await store.follow(() => undefined);
  await store.appendMany('intake', 1, ['a']);
  await following.catchUp('intake');
  now += 1000;
  expect(await sealer.seal()).toMatchObject({ size: 1 });
  now += 2000;
  await sealAll(sealer, store);
  following.close();
  expect((await readLog(store)).log.endOf('intake')).toBe(1);
});
