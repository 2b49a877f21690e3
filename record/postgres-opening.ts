/** Whether a database can hold a record, and refuses what a record must refuse: asked once, when it is opened. */
import { DatabaseError } from 'pg';
import type { Connections } from './postgres-connection.js';
import { SCHEMA_VERSION } from './postgres-schema.js';
import { RecordUnavailable } from './record-store.js';

/** `pg_current_xact_id` and `pg_current_snapshot` came with it. */
const OLDEST_SERVER = 130_000;

/** SQLSTATE of a table or a schema that is not there. */
const MISSING = ['42P01', '3F000'];

const PREPARE = 'Run "holdfire prepare" with HOLDFIRE_RECORD_OWNER_URL, the role that owns the tables.';

interface State {
  role: string;
  database: string;
  server: number;
  encoding: string;
  fsync: string;
  version: number;
  alters: boolean;
}

/** @throws {RecordUnavailable} with one sentence that says what would be right */
export async function checkDatabase(connections: Connections): Promise<void> {
  const state = await stateOf(connections);
  const fault = state && faultOf(state);
  if (fault !== undefined) throw new RecordUnavailable(fault, undefined);
}

async function stateOf(connections: Connections): Promise<State | undefined> {
  const can = (right: string): string =>
    ['entries', 'objects', 'texts']
      .map((table) => `has_table_privilege(to_regclass('holdfire.${table}'), '${right}')`)
      .join(' or ');
  try {
    const [state] = await connections.query<State>(`
      select current_user as role, current_database() as database,
             current_setting('server_version_num')::int as server, current_setting('server_encoding') as encoding,
             current_setting('fsync') as fsync, (select max(version) from holdfire.migrations) as version,
             ${['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'].map(can).join(' or ')} as alters`);
    return state;
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof DatabaseError && MISSING.includes(cause.code ?? ''))
      throw new RecordUnavailable(`its database holds no tables for it. ${PREPARE}`, error);
    if (cause instanceof DatabaseError && cause.code === '42501')
      throw new RecordUnavailable(`its role may not read it. ${PREPARE}`, error);
    throw error;
  }
}

function faultOf({ role, database, server, encoding, fsync, version, alters }: State): string | undefined {
  if (server < OLDEST_SERVER) return 'its server is older than PostgreSQL 13; a newer one is needed.';
  if (encoding !== 'UTF8') return `the database ${database} is encoded in ${encoding}; one in UTF8 is needed.`;
  if (fsync !== 'on') return 'its server runs with fsync off and would lose entries with the power; turn it on.';
  if (version < SCHEMA_VERSION)
    return `the tables in ${database} are of version ${version} and ${SCHEMA_VERSION} is needed. ${PREPARE}`;
  if (version > SCHEMA_VERSION)
    return `the tables in ${database} are of version ${version}, which is newer than this program (${SCHEMA_VERSION}); start the newer program.`;
  if (alters)
    return `the role ${role} may change or remove entries of it; HOLDFIRE_RECORD must name a role that may only append, such as "holdfire prepare" makes.`;
  return undefined;
}
