/**
 * The record in PostgreSQL, for installations of several hosts. The lines are the very lines of a folder; the tables
 * and what they refuse: `postgres-schema.ts`. No lock is held: of two writers of one number the database takes one,
 * and the other reads on and looks again.
 */
import { DatabaseError } from 'pg';
import { sha256Hex } from './canonical.js';
import type { BesideLine } from './beside.js';
import { entryOf, lineHash } from './entry.js';
import type { Entry } from './entry.js';
import { asTheyAre, BEGINNING, chained, ofBodies } from './placing.js';
import type { End, Lines, Placing } from './placing.js';
import { Connections } from './postgres-connection.js';
import { PostgresFollower } from './postgres-follower.js';
import { checkDatabase } from './postgres-opening.js';
import { DOES_NOT_FOLLOW } from './postgres-schema.js';
import { decisionOf } from './erasing.js';
import { withTexts } from './postgres-texts.js';
import { RecordConflict, RecordGap } from './record-store.js';
import type { Following, RecordStore } from './record-store.js';
import { Turns } from './turns.js';

/** Streams whose end is remembered, so that an append need not ask for it; beyond it the oldest is forgotten. */
const MOST_ENDS = 10_000;

/** Lines of one stream that are read at once. */
const PAGE = 2000;

export interface PostgresOptions {
  /** Milliseconds since 1970; default `Date.now`. */
  clock?: () => number;
}

/**
 * Opens the record of a database that was prepared (`prepareDatabase`).
 * @param url of the service's role
 * @throws {RecordUnavailable} with a sentence where it cannot be reached or does not keep what a record needs
 */
export async function openPostgresStore(url: string, { clock = Date.now }: PostgresOptions = {}) {
  const connections = new Connections(url);
  try {
    await checkDatabase(connections);
  } catch (error) {
    await connections.close();
    throw error;
  }
  return new PostgresStore(url, connections, clock);
}

export class PostgresStore implements RecordStore {
  private readonly turns = new Turns();
  private readonly ends = new Map<string, End>();
  private readonly followers = new Set<PostgresFollower>();

  constructor(
    private readonly url: string,
    private readonly connections: Connections,
    private readonly clock: () => number,
  ) {}

  async appendMany(stream: string, firstSeq: number, bodies: readonly unknown[]): Promise<void> {
    await this.place(stream, ofBodies(stream, firstSeq, bodies, this.clock));
  }

  async copyIn(stream: string, firstSeq: number, entries: readonly Entry[]): Promise<void> {
    await this.place(stream, asTheyAre(firstSeq, entries));
  }

  async appendNext<Body>(
    stream: string,
    make: () => Body | undefined,
    catchUp: (entry: Entry) => void = () => undefined,
  ): Promise<Entry<Body> | undefined> {
    return await this.turns.take(stream, async () => {
      let end = this.ends.get(stream) ?? BEGINNING;
      for (;;) {
        for (const { entry, line } of await this.lines(stream, end.seq + 1)) {
          end = { seq: entry.seq, hash: lineHash(line) };
          catchUp(entry);
        }
        this.remember(stream, end);
        const body = make();
        if (body === undefined) return undefined;
        const written = chained(stream, end, [body], this.clock);
        if (!(await this.insert(stream, written))) continue;
        const [line = ''] = written.lines;
        const entry = { ...entryOf(stream, line), body } as Entry<Body>;
        this.remember(stream, { seq: entry.seq, hash: lineHash(line) });
        catchUp(entry);
        return entry;
      }
    });
  }

  async read(stream: string, fromSeq = 1): Promise<Entry[]> {
    return (await this.lines(stream, fromSeq)).map(({ entry }) => entry);
  }

  reader(stream: string): () => Promise<Entry[]> {
    let seq = 0;
    const one = new Turns();
    return () =>
      one.take(stream, async () => {
        const entries = await this.read(stream, seq + 1);
        seq = entries.at(-1)?.seq ?? seq;
        return entries;
      });
  }

  async last(stream: string): Promise<{ seq: number; hash: string } | undefined> {
    const [row] = await this.connections.query<{ seq: string; hash: string }>(
      'select seq, hash from holdfire.entries where stream = $1 order by seq desc limit 1',
      [stream],
    );
    return row && { seq: Number(row.seq), hash: row.hash };
  }

  async streams(): Promise<string[]> {
    // One look into the index for each stream, however many entries it has.
    const rows = await this.connections.query<{ stream: string }>(`
      with recursive names as (
        (select stream from holdfire.entries order by stream limit 1)
        union all
        select (select e.stream from holdfire.entries e where e.stream > n.stream order by e.stream limit 1)
        from names n where n.stream is not null
      ) select stream from names where stream is not null`);
    return rows.map(({ stream }) => stream).sort();
  }

  async follow(listener: (entry: Entry) => void): Promise<Following> {
    const follower = new PostgresFollower(this.url, this.connections, listener);
    this.followers.add(follower);
    try {
      await follower.start();
    } catch (error) {
      this.followers.delete(follower);
      await follower.close();
      throw error;
    }
    return {
      catchUp: (stream) => follower.catchUp(stream),
      close: () => {
        this.followers.delete(follower);
        void follower.close();
      },
    };
  }

  async putObject(hash: string, text: string): Promise<void> {
    if (sha256Hex(text) !== hash) throw new Error(`An object named ${hash} has another hash.`);
    await this.connections.query('insert into holdfire.objects (hash, text) values ($1, $2) on conflict do nothing', [
      hash,
      text,
    ]);
  }

  /** @throws {Error} when the object was altered */
  async getObject(hash: string): Promise<string | undefined> {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('An object is named by a SHA-256 in hex.');
    const [row] = await this.connections.query<{ text: string }>('select text from holdfire.objects where hash = $1', [
      hash,
    ]);
    if (row && sha256Hex(row.text) !== hash) throw new Error(`The object ${hash} was altered.`);
    return row?.text;
  }

  async objects(): Promise<string[]> {
    const rows = await this.connections.query<{ hash: string }>('select hash from holdfire.objects order by hash');
    return rows.map(({ hash }) => hash);
  }

  async texts(stream: string): Promise<BesideLine[]> {
    return await this.connections.query<BesideLine>(
      'select hash, line from holdfire.texts where stream = $1 order by place',
      [stream],
    );
  }

  async putTexts(stream: string, lines: readonly BesideLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.connections.query(
      `insert into holdfire.texts (stream, hash, line)
       select $1, hash, line from unnest($2::text[], $3::text[]) with ordinality as given (hash, line, place)
       order by place on conflict do nothing`,
      [stream, lines.map(({ hash }) => hash), lines.map(({ line }) => line)],
    );
  }

  async erase(decision: number): Promise<void> {
    await decisionOf(this, decision);
    await this.connections.query('select holdfire.erase($1)', [decision]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.followers].map((follower) => follower.close()));
    await this.turns.settled();
    await this.connections.close();
  }

  private async place(stream: string, placing: Placing): Promise<void> {
    const { firstSeq, count } = placing;
    if (count === 0) return;
    await this.turns.take(stream, async () => {
      let end = this.ends.get(stream);
      // Ends: each further round means that another writer has appended in the meantime.
      for (;;) {
        if (end?.seq !== firstSeq - 1) end = (await this.last(stream)) ?? BEGINNING;
        if (firstSeq > end.seq + 1) throw new RecordGap(stream, firstSeq, end.seq);
        const present = Math.min(end.seq - firstSeq + 1, count);
        await this.compare(stream, placing, present);
        if (present === count) return;
        const written = placing.linesFrom(present, end);
        if (await this.insert(stream, written)) {
          this.remember(stream, { seq: firstSeq + count - 1, hash: lineHash(written.lines.at(-1) as string) });
          return;
        }
        end = undefined;
      }
    });
  }

  /** @throws {RecordConflict} where one of the first `present` is another */
  private async compare(stream: string, { firstSeq, isSame }: Placing, present: number): Promise<void> {
    const there = present > 0 ? await this.lines(stream, firstSeq, firstSeq + present - 1) : [];
    for (let index = 0; index < present; index += 1) {
      const entry = there[index]?.entry;
      if (!entry || !isSame(entry, index)) throw new RecordConflict(stream, firstSeq + index);
    }
  }

  /** `false` when another writer was faster; then none of the lines is there that was not before. */
  private async insert(stream: string, { lines, beside }: Lines): Promise<boolean> {
    // What was known of the end is right again only when this was answered.
    this.ends.delete(stream);
    try {
      // First, so that whoever sees an entry finds its texts.
      await this.putTexts(stream, beside);
      const rows = await this.connections.query(
        `insert into holdfire.entries (line)
         select line from unnest($1::text[]) with ordinality as given (line, place) order by place
         on conflict do nothing returning seq`,
        [lines],
      );
      return rows.length === lines.length;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === DOES_NOT_FOLLOW) return false;
      throw error;
    }
  }

  private async lines(stream: string, from: number, to = Number.MAX_SAFE_INTEGER) {
    const found: { entry: Entry; line: string }[] = [];
    for (;;) {
      const rows = await this.connections.query<{ line: string }>(
        'select line from holdfire.entries where stream = $1 and seq between $2 and $3 order by seq limit $4',
        [stream, from + found.length, to, PAGE],
      );
      const entries = await withTexts(
        this.connections,
        rows.map(({ line }) => entryOf(stream, line)),
      );
      for (const [index, entry] of entries.entries()) found.push({ entry, line: rows[index]?.line ?? '' });
      if (rows.length < PAGE) return found;
    }
  }

  private remember(stream: string, end: End): void {
    this.ends.delete(stream);
    this.ends.set(stream, end);
    if (this.ends.size <= MOST_ENDS) return;
    for (const oldest of this.ends.keys()) {
      this.ends.delete(oldest);
      break;
    }
  }
}
