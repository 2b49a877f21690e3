/** What every record store does, wherever it lies. Run by the spec of each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, canonicalJson } from './canonical.js';
import { entryLine, lineHash, verifyChain } from './entry.js';
import type { Entry } from './entry.js';
import { RecordConflict, RecordGap } from './record-store.js';
import type { RecordStore } from './record-store.js';

export interface Place {
  /** As in `HOLDFIRE_RECORD`. */
  location: string;
  /** A store of its own on the same record, as another process would have. */
  open(): Promise<RecordStore>;
  /** Closes what was opened and removes the record. */
  remove(): Promise<void>;
}

/** Generous: another process's entries are seen within 200 ms on an idle machine. */
const SEEN_WITHIN_MS = 2000;

export function recordStoreContract(name: string, place: () => Promise<Place>): void {
  describe(`${name} keeps the contract of a record store`, () => {
    let at: Place;
    let store: RecordStore;
    beforeEach(async () => {
      at = await place();
      store = await at.open();
    });
    afterEach(() => at.remove());

    const bodies = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ n: from + n }));

    test('what was appended is read in order, chained and numbered from 1', async () => {
      await store.appendMany('case/a', 1, bodies(1, 3));
      await store.appendMany('case/a', 4, bodies(4, 2));
      const entries = await store.read('case/a');
      expect(entries.map(({ seq, body }) => [seq, body])).toEqual(bodies(1, 5).map((body) => [body.n, body]));
      expect(verifyChain('case/a', entries.map(entryLine))).toBeUndefined();
      expect((await store.read('case/a', 4)).map(({ seq }) => seq)).toEqual([4, 5]);
      expect(await store.last('case/a')).toEqual({ seq: 5, hash: lineHash(entryLine(entries[4] as Entry)) });
    });

    test('a reader answers each entry once, also those of another store, and two calls at once share them', async () => {
      const readOn = store.reader('case/a');
      expect(await readOn()).toEqual([]);
      await store.appendMany('case/a', 1, bodies(1, 2));
      await (await at.open()).appendMany('case/a', 3, bodies(3, 1));
      const both = await Promise.all([readOn(), readOn()]);
      expect(both.map((entries) => entries.map(({ seq }) => seq))).toEqual([[1, 2, 3], []]);
    });

    test('a stream that nobody wrote to is empty', async () => {
      expect(await store.read('case/none')).toEqual([]);
      expect(await store.last('case/none')).toBeUndefined();
      expect(await store.streams()).toEqual([]);
    });

    test('streams are listed by name, whatever the name', async () => {
      const names = ['case/ceasefire.UA-23.1', 'intake', 'house', 'case/з кирилицею'];
      for (const stream of names) await store.appendMany(stream, 1, bodies(1, 1));
      expect(await store.streams()).toEqual([...names].sort());
    });

    test('appending the same again changes nothing, also in part and from another store', async () => {
      await store.appendMany('case/a', 1, bodies(1, 3));
      await store.appendMany('case/a', 1, bodies(1, 3));
      await store.appendMany('case/a', 2, bodies(2, 1));
      const other = await at.open();
      await other.appendMany('case/a', 2, bodies(2, 4));
      expect((await store.read('case/a')).map(({ body }) => body)).toEqual(bodies(1, 5));
    });

    test('nothing at all may be appended', async () => {
      await store.appendMany('case/a', 1, []);
      expect(await store.read('case/a')).toEqual([]);
    });

    test('the order of keys makes no other body', async () => {
      await store.appendMany('case/a', 1, [{ a: 1, b: 2 }]);
      await store.appendMany('case/a', 1, [{ b: 2, a: 1 }]);
      expect(await store.read('case/a')).toHaveLength(1);
    });

    test('an entry is never replaced', async () => {
      await store.appendMany('case/a', 1, bodies(1, 2));
      await expect(store.appendMany('case/a', 2, [{ n: 'another' }])).rejects.toThrow(RecordConflict);
      await expect(store.appendMany('case/a', 1, [{ n: 1 }, { n: 'another' }, { n: 3 }])).rejects.toThrow(
        'case/a has another entry 2; an entry is never replaced.',
      );
      expect((await store.read('case/a')).map(({ body }) => body)).toEqual(bodies(1, 2));
    });

    test('no number is left out', async () => {
      await store.appendMany('case/a', 1, bodies(1, 2));
      await expect(store.appendMany('case/a', 4, bodies(4, 1))).rejects.toThrow(RecordGap);
      await expect(store.appendMany('case/b', 2, bodies(2, 1))).rejects.toThrow('entry 2 would leave a gap');
      expect(await store.read('case/b')).toEqual([]);
    });

    test('after a refusal the stream goes on', async () => {
      await expect(store.appendMany('case/a', 2, bodies(2, 1))).rejects.toThrow(RecordGap);
      await store.appendMany('case/a', 1, bodies(1, 2));
      await expect(store.appendMany('case/a', 1, [{ n: 0 }])).rejects.toThrow(RecordConflict);
      await store.appendMany('case/a', 3, bodies(3, 1));
      expect(await store.read('case/a')).toHaveLength(3);
    });

    test('two stores that append the same entries at once leave each of them once', async () => {
      const other = await at.open();
      const all = bodies(1, 40);
      const write = async (one: RecordStore) => {
        for (let from = 0; from < all.length; from += 4)
          await one.appendMany('case/a', from + 1, all.slice(from, from + 4));
      };
      await Promise.all([write(store), write(other)]);
      const entries = await store.read('case/a');
      expect(entries.map(({ body }) => body)).toEqual(all);
      expect(verifyChain('case/a', entries.map(entryLine))).toBeUndefined();
    });

    test('of two stores that append other entries at one number one is told of the conflict', async () => {
      const other = await at.open();
      const outcomes = await Promise.allSettled([
        store.appendMany('case/a', 1, [{ by: 'one' }]),
        other.appendMany('case/a', 1, [{ by: 'two' }]),
      ]);
      const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused).toEqual([expect.any(RecordConflict)]);
      expect(await store.read('case/a')).toHaveLength(1);
    });

    test('two stores racing for the next number both get all their entries in, each once', async () => {
      const other = await at.open();
      const write = async (one: RecordStore, writer: string) => {
        const mine: number[] = [];
        for (let n = 0; n < 50; n += 1) {
          const entry = await one.appendNext('intake', () => ({ writer, n }));
          mine.push(entry?.seq ?? 0);
          expect(entry?.body).toEqual({ writer, n });
        }
        return mine;
      };
      const numbers = await Promise.all([write(store, 'one'), write(other, 'two')]);
      expect(numbers.flat().sort((a, b) => a - b)).toEqual(bodies(1, 100).map(({ n }) => n));
      const entries = await store.read('intake');
      expect(new Set(entries.map(({ body }) => canonicalJson(body))).size).toBe(100);
      expect(verifyChain('intake', entries.map(entryLine))).toBeUndefined();
    });

    test('whoever is asked for the next entry has been shown all before it', async () => {
      const other = await at.open();
      const shown: number[] = [];
      const note = ({ seq }: Entry) => void shown.push(seq);
      await store.appendNext('intake', () => ({ n: 1 }), note);
      await other.appendNext('intake', () => ({ n: 2 }));
      await other.appendNext('intake', () => ({ n: 3 }));
      let known: number[] = [];
      await store.appendNext('intake', () => ((known = [...shown]), { n: 4 }), note);
      expect(known).toEqual([1, 2, 3]);
      expect(shown).toEqual([1, 2, 3, 4]);
    });

    test('nothing is written when there is nothing to say', async () => {
      await store.appendNext('intake', () => ({ n: 1 }));
      expect(await store.appendNext('intake', () => undefined)).toBeUndefined();
      expect(await store.read('intake')).toHaveLength(1);
    });

    test('a follower gets what is there and what another store appends, in order per stream', async () => {
      const other = await at.open();
      await store.appendMany('case/a', 1, bodies(1, 2));
      const got: string[] = [];
      const following = await store.follow(({ stream, seq }) => got.push(`${stream} ${seq}`));
      expect(got).toEqual(['case/a 1', 'case/a 2']);
      await other.appendMany('case/b', 1, bodies(1, 1));
      await other.appendMany('case/a', 3, bodies(3, 2));
      await until(() => got.length === 5);
      expect(got.filter((one) => one.startsWith('case/a'))).toEqual(['case/a 1', 'case/a 2', 'case/a 3', 'case/a 4']);
      expect(got.filter((one) => one.startsWith('case/b'))).toEqual(['case/b 1']);
      following.close();
    });

    test('a follower that starts among writers gets every entry once', async () => {
      const other = await at.open();
      const writing = (async () => {
        for (let n = 1; n <= 60; n += 1) await other.appendNext('intake', () => ({ n }));
      })();
      await sleep(5);
      const got: number[] = [];
      const following = await store.follow(({ seq }) => got.push(seq));
      await writing;
      await until(() => got.length >= 60);
      expect(got).toEqual(bodies(1, 60).map(({ n }) => n));
      following.close();
    });

    test('catching up delivers at once; a closed following delivers nothing more', async () => {
      const other = await at.open();
      const got: number[] = [];
      const following = await store.follow(({ seq }) => got.push(seq));
      await other.appendMany('case/a', 1, bodies(1, 1));
      await following.catchUp('case/a');
      expect(got).toEqual([1]);
      following.close();
      await other.appendMany('case/a', 2, bodies(2, 1));
      await following.catchUp('case/a');
      await sleep(300);
      expect(got).toEqual([1]);
    });

    test('an object is kept under the hash of its text', async () => {
      const text = canonicalJson({ plan: 'seed', words: 'Гуляйполе' });
      const hash = hashOf({ plan: 'seed', words: 'Гуляйполе' });
      expect(await store.getObject(hash)).toBeUndefined();
      await Promise.all([store.putObject(hash, text), store.putObject(hash, text)]);
      expect(await (await at.open()).getObject(hash)).toBe(text);
      await expect(store.putObject(hash, `${text} `)).rejects.toThrow('has another hash');
      await expect(store.getObject('../../etc/passwd')).rejects.toThrow('named by a SHA-256');
      expect(await store.objects()).toEqual([hash]);
    });

    test('whatever a body says comes back byte by byte', async () => {
      const odd = { text: 'нуль \u0000, \u2028, "\\" та 🕊', number: 1e-7, empty: '', nothing: null, '': [[]] };
      await store.appendMany('case/a', 1, [odd, odd]);
      const entries = await (await at.open()).read('case/a');
      expect(entries.map(({ body }) => body)).toEqual([odd, odd]);
      expect((await store.last('case/a'))?.hash).toBe(lineHash(entryLine(entries[1] as Entry)));
    });

    test('entries of another store are kept as they are, and only where they belong', async () => {
      await store.appendMany('case/a', 1, bodies(1, 3));
      const entries = await store.read('case/a');
      const elsewhere = await place();
      try {
        const copy = await elsewhere.open();
        await expect(copy.copyIn('case/a', 2, entries.slice(1))).rejects.toThrow(RecordGap);
        await copy.copyIn('case/a', 1, entries.slice(0, 2));
        await copy.copyIn('case/a', 1, entries);
        expect(await copy.read('case/a')).toEqual(entries);
        const other = { ...(entries[2] as Entry), recordedAt: '2000-01-01T00:00:00.000Z' };
        await expect(copy.copyIn('case/a', 3, [other])).rejects.toThrow(RecordConflict);
        await copy.appendMany('case/a', 4, bodies(4, 1));
        expect(verifyChain('case/a', (await copy.read('case/a')).map(entryLine))).toBeUndefined();
      } finally {
        await elsewhere.remove();
      }
    });
  });
}

async function until(done: () => boolean): Promise<void> {
  const end = Date.now() + SEEN_WITHIN_MS;
  while (!done()) {
    if (Date.now() > end) throw new Error(`Not seen within ${SEEN_WITHIN_MS} ms.`);
    await sleep(10);
  }
}
