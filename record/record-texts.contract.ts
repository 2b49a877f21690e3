/** What every record store does with the texts that lie beside its entries. Run by the spec of each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiled } from '../test/support/compiled.js';
import { textOf } from './beside.js';
import { canonicalJson, hashOf } from './canonical.js';
import { entryLine, lineHash, verifyChain } from './entry.js';
import type { Entry } from './entry.js';
import { ERASURES } from './erasing.js';
import type { Place } from './record-store.contract.js';
import { RecordConflict } from './record-store.js';
import type { RecordStore } from './record-store.js';

const WRITER = join(__dirname, '..', 'test', 'support', 'record-writer.mjs');

export interface PlaceOfTexts extends Place {
  /** Everything that the store keeps, as one text: what a search through its files or tables finds. */
  everything(): Promise<string>;
}

const NAME = 'Prizvyshche';
const report = (n: number) => ({
  cause: {
    kind: 'command',
    stamp: `stamp-${n}`,
    body: { description: `Told by ${NAME} ${n}`, place: { sector: 'UA-23' } },
  },
  events: [{ type: 'violation-recorded', description: `Told by ${NAME} ${n}`, because: { why: 'kept' } }],
});

/** The second signature of a decision about these texts, as far as a store looks. */
const decision = (texts: { stream: string; hash: string }[], objects: string[] = []) => ({
  type: 'erasure-decided',
  id: 'e1',
  texts,
  objects,
});

export function recordTextsContract(name: string, place: () => Promise<PlaceOfTexts>): void {
  describe(`${name} keeps texts beside entries`, () => {
    let at: PlaceOfTexts;
    let store: RecordStore;
    beforeEach(async () => {
      at = await place();
      store = await at.open();
    });
    afterEach(() => at.remove());

    const named = async (stream: string) =>
      (await store.texts(stream)).filter(({ line }) => line.includes(NAME)).map(({ hash }) => ({ stream, hash }));

    test('what was appended is read as it was; the line holds names of texts and none of their words', async () => {
      await store.appendMany('case/a', 1, [report(1), { n: 2 }]);
      await store.appendNext('intake', () => report(3));
      const [first, second] = await store.read('case/a');
      expect(first?.body).toEqual(report(1));
      expect([first?.schema, second?.schema, second?.beside]).toEqual([2, 1, undefined]);
      expect(Object.keys(first?.beside ?? {})).toEqual([
        '/cause/body/description',
        '/cause/stamp',
        '/events/0/description',
      ]);
      // The same words in one entry are one text.
      expect(new Set(Object.values(first?.beside ?? {})).size).toBe(2);
      const lines = (await store.read('case/a')).map(entryLine);
      expect(lines.join('')).not.toContain(NAME);
      expect(lines[0]).toContain('"description":null');
      expect(verifyChain('case/a', lines)).toBeUndefined();
      expect((await store.last('case/a'))?.hash).toBe(lineHash(lines[1] as string));
      const texts = await store.texts('case/a');
      expect(texts.map((one) => textOf(one)).sort()).toEqual([`Told by ${NAME} 1`, 'stamp-1']);
    });

    test('two texts of the same words have hashes of their own: the salt is random', async () => {
      await store.appendMany('case/a', 1, [report(1), report(1)]);
      expect(new Set((await store.texts('case/a')).map(({ hash }) => hash)).size).toBe(4);
    });

    test('the same entries again are the same; other words are a conflict', async () => {
      await store.appendMany('case/a', 1, [report(1)]);
      await (await at.open()).appendMany('case/a', 1, [report(1), report(2)]);
      await expect(store.appendMany('case/a', 2, [report(3)])).rejects.toThrow(RecordConflict);
      expect((await store.read('case/a')).map(({ body }) => body)).toEqual([report(1), report(2)]);
    });

    test('a follower gets every entry with its texts', async () => {
      await store.appendMany('case/a', 1, [report(1)]);
      const got: Entry[] = [];
      const following = await (await at.open()).follow((entry) => got.push(entry));
      await store.appendMany('case/a', 2, [report(2)]);
      await following.catchUp('case/a');
      expect(got.map(({ body }) => body)).toEqual([report(1), report(2)]);
      following.close();
    });

    test('a decision erases its texts and objects, the chain stays, and an entry says what is gone', async () => {
      await store.appendMany('case/a', 1, [report(1), report(2)]);
      await store.appendNext('intake', () => report(1));
      const object = canonicalJson({ history: NAME });
      const hash = hashOf({ history: NAME });
      await store.putObject(hash, object);
      expect(await at.everything()).toContain(NAME);
      const texts = [...(await named('case/a')), ...(await named('intake'))];
      const entry = await store.appendNext(ERASURES, () => decision(texts, [hash]));
      const before = (await store.read('case/a')).map(entryLine);
      await store.erase(entry?.seq ?? 0);
      await store.erase(entry?.seq ?? 0);
      expect(await at.everything()).not.toContain(NAME);
      expect(await store.getObject(hash)).toBeUndefined();
      const after = await (await at.open()).read('case/a');
      expect(after.map(entryLine)).toEqual(before);
      expect(verifyChain('case/a', after.map(entryLine))).toBeUndefined();
      expect(after[0]?.erased).toEqual(['/cause/body/description', '/events/0/description']);
      expect(after[0]?.body).toMatchObject({ cause: { body: { description: '[erased]' }, stamp: 'stamp-1' } });
      // A worker that comes by again with what it decided is told nothing new, and writes nothing.
      await store.appendMany('case/a', 1, [report(1), report(2)]);
      await store.appendMany('case/a', 3, [report(3)]);
      expect(await store.read('case/a')).toHaveLength(3);
    });

    test('nothing goes without a decision, and nothing that the decision does not name', async () => {
      await store.appendMany('case/a', 1, [report(1), report(2)]);
      const [one] = await named('case/a');
      await store.appendMany(ERASURES, 1, [{ ...decision(one ? [one] : []), type: 'erasure-proposed' }]);
      await expect(store.erase(1)).rejects.toThrow('decides no erasure');
      await expect(store.erase(9)).rejects.toThrow('decides no erasure');
      expect(await named('case/a')).toHaveLength(2);
      await store.appendMany(ERASURES, 2, [decision(one ? [one] : [])]);
      await store.erase(2);
      expect(await named('case/a')).toHaveLength(1);
    });

    test('a record is copied with its texts, and without those that were erased', async () => {
      await store.appendMany('case/a', 1, [report(1), report(2)]);
      const [one] = await named('case/a');
      await store.appendMany(ERASURES, 1, [decision(one ? [one] : [])]);
      await store.erase(1);
      const elsewhere = await place();
      try {
        const copy = await elsewhere.open();
        await copy.putTexts('case/a', await store.texts('case/a'));
        await copy.putTexts('case/a', await store.texts('case/a'));
        await copy.copyIn('case/a', 1, await store.read('case/a'));
        expect(await copy.read('case/a')).toEqual(await store.read('case/a'));
        expect(await copy.texts('case/a')).toHaveLength((await store.texts('case/a')).length);
      } finally {
        await elsewhere.remove();
      }
    });

    test('kill -9 in the middle of an erasure leaves nothing that the next one does not finish', async () => {
      const modules = compiled('record');
      try {
        for (let round = 0; round < 4; round += 1) {
          const stream = `case/${round}`;
          await store.appendMany(
            stream,
            1,
            Array.from({ length: 150 }, (_, n) => report(n)),
          );
          const entry = await store.appendNext(ERASURES, () => ({ ...decision([]), texts: [] }));
          const texts = await named(stream);
          const decided = await store.appendNext(ERASURES, () => decision(texts));
          expect(decided?.seq).toBe((entry?.seq ?? 0) + 1);
          const child = spawn(
            process.execPath,
            [WRITER, modules.folder, at.location, 'erase', '', '', String(decided?.seq)],
            { stdio: ['ignore', 'pipe', 'inherit'] },
          );
          await once(child.stdout, 'data');
          await sleep(round * 3);
          child.kill('SIGKILL');
          if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
          await store.erase(decided?.seq ?? 0);
          expect(await named(stream)).toEqual([]);
          expect(await at.everything()).not.toContain(NAME);
          expect(verifyChain(stream, (await store.read(stream)).map(entryLine))).toBeUndefined();
        }
      } finally {
        modules.remove();
      }
    }, 120_000);
  });
}
