/**
 * The tables of a record in PostgreSQL, and how they come there: migrations, made by their owner under a lock. The
 * database itself keeps what the record promises. A line is entered as it is, and everything else of its row comes from
 * it; a line that does not follow the one before is refused; nothing is ever changed or removed, also not by the owner.
 * An owner can of course take the rules themselves away, as whoever has a folder can write it anew.
 */
import { Client } from 'pg';
import { RecordUnavailable } from './record-store.js';

/** On which appended entries are announced; the payload is the name of their stream. */
export const CHANNEL = 'holdfire_record';

/** SQLSTATE of a line that does not follow the last one of its stream. */
export const DOES_NOT_FOLLOW = 'HF001';

/** SQLSTATE of a wish to change or remove what was entered. */
export const APPEND_ONLY = 'HF002';

/** Each is carried out once, in this order, and never changed afterwards: the next change is the next one. */
const MIGRATIONS: readonly string[] = [
  `
  create table holdfire.entries (
    stream text collate "C" not null check (octet_length(stream) between 1 and 2000),
    seq bigint not null check (seq > 0),
    hash text not null,
    -- The transaction that entered it: a follower that was away asks for those it cannot have seen.
    entered_by bigint not null default (pg_current_xact_id()::text::bigint),
    line text not null,
    primary key (stream, seq)
  );
  create index entries_entered_by on holdfire.entries (entered_by);

  create table holdfire.objects (
    hash text primary key check (hash = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
    text text not null
  );

  create function holdfire.take_line() returns trigger language plpgsql set search_path = pg_catalog as $$
  declare
    -- Its reader of JSON takes no NUL; what is read here holds none.
    fields json := replace(new.line, '\\u0000', '\\u0001')::json;
    before text := repeat('0', 64);
  begin
    new.stream := fields ->> 'stream';
    new.seq := (fields ->> 'seq')::bigint;
    new.hash := encode(sha256(convert_to(new.line, 'UTF8')), 'hex');
    new.entered_by := pg_current_xact_id()::text::bigint;
    if new.seq > 1 then
      select hash into before from holdfire.entries where stream = new.stream and seq = new.seq - 1;
    end if;
    if before is null or before <> fields ->> 'prev' then
      raise exception 'Entry % of % does not follow the entry before it.', new.seq, new.stream
        using errcode = '${DOES_NOT_FOLLOW}';
    end if;
    return new;
  end $$;
  create trigger take_line before insert on holdfire.entries for each row execute function holdfire.take_line();

  create function holdfire.announce() returns trigger language plpgsql set search_path = pg_catalog as $$
  begin
    perform pg_notify('${CHANNEL}', stream) from (select distinct stream from entered) as streams;
    return null;
  end $$;
  create trigger announce after insert on holdfire.entries referencing new table as entered
    for each statement execute function holdfire.announce();

  create function holdfire.refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
  begin
    raise exception 'The record is only ever appended to; % of % is refused.', tg_op, tg_table_name
      using errcode = '${APPEND_ONLY}';
  end $$;
  create trigger append_only before update or delete or truncate on holdfire.entries
    for each statement execute function holdfire.refuse();
  create trigger append_only before update or delete or truncate on holdfire.objects
    for each statement execute function holdfire.refuse();
  `,
  // Texts beside entries, and the one way by which they, or objects, are let go of: an entry that decided it.
  `
  create table holdfire.texts (
    stream text collate "C" not null check (octet_length(stream) between 1 and 2000),
    hash text not null check (hash = encode(sha256(convert_to(line, 'UTF8')), 'hex')),
    line text not null,
    -- In the order in which they came, as in a folder.
    place bigint generated always as identity,
    primary key (stream, hash)
  );

  create function holdfire.decides(decision bigint, hashed text) returns boolean
    language sql stable set search_path = pg_catalog as $$
    select exists (
      select from holdfire.entries,
        lateral (select replace(line, '\\u0000', '\\u0001')::jsonb -> 'body' as body) as entry
      where stream = 'erasures' and seq = decision and body ->> 'type' = 'erasure-decided'
        and (body -> 'objects' ? hashed or body -> 'texts' @> jsonb_build_array(jsonb_build_object('hash', hashed)))
    )
  $$;

  -- Says to the triggers below which entry is being carried out; they believe only what that entry says.
  create function holdfire.erase(decision bigint) returns void
    language plpgsql security definer set search_path = pg_catalog as $$
  begin
    perform set_config('holdfire.decision', decision::text, true);
    delete from holdfire.texts using (
      select distinct one ->> 'stream' as stream, one ->> 'hash' as hash
      from holdfire.entries,
        lateral jsonb_array_elements(replace(line, '\\u0000', '\\u0001')::jsonb -> 'body' -> 'texts') as one
      where entries.stream = 'erasures' and seq = decision
    ) as named
      where texts.stream = named.stream and texts.hash = named.hash and holdfire.decides(decision, texts.hash);
    delete from holdfire.objects using (
      select jsonb_array_elements_text(replace(line, '\\u0000', '\\u0001')::jsonb -> 'body' -> 'objects') as hash
      from holdfire.entries where stream = 'erasures' and seq = decision
    ) as named
      where objects.hash = named.hash and holdfire.decides(decision, objects.hash);
  end $$;
  revoke all on function holdfire.erase(bigint) from public;

  create function holdfire.refuse_undecided() returns trigger language plpgsql set search_path = pg_catalog as $$
  begin
    if holdfire.decides(nullif(current_setting('holdfire.decision', true), '')::bigint, old.hash) then
      return old;
    end if;
    raise exception 'The record is only ever appended to; % of % is refused.', tg_op, tg_table_name
      using errcode = '${APPEND_ONLY}';
  end $$;
  drop trigger append_only on holdfire.objects;
  create trigger append_only before update or truncate on holdfire.objects
    for each statement execute function holdfire.refuse();
  create trigger erased_by_decision before delete on holdfire.objects
    for each row execute function holdfire.refuse_undecided();
  create trigger append_only before update or truncate on holdfire.texts
    for each statement execute function holdfire.refuse();
  create trigger erased_by_decision before delete on holdfire.texts
    for each row execute function holdfire.refuse_undecided();
  `,
];

/** What this program reads and writes; a database of another version is refused. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Of the advisory lock under which one process at a time prepares a database: any number that stays the same. */
const LOCK = 0x686f6c64;

/** Another process may be making the tables. */
const PREPARING_MS = 60_000;

/**
 * Makes or upgrades the tables as their owner, and gives the service's role what it needs and no more. As often as you
 * like, by several processes at once; changes only what is missing.
 * @param owner URL of the role that owns the tables; it may create a schema, and roles where the service's is missing
 * @param service `HOLDFIRE_RECORD`: the role that may only read and append
 * @returns what was done, in sentences
 * @throws {RecordUnavailable} with a sentence where it cannot be done
 */
export async function prepareDatabase(owner: string, service: string): Promise<string[]> {
  const client = new Client({
    connectionString: owner,
    application_name: 'holdfire prepare',
    connectionTimeoutMillis: 5000,
    query_timeout: PREPARING_MS,
  });
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    return [...(await migrate(client)), ...(await admit(client, service))];
  } catch (error) {
    if (error instanceof RecordUnavailable) throw error;
    throw new RecordUnavailable(`its database could not be prepared (${(error as Error).message}).`, error);
  } finally {
    // Ends the session and with it the lock.
    await client.end().catch(() => undefined);
  }
}

async function migrate(client: Client): Promise<string[]> {
  await client.query(`
    create schema if not exists holdfire;
    create table if not exists holdfire.migrations (
      version int primary key, made_at timestamptz not null default now(), made_by text not null default current_user
    )`);
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from holdfire.migrations',
  );
  const from = rows[0]?.version ?? 0;
  const done: string[] = [];
  for (const [index, text] of MIGRATIONS.entries()) {
    const version = index + 1;
    if (version <= from) continue;
    await inTransaction(client, async () => {
      await client.query(text);
      await client.query('insert into holdfire.migrations (version) values ($1)', [version]);
    });
    done.push(`The record's tables are of version ${version} now.`);
  }
  return done;
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function admit(client: Client, service: string): Promise<string[]> {
  const { username, password } = new URL(service);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const { rows } = await client.query<{ same: boolean; there: boolean; database: string }>(
    `select current_user = $1 as same, exists (select from pg_roles where rolname = $1) as there,
            current_database() as database`,
    [name],
  );
  const [{ same, there, database } = { same: false, there: true, database: '' }] = rows;
  if (same) {
    const why = `HOLDFIRE_RECORD and HOLDFIRE_RECORD_OWNER_URL name the same role, ${name}; the service needs one of its own, which may only append.`;
    throw new RecordUnavailable(why, undefined);
  }
  const role = client.escapeIdentifier(name);
  if (!there) await client.query(`create role ${role} login password ${client.escapeLiteral(secret)}`);
  await client.query(`
    grant connect on database ${client.escapeIdentifier(database)} to ${role};
    grant usage on schema holdfire to ${role};
    grant select on holdfire.entries, holdfire.objects, holdfire.texts, holdfire.migrations to ${role};
    grant insert (line) on holdfire.entries to ${role};
    grant insert on holdfire.objects, holdfire.texts to ${role};
    grant execute on function holdfire.erase(bigint) to ${role}`);
  return there ? [] : [`The role ${name} may read the record and append to it.`];
}
