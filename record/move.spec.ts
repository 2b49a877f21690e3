import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, hashOf, sha256Hex } from './canonical.js';
import { entryLine } from './entry.js';
import { openFolderStore } from './folder-store.js';
import type { FolderStore } from './folder-store.js';
import { CannotMove, moveRecord } from './move.js';

let folder: string;
let from: FolderStore;
let to: FolderStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfire-move-'));
  from = await openFolderStore(join(folder, 'from'));
  to = await openFolderStore(join(folder, 'to'));
  await from.appendMany(
    'case/a',
    1,
    Array.from({ length: 450 }, (_, n) => ({ n })),
  );
  await from.appendNext('intake', () => ({ report: 'Гуляйполе' }));
  await from.putObject(hashOf({ plan: 1 }), canonicalJson({ plan: 1 }));
});
afterEach(async () => {
  await from.close();
  await to.close();
  await rm(folder, { recursive: true, force: true });
});

test('every line, hash and object is there afterwards, and a second move changes nothing', async () => {
  expect(await moveRecord(from, to)).toEqual({ streams: 2, entries: 451, objects: 1 });
  expect(await moveRecord(from, to)).toEqual({ streams: 2, entries: 451, objects: 1 });
  for (const stream of ['case/a', 'intake']) {
    expect((await to.read(stream)).map(entryLine)).toEqual((await from.read(stream)).map(entryLine));
    expect(await to.last(stream)).toEqual(await from.last(stream));
  }
  expect(await to.getObject(hashOf({ plan: 1 }))).toBe(canonicalJson({ plan: 1 }));
});

test('one that was broken off goes on', async () => {
  await to.copyIn('case/a', 1, (await from.read('case/a')).slice(0, 123));
  expect(await moveRecord(from, to)).toMatchObject({ entries: 451 });
});

test.each([
  ['another stream', (store: FolderStore) => store.appendMany('house', 1, [{}]), 'holds house, which'],
  ['another entry', (store: FolderStore) => store.appendMany('intake', 1, [{}]), 'another entry 1 of intake'],
  ['more of a stream', moreOf, 'another entry 451 of case/a'],
  ['another object', (store: FolderStore) => store.putObject(hashOf({}), '{}'), `holds the object ${hashOf({})}`],
])('a destination that holds %s is refused', async (_, change, sentence) => {
  await change(to);
  const refused = await moveRecord(from, to).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CannotMove);
  expect((refused as Error).message).toContain(sentence);
});

test('what is appended meanwhile is noticed', async () => {
  const read = from.streams.bind(from);
  let asked = 0;
  from.streams = async () => {
    const streams = await read();
    if ((asked += 1) === 1) await from.appendMany('house', 1, [{}]);
    return streams;
  };
  await expect(moveRecord(from, to)).rejects.toThrow('Stop every process of Holdfire');
});

test('a record whose last line is not in canonical form is not taken for whole', async () => {
  const { seq, hash } = (await from.last('intake')) ?? { seq: 0, hash: '' };
  const line = entryLine({
    schema: 1,
    stream: 'intake',
    seq: seq + 1,
    prev: hash,
    recordedAt: '2027-03-27T20:00:00.000Z',
    body: {},
  });
  const file = join(folder, 'from', 'streams', sha256Hex('intake').slice(0, 2), 'intake.jsonl');
  await appendFile(file, `\n${line.replace('{', '{ ')}\n`);
  await expect(moveRecord(from, to)).rejects.toThrow('intake ends otherwise in the destination');
});

async function moreOf(store: FolderStore): Promise<void> {
  await store.copyIn('case/a', 1, await from.read('case/a'));
  await store.appendMany('case/a', 451, [{ n: 'more' }]);
}
