import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { main } from '../cli/main.js';
import { asked, describeWithPostgres, PostgresServer } from '../test/support/postgres.js';
import { hashOf } from './canonical.js';
import { openFolderStore } from './folder-store.js';
import { openPostgresStore } from './postgres-store.js';
import { recordTextsContract } from './record-texts.contract.js';
import { recordStoreContract } from './record-store.contract.js';
import type { RecordStore } from './record-store.js';
import { recordWritersContract } from './record-writers.contract.js';

describeWithPostgres('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => (server = await PostgresServer.start()), 120_000);
  afterAll(() => server.stop(), 60_000);

  const place = async () => {
    const { service, owner } = await server.database();
    const opened: RecordStore[] = [];
    return {
      location: service,
      open: async () => {
        const store = await openPostgresStore(service);
        opened.push(store);
        return store;
      },
      remove: async () => {
        for (const store of opened) await store.close();
      },
      everything: async () =>
        JSON.stringify(
          await asked(
            owner,
            'select line from holdfire.entries union all select line from holdfire.texts union all select text from holdfire.objects',
          ),
        ),
    };
  };

  recordStoreContract('The PostgreSQL store', place);
  recordWritersContract('The PostgreSQL store', place);
  recordTextsContract('The PostgreSQL store', place);

  test('the verb moves a record from a folder into it and back, and every file is the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfire-moved-'));
    const [first, second] = [`dir:${join(folder, 'first')}`, `dir:${join(folder, 'second')}`];
    const store = await openFolderStore(join(folder, 'first'));
    const bodies = Array.from({ length: 2500 }, (_, n) => ({ n, text: 'Гуляйполе \u0000', words: 'Гуляйполе \u0000' }));
    await store.appendMany('case/a', 1, bodies);
    await store.appendNext('case/з кирилицею', () => ({ n: 1 }));
    await store.putObject(hashOf({}), '{}');
    const { service } = await server.database();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const move = (...args: string[]) => main(['record', 'move', ...args], { env: {}, out: say, err: say });
    try {
      expect([await move(first, service), await move(service, second), said]).toEqual([
        0,
        0,
        Array(2).fill('2 streams with 2501 entries and 1 objects are there now, each compared byte by byte.'),
      ]);
      for (const [file, text] of await filesOf(join(folder, 'first'))) {
        const copy = (await filesOf(join(folder, 'second'))).get(file);
        expect([file, copy?.replaceAll('\n\n', '\n')]).toEqual([file, text.replaceAll('\n\n', '\n')]);
      }
      await store.appendMany('house', 1, [{}]);
      expect([await move(service, first), said.at(-1)]).toEqual([1, expect.stringContaining('holds house, which')]);
      expect(await move('postgres://a@127.0.0.1:1/none', second)).toBe(3);
      expect(await move(second, second)).toBe(2);
    } finally {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 180_000);
});

/** Streams and objects by their path: hints are none of the record. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.endsWith('hints'));
  return new Map(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const)),
  );
}
