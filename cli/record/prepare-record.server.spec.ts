import { readConfig } from '../../config/read-config.js';
import type { Config } from '../../config/config.js';
import { describeWithPostgres, PostgresServer } from '../../test/support/postgres.js';
import { main } from '../main.js';
import { prepareRecord, withoutOwner } from './prepare-record.js';

describeWithPostgres('preparing the database of a record', () => {
  let server: PostgresServer;
  beforeAll(async () => (server = await PostgresServer.start()), 120_000);
  afterAll(() => server.stop(), 60_000);

  const configOf = (env: Record<string, string>): Config => {
    const { config, faults } = readConfig(env);
    if (!config) throw new Error(faults.join(' '));
    return config;
  };

  it('makes what is missing with the owner, and without one says what is', async () => {
    await server.asOwner('postgres', 'create database prepared');
    const [service, owner] = [server.url('prepared_service', 'prepared'), server.url('owner', 'prepared')];
    const own = { HOLDFIRE_RECORD: service };
    const env = { ...own, HOLDFIRE_RECORD_OWNER_URL: owner };
    await expect(prepareRecord(configOf(own))).rejects.toThrow(/^The record cannot be used now: its database .+\.$/);
    expect(await prepareRecord(configOf(env))).toEqual([
      "The record's tables are of version 1 now.",
      "The record's tables are of version 2 now.",
      'The role prepared_service may read the record and append to it.',
    ]);
    for (const again of [env, own]) {
      expect(await prepareRecord(configOf(again))).toEqual(["The record's database is as it should be."]);
    }
    expect(await prepareRecord(configOf({}))).toEqual([]);
  });

  it('is what the doctor looks at', async () => {
    const { owner, service } = await server.database();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const doctor = (record: string) =>
      main(['doctor'], { env: { HOLDFIRE_RECORD: record, HOLDFIRE_URL: 'http://127.0.0.1:1' }, out: say, err: say });
    await doctor(service);
    expect(said.join()).toContain('well   The database of the record answers');
    await doctor(owner);
    expect(said.join()).toContain('WRONG  The record cannot be used now: the role owner may change or remove entries');
  });
});

it('keeps the owner of the tables from the processes that serve', () => {
  const env = { HOLDFIRE_RECORD_OWNER_URL: 'x', HOLDFIRE_RECORD_OWNER_URL_FILE: 'x', HOLDFIRE_RECORD: 'y' };
  expect(withoutOwner(env)).toEqual({ HOLDFIRE_RECORD: 'y' });
});
