/** Entries of a database with their texts in their places (`beside.ts`). */
import { joined, textOf } from './beside.js';
import type { BesideLine } from './beside.js';
import type { Entry } from './entry.js';
import type { Connections } from './postgres-connection.js';

export async function withTexts(connections: Connections, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const named = entries.filter(({ beside }) => beside);
  if (named.length === 0) return entries;
  const rows = await connections.query<BesideLine & { stream: string }>(
    `select stream, hash, line from holdfire.texts
     where (stream, hash) in (select * from unnest($1::text[], $2::text[]))`,
    [
      named.flatMap(({ stream, beside = {} }) => Object.keys(beside).map(() => stream)),
      named.flatMap(({ beside = {} }) => Object.values(beside)),
    ],
  );
  const texts = new Map(rows.map(({ stream, hash, line }) => [`${stream} ${hash}`, textOf({ hash, line })]));
  return entries.map((entry) => {
    if (!entry.beside) return entry;
    const { body, erased } = joined(entry.body, entry.beside, (hash) => texts.get(`${entry.stream} ${hash}`));
    return erased.length === 0 ? { ...entry, body } : { ...entry, body, erased };
  });
}
