/** The tables of a record in PostgreSQL and the rights of the service, where the configuration names their owner. */
import type { Config } from '../../config/config.js';
import type { Environment } from '../../config/environment.js';
import { openStore } from '../../record/open-store.js';
import { prepareDatabase } from '../../record/postgres-schema.js';

/**
 * Changes only what is missing, and looks at the end whether the service can keep its record there.
 * @returns what was done, in sentences; nothing for a record in a folder
 * @throws {RecordUnavailable}
 */
export async function prepareRecord({ record, recordOwnerUrl }: Config): Promise<string[]> {
  if (record.kind === 'dir') return [];
  const done = recordOwnerUrl === undefined ? [] : await prepareDatabase(recordOwnerUrl, record.url);
  await (await openStore(record)).close();
  return done.length > 0 ? done : ["The record's database is as it should be."];
}

/** What the owner of the tables may do is not for the processes that serve. */
export function withoutOwner(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('HOLDFIRE_RECORD_OWNER_URL')));
}
