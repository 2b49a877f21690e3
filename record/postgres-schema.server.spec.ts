/** What the database itself keeps, whoever asks: append-only, chained, prepared once, and refused where it cannot. */
import { asked, describeWithPostgres, PostgresServer } from '../test/support/postgres.js';
import { hashOf } from './canonical.js';
import { entryLine } from './entry.js';
import { Connections } from './postgres-connection.js';
import { openPostgresStore } from './postgres-store.js';
import { prepareDatabase, SCHEMA_VERSION } from './postgres-schema.js';

describeWithPostgres('the database of a record', () => {
  let server: PostgresServer;
  let owner: string;
  let service: string;
  beforeAll(async () => {
    server = await PostgresServer.start();
    ({ owner, service } = await server.database());
    const store = await openPostgresStore(service);
    await store.appendMany('case/a', 1, [{ n: 1 }, { n: 2 }]);
    await store.putObject(hashOf({}), '{}');
    await store.appendMany('case/b', 1, [{ text: 'words' }]);
    await store.close();
  }, 120_000);
  afterAll(() => server.stop(), 60_000);

  const whole = () => asked(owner, 'select stream, seq, hash, line from holdfire.entries order by stream, seq');
  const alterations = ['entries', 'objects', 'texts'].flatMap((table) => [
    `update holdfire.${table} set hash = 'x'`,
    `delete from holdfire.${table}`,
    `truncate holdfire.${table}`,
  ]);

  test.each(alterations)('the service may not: %s', async (text) => {
    const before = await whole();
    await expect(asked(service, text)).rejects.toThrow(/permission denied for table/);
    expect(await whole()).toEqual(before);
  });

  test.each(alterations)('nor does the owner by mistake: %s', async (text) => {
    const before = await whole();
    await expect(asked(owner, text)).rejects.toThrow(/The record is only ever appended to; .+ is refused\./);
    expect(await whole()).toEqual(before);
  });

  test.each([
    'alter table holdfire.entries disable trigger all',
    'drop table holdfire.entries',
    'create table holdfire.more ()',
    'insert into holdfire.migrations (version) values (99)',
    `insert into holdfire.entries (stream, seq, hash, line) values ('case/a', 3, 'x', '{}')`,
  ])('nor may the service: %s', async (text) => {
    await expect(asked(service, text)).rejects.toThrow(/permission denied|must be owner/);
  });

  const entry = { schema: 1, stream: 'case/a', seq: 3, prev: '0'.repeat(64), recordedAt: '', body: {} } as const;

  test.each([
    ['does not follow', entryLine(entry), 'does not follow the entry before it'],
    ['leaves a gap', entryLine({ ...entry, seq: 9 }), 'does not follow the entry before it'],
    ['begins with a hash of its own', entryLine({ ...entry, stream: 'b', seq: 1, prev: 'f'.repeat(64) }), 'follow'],
    ['is no JSON', 'nothing', 'invalid input syntax for type json'],
    ['has no stream', '{"seq":1}', 'null value in column "stream"'],
    ['takes a number again', entryLine({ ...entry, seq: 1 }), 'duplicate key'],
  ])('a line that %s is not taken', async (_, line, sentence) => {
    await expect(asked(service, `insert into holdfire.entries (line) values ('${line}')`)).rejects.toThrow(sentence);
  });

  test('an object under another hash is not taken', async () => {
    const text = `insert into holdfire.objects (hash, text) values ('${'0'.repeat(64)}', '{}')`;
    await expect(asked(service, text)).rejects.toThrow('violates check constraint');
  });

  test('several processes prepare it at once, and it is made once', async () => {
    await server.asOwner('postgres', 'create database several');
    const urls = [server.url('owner', 'several'), server.url('several_service', 'several')] as const;
    const done = await Promise.all(Array.from({ length: 6 }, () => prepareDatabase(...urls)));
    expect(done.flat()).toEqual([
      ...Array.from({ length: SCHEMA_VERSION }, (_, index) => `The record's tables are of version ${index + 1} now.`),
      'The role several_service may read the record and append to it.',
    ]);
    const rows = await asked(urls[0], 'select version from holdfire.migrations');
    expect(rows).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, index) => ({ version: index + 1 })));
    await (await openPostgresStore(urls[1])).close();
  }, 180_000);

  test.each([
    ['was not prepared', 'create database empty_one', 'service', 'empty_one', 'holds no tables for it. Run "holdfire'],
    ['is not in UTF8', `create database latin encoding 'LATIN1' template template0`, 'service', 'latin', 'LATIN1'],
  ])('one that %s is refused', async (_, text, role, database, sentence) => {
    await server.asOwner('postgres', text);
    if (database === 'latin') await prepareDatabase(server.url('owner', database), server.url(role, database));
    await expect(openPostgresStore(server.url(role, database))).rejects.toThrow(sentence);
  });

  test('a role that may change entries is refused, and one role for both', async () => {
    await expect(openPostgresStore(owner)).rejects.toThrow('the role owner may change or remove entries of it');
    await expect(prepareDatabase(owner, owner)).rejects.toThrow('name the same role, owner');
  });

  test('tables of another version are refused', async () => {
    const { owner: newer, service: asks } = await server.database();
    await asked(newer, `insert into holdfire.migrations (version) values (${SCHEMA_VERSION + 1})`);
    await expect(openPostgresStore(asks)).rejects.toThrow('which is newer than this program');
    await asked(newer, 'delete from holdfire.migrations');
    await asked(newer, 'insert into holdfire.migrations (version) values (0)');
    await expect(openPostgresStore(asks)).rejects.toThrow(
      `of version 0 and ${SCHEMA_VERSION} is needed. Run "holdfire`,
    );
  });

  test('a server that does not flush is refused', async () => {
    const careless = await PostgresServer.start({ settings: ['fsync=off'] });
    try {
      const urls = await careless.database();
      await expect(openPostgresStore(urls.service)).rejects.toThrow('runs with fsync off');
    } finally {
      await careless.stop();
    }
  }, 120_000);

  test('what is answered is flushed, whatever the role would have', async () => {
    await asked(owner, 'alter role service set synchronous_commit = off');
    expect(await asked(service, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
    const connections = new Connections(service);
    expect(await connections.query('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await connections.close();
  });
});
