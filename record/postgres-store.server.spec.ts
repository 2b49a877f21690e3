import { describeWithPostgres, PostgresServer } from '../test/support/postgres.js';
import { openPostgresStore } from './postgres-store.js';
import { recordStoreContract } from './record-store.contract.js';
import type { RecordStore } from './record-store.js';
import { recordWritersContract } from './record-writers.contract.js';

describeWithPostgres('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => (server = await PostgresServer.start()), 120_000);
  afterAll(() => server.stop(), 60_000);

  const place = async () => {
    const { service } = await server.database();
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
    };
  };

  recordStoreContract('The PostgreSQL store', place);
  recordWritersContract('The PostgreSQL store', place);
});
