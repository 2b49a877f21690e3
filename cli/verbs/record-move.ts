/** `record move`: the whole record from a folder into PostgreSQL, or back; every line and hash stays. */
import { locationOf } from '../../record/location.js';
import type { RecordLocation } from '../../record/location.js';
import { CannotMove, moveRecord } from '../../record/move.js';
import { openStore } from '../../record/open-store.js';
import { RecordUnavailable } from '../../record/record-store.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, UNREACHABLE, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

export const recordMove: Verb = {
  name: 'record move',
  group: 'Run',
  usage: 'FROM TO [--json]',
  says: 'copy the whole record into another store, and compare the two',
  more: [
    'FROM and TO are dir:PATH or postgres://ROLE@HOST/DATABASE, as in HOLDFIRE_RECORD. A password given there can be',
    'seen by other users of this host while the verb runs: leave it to PGPASSWORD or ~/.pgpass.',
    '',
    'Stop every process of Holdfire first. Nothing of FROM is changed. A move that was broken off goes on when it is',
    'asked for again. Afterwards set HOLDFIRE_RECORD to TO, and start the processes.',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FROM', 'TO'], { json: 'flag' });
    const [from, to] = [locationIn(given, 'FROM'), locationIn(given, 'TO')];
    if (JSON.stringify(from) === JSON.stringify(to)) throw new WrongUsage('FROM and TO are the same.');
    return await move(from, to, given.flag('json'), surroundings);
  },
};

function locationIn(given: Arguments, name: string): RecordLocation {
  const read = locationOf(given.positional(name));
  if ('fault' in read) throw new WrongUsage(`${name} ${read.fault}.`);
  return read.location;
}

async function move(
  from: RecordLocation,
  to: RecordLocation,
  json: boolean,
  { out, err }: Surroundings,
): Promise<number> {
  try {
    const source = await openStore(from);
    try {
      const destination = await openStore(to);
      try {
        const moved = await moveRecord(source, destination);
        const { streams, entries, objects } = moved;
        const sentence = `${streams} streams with ${entries} entries and ${objects} objects are there now, each compared byte by byte.`;
        out(json ? JSON.stringify({ ok: true, ...moved }) : sentence);
        return DONE;
      } finally {
        await destination.close();
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof CannotMove) && !(error instanceof RecordUnavailable)) throw error;
    err(error.message);
    return error instanceof CannotMove ? REFUSED : UNREACHABLE;
  }
}
