/** `prepare`: the record's database and the namespaces of a Temporal server as Holdfire needs them; as often as you like. */
import { exerciseNamespace } from '../../config/worlds.js';
import { Arguments } from '../arguments.js';
import { prepareRecord } from '../record/prepare-record.js';
import { connectTemporal, TemporalAway } from '../temporal/connect.js';
import { prepareNamespace } from '../temporal/prepare-namespace.js';
import { DONE, REFUSED, UNREACHABLE } from '../verb.js';
import type { Verb } from '../verb.js';
import { configuration } from './read-configuration.js';

/** A server in a container beside this one may take a while to come up. */
const PATIENCE_MS = 60_000;

export const prepare: Verb = {
  name: 'prepare',
  group: 'Run',
  usage: '',
  says: "make the record's tables, and namespaces and search attributes on a Temporal server",
  more: [
    'The server is the one that TEMPORAL_ADDRESS or a profile names. Changes only what is missing.',
    'With HOLDFIRE_RECORD in PostgreSQL its tables are made by the role of HOLDFIRE_RECORD_OWNER_URL, and the role of',
    'HOLDFIRE_RECORD, which is made where it is missing, gets the right to read and to append, and no other.',
  ],
  run: async (args, surroundings) => {
    Arguments.parse(args, [], {});
    const config = configuration(surroundings);
    if (!config) return REFUSED;
    for (const sentence of await prepareRecord(config)) surroundings.out(sentence);
    const names = [
      config.namespace,
      ...(config.exercise || config.canary ? [exerciseNamespace(config.namespace)] : []),
    ];
    try {
      const connection = await connectTemporal(surroundings.env, PATIENCE_MS);
      try {
        for (const name of names) {
          const done = await prepareNamespace(connection, name);
          surroundings.out(done.length > 0 ? done.join('\n') : `Namespace ${name} is as it should be.`);
        }
      } finally {
        await connection.close();
      }
      return DONE;
    } catch (error) {
      if (!(error instanceof TemporalAway)) throw error;
      surroundings.err(error.message);
      return UNREACHABLE;
    }
  },
};
