/**
 * Delivers every entry of every stream of a database: first what is there, then what the server tells of. Telling
 * (`LISTEN`) is a hint with the name of a stream; whatever a hint was lost for is found by the numbers of the
 * transactions: a snapshot says which of them had ended, and all others are looked at again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { entryOf } from './entry.js';
import type { Entry } from './entry.js';
import { connectionConfig, unavailable } from './postgres-connection.js';
import type { Connections } from './postgres-connection.js';
import { CHANNEL } from './postgres-schema.js';
import { withTexts } from './postgres-texts.js';

/** Finds what no hint came for, and a connection that is dead without having ended. */
const LOOK_EVERY_MS = 10_000;

/** Before the next try while the database is away. */
const AGAIN_MS = 500;

/** Lines that are read at once. */
const PAGE = 2000;

interface Row {
  stream: string;
  seq: string;
  line: string;
}

export class PostgresFollower {
  /** The last number delivered of each stream. */
  private readonly delivered = new Map<string, number>();
  private readonly told = new Set<string>();
  /** Transactions before this one are seen; `0`: none. */
  private seenBefore = '0';
  /** Hints may have been lost: everything that is new is looked for. */
  private behind = true;
  private listening: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> = Promise.resolve();
  private looking = false;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly connections: Connections,
    private readonly listener: (entry: Entry) => void,
  ) {}

  /** @throws {RecordUnavailable} */
  async start(): Promise<void> {
    await this.listen();
    await this.inTurn(() => this.readNews());
    if (this.closed) return;
    this.timer = setInterval(() => this.lookAtAll(), LOOK_EVERY_MS);
    this.timer.unref();
    this.look();
  }

  /** Delivers what the stream holds now; while the database is away, when it is back. */
  async catchUp(stream: string): Promise<void> {
    await this.inTurn(() => this.readOn([stream])).catch(() => this.missed());
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.listening?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new Client(connectionConfig(this.url));
    client.on('error', () => undefined);
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => this.hint(payload));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw unavailable(error);
    }
    if (this.closed) return await client.end();
    this.listening = client;
    this.behind = true;
  }

  private hint(stream: string | undefined): void {
    if (stream === undefined || stream === '') this.behind = true;
    else this.told.add(stream);
    this.look();
  }

  private lost(client: Client): void {
    if (client !== this.listening) return;
    this.listening = undefined;
    this.missed();
  }

  private missed(): void {
    this.behind = true;
    this.look();
  }

  /** A connection that does not answer within the limits is given up for a new one. */
  private lookAtAll(): void {
    const { listening } = this;
    listening?.query('select 1').catch(() => {
      this.lost(listening);
      return listening.end();
    });
    this.missed();
  }

  /** Soon; never twice at once, and again until nothing is left to look at. */
  private look(): void {
    if (this.looking || this.closed || this.timer === undefined) return;
    this.looking = true;
    void this.lookUntilDone().finally(() => {
      this.looking = false;
      if (this.behind || this.told.size > 0) this.look();
    });
  }

  private async lookUntilDone(): Promise<void> {
    while (!this.closed && (this.behind || this.told.size > 0)) {
      try {
        if (!this.listening) await this.listen();
        await this.inTurn(() => this.readNews());
      } catch {
        // Away: what it holds is not lost. Whoever appends or reads meanwhile is told.
        this.behind = true;
        await sleep(AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  /** One reading at a time keeps each stream's entries in order. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.busy.then(work, work);
    this.busy = turn.catch(() => undefined);
    return turn;
  }

  private async readNews(): Promise<void> {
    const all = this.behind;
    const streams = [...this.told];
    this.behind = false;
    this.told.clear();
    if (all) await this.readAll();
    else await this.readOn(streams);
  }

  private async readAll(): Promise<void> {
    // Asked first: a transaction that is under way now is looked for again the next time.
    const [{ oldest } = { oldest: '0' }] = await this.connections.query<{ oldest: string }>(
      'select pg_snapshot_xmin(pg_current_snapshot())::text as oldest',
    );
    // A database that was made anew from a copy counts its transactions from the beginning.
    const since = BigInt(oldest) < BigInt(this.seenBefore) ? '0' : this.seenBefore;
    let [stream, seq] = ['', '0'];
    for (;;) {
      const rows = await this.connections.query<Row>(
        `select stream, seq, line from holdfire.entries
         where entered_by >= $1 and (stream, seq) > ($2, $3) order by stream, seq limit $4`,
        [since, stream, seq, PAGE],
      );
      await this.deliver(rows);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      [stream, seq] = [last.stream, last.seq];
    }
    this.seenBefore = oldest;
  }

  private async readOn(streams: readonly string[]): Promise<void> {
    if (streams.length === 0) return;
    const from = streams.map((stream) => this.delivered.get(stream) ?? 0);
    for (;;) {
      const rows = await this.connections.query<Row>(
        `select e.stream, e.seq, e.line from unnest($1::text[], $2::bigint[]) as known (stream, seq)
         join holdfire.entries e on e.stream = known.stream and e.seq > known.seq
         order by e.stream, e.seq limit $3`,
        [streams, from, PAGE],
      );
      await this.deliver(rows);
      if (rows.length < PAGE) return;
      for (const [index, stream] of streams.entries()) from[index] = this.delivered.get(stream) ?? 0;
    }
  }

  private async deliver(rows: readonly Row[]): Promise<void> {
    const entries = await withTexts(
      this.connections,
      rows.map(({ stream, line }) => entryOf(stream, line)),
    );
    for (const entry of entries) {
      const { stream, seq } = entry;
      // Known already, or behind a gap that only somebody with the owner's rights can make: that is the verifier's.
      if (seq !== (this.delivered.get(stream) ?? 0) + 1 || this.closed) continue;
      this.delivered.set(stream, seq);
      this.listener(entry);
    }
  }
}
