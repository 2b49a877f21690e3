/** Connections to the record's database: a bounded number, every wait limited, and what went wrong in our words. */
import { DatabaseError, Pool } from 'pg';
import type { ClientConfig, PoolClient, QueryResultRow } from 'pg';
import { RecordUnavailable } from './record-store.js';

/** Of one store, beside the one that listens. Appends to one stream wait for each other anyway. */
const MOST_CONNECTIONS = 8;

/** For a connection: a new one, or one that is in use. */
const CONNECT_MS = 3000;

/** The server gives a statement up after the first, we give the server up after the second. */
const STATEMENT_MS = 5000;
const ANSWER_MS = 6000;

/**
 * A question that failed after so long met a server that does not answer at all. For a while nobody else waits for it
 * as long, one behind the other.
 */
const SILENT_AFTER_MS = 1000;
const SILENT_FOR_MS = 1000;

/**
 * SQLSTATE classes that say something of the moment: connection, transaction state (a standby that is read-only),
 * who may connect, no such database, serialisation, resources, not in that state, intervention by an operator, system.
 */
const OF_THE_MOMENT = ['08', '25', '28', '3D', '40', '53', '55', '57', '58'];

/** An insufficient privilege, or a table that is missing: what was opened well is not what is there now. */
const NOT_OURS_NOW = ['42501', '42P01', '3F000'];

export function connectionConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'holdfire record',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    // Whatever the role or the database says: an append is answered when it is on the disk.
    options: '-c synchronous_commit=on',
  };
}

export class Connections {
  private readonly pool: Pool;
  /** Until when, by the monotonic clock, and why nothing is asked. */
  private silent: { until: number; why: RecordUnavailable } | undefined;

  constructor(url: string) {
    this.pool = new Pool({ ...connectionConfig(url), max: MOST_CONNECTIONS });
    // One that breaks while nobody asks over it: the next question fails, or the pool opens another.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => void client.on('error', () => undefined));
  }

  /**
   * One statement, its own transaction.
   * @throws {RecordUnavailable} where the database cannot be asked now
   * @throws {DatabaseError} what it refuses
   */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const began = performance.now();
    if (this.silent && began < this.silent.until) throw this.silent.why;
    let client: PoolClient | undefined;
    let broken = false;
    try {
      client = await this.pool.connect();
      return (await client.query<Row>(text, [...values])).rows;
    } catch (error) {
      broken = !(error instanceof DatabaseError) || isOfTheMoment(error);
      if (!broken) throw error;
      const why = unavailable(error);
      const now = performance.now();
      if (now - began >= SILENT_AFTER_MS) this.silent = { until: now + SILENT_FOR_MS, why };
      throw why;
    } finally {
      client?.release(broken);
    }
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }
}

export function unavailable(error: unknown): RecordUnavailable {
  const { message, code } = error as NodeJS.ErrnoException;
  return new RecordUnavailable(`its database does not answer (${message || code || 'no reason given'}).`, error);
}

/** Whether it is the state of the server and not what was asked of it. */
function isOfTheMoment({ code = '' }: DatabaseError): boolean {
  return OF_THE_MOMENT.includes(code.slice(0, 2)) || NOT_OURS_NOW.includes(code);
}
