/** PostgreSQL that is stopped, or ends connections: what is refused meanwhile, and what goes on by itself afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { asked, describeWithPostgres, PostgresServer } from '../test/support/postgres.js';
import { hashOf } from './canonical.js';
import { entryLine, verifyChain } from './entry.js';
import { openPostgresStore } from './postgres-store.js';
import type { PostgresStore } from './postgres-store.js';
import { RecordUnavailable } from './record-store.js';

describeWithPostgres('PostgreSQL that goes away', () => {
  let server: PostgresServer;
  let urls: { owner: string; service: string };
  let store: PostgresStore;
  beforeAll(async () => (server = await PostgresServer.start()), 120_000);
  afterAll(() => server.stop(), 60_000);
  beforeEach(async () => {
    urls = await server.database();
    store = await openPostgresStore(urls.service);
  });
  afterEach(() => store.close());

  test.each(['SIGINT', 'SIGQUIT'] as const)(
    'stopped by %s: every method says so, and everything goes on when it is back',
    async (signal) => {
      const got: number[] = [];
      await store.follow(({ seq }) => got.push(seq));
      await store.appendMany('case/a', 1, [{ n: 1 }]);
      await server.pause(signal);
      for (const attempt of [
        () => store.appendMany('case/a', 2, [{ n: 2 }]),
        () => store.appendNext('case/a', () => ({ n: 2 })),
        () => store.read('case/a'),
        () => store.last('case/a'),
        () => store.streams(),
        () => store.putObject(hashOf({}), '{}'),
        () => store.getObject(hashOf({})),
        () => openPostgresStore(urls.service),
      ]) {
        await expect(attempt()).rejects.toThrow(RecordUnavailable);
      }
      await server.resume();
      await store.appendMany('case/a', 2, [{ n: 2 }]);
      await store.appendNext('case/a', () => ({ n: 3 }));
      await until(() => got.length === 3);
      expect(got).toEqual([1, 2, 3]);
    },
    120_000,
  );

  test('a follower gets what others append while it has no connection, once and in order', async () => {
    const other = await openPostgresStore(urls.service);
    const got: string[] = [];
    await store.follow(({ stream, seq }) => got.push(`${stream} ${seq}`));
    for (let round = 1; round <= 5; round += 1) {
      await cutAll(urls.owner, 'holdfire record');
      await retried(() => other.appendMany('case/a', round, [{ round }]));
      await retried(() => other.appendMany(`case/${round}`, 1, [{ round }]));
    }
    await until(() => got.length === 10);
    await sleep(300);
    expect(got.filter((one) => one.startsWith('case/a'))).toEqual([1, 2, 3, 4, 5].map((n) => `case/a ${n}`));
    expect(got.toSorted()).toEqual([1, 2, 3, 4, 5].flatMap((n) => [`case/a ${n}`, `case/${n} 1`]).toSorted());
    await other.close();
  }, 120_000);

  test('nothing that was acknowledged is lost, whenever connections are ended', async () => {
    const acknowledged: number[] = [];
    const done = new AbortController();
    const cuts = (async () => {
      while (!done.signal.aborted) {
        await sleep(20 + Math.random() * 30);
        await cutAll(urls.owner, 'holdfire record');
      }
    })();
    for (let n = 0; n < 150; n += 1) {
      const entry = await retried(() => store.appendNext('intake', () => ({ n })));
      acknowledged.push(entry?.seq ?? 0);
    }
    done.abort();
    await cuts;
    const entries = await retried(() => store.read('intake'));
    expect(verifyChain('intake', entries.map(entryLine))).toBeUndefined();
    expect(acknowledged).toEqual(acknowledged.toSorted((a, b) => a - b));
    const found = new Map(entries.map(({ seq, body }) => [seq, (body as { n: number }).n]));
    expect(acknowledged.filter((seq, n) => found.get(seq) !== n)).toEqual([]);
  }, 120_000);

  test('one that takes connections and never answers is given up', async () => {
    await store.appendMany('case/a', 1, [{ n: 1 }]);
    await server.freeze();
    try {
      const began = Date.now();
      await expect(store.appendMany('case/a', 2, [{ n: 2 }])).rejects.toThrow(RecordUnavailable);
      const patience = Date.now() - began;
      expect(patience).toBeLessThan(20_000);
      // Who comes after it does not stand in a queue of such waits.
      const many = Array.from({ length: 20 }, () => store.appendMany('case/a', 2, [{ n: 2 }]));
      const since = Date.now();
      for (const { status } of await Promise.allSettled(many)) expect(status).toBe('rejected');
      expect(Date.now() - since).toBeLessThan(patience + 5000);
    } finally {
      server.thaw();
    }
    await retried(() => store.appendMany('case/a', 2, [{ n: 2 }]));
    expect(await store.read('case/a')).toHaveLength(2);
  }, 120_000);
});

/** Ends every connection of that name but the one that asks. */
async function cutAll(owner: string, name: string): Promise<void> {
  await asked(
    owner,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}' and pid <> pg_backend_pid()`,
  );
}

/** As callers do: what the store cannot take now is given to it again. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RecordUnavailable) || Date.now() > end) throw error;
      await sleep(5);
    }
  }
}

async function until(done: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!done()) {
    if (Date.now() > end) throw new Error('Not seen within 30 s.');
    await sleep(20);
  }
}
