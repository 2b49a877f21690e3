/** `doctor`: what can be reached from here, in words. */
import { statSync } from 'node:fs';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';
import { urlOf } from '../api/api-verb.js';
import { Arguments } from '../arguments.js';
import { connectTemporal, TemporalAway } from '../temporal/connect.js';
import { codecKeysOfFile } from '../../config/codec-keys.js';
import { namedServer } from '../../config/temporal.js';
import { readConfig } from '../../config/read-config.js';
import { openStore } from '../../record/open-store.js';
import { RecordUnavailable } from '../../record/record-store.js';
import { DONE, REFUSED, UNREACHABLE } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

const PATIENCE_MS = 3000;

interface Finding {
  well: boolean;
  says: string;
}

export const doctor: Verb = {
  name: 'doctor',
  group: 'Keys and checks',
  usage: '[--json]',
  says: 'say what can be reached from here, and what cannot',
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, [], { json: 'flag' });
    const api = await ofApi(surroundings);
    const findings = [
      ofConfiguration(surroundings),
      ...ofCodecKeys(surroundings),
      api.finding,
      ...(await ofRecord(surroundings)),
      ...(await ofTemporal(surroundings)),
    ];
    if (given.flag('json')) surroundings.out(JSON.stringify(findings, null, 2));
    else surroundings.out(findings.map(({ well, says }) => `${well ? 'well ' : 'WRONG'}  ${says}`).join('\n'));
    if (!api.reached) return UNREACHABLE;
    return findings.every(({ well }) => well) ? DONE : REFUSED;
  },
};

function ofConfiguration({ env }: Surroundings): Finding {
  const { faults } = readConfig(env);
  return faults.length === 0
    ? { well: true, says: 'The configuration has no faults.' }
    : { well: false, says: `The configuration: ${faults.join(' ')}` };
}

/** The name of the key says whether two hosts have the same one; the key itself is never shown. */
function ofCodecKeys({ env }: Surroundings): Finding[] {
  const { config } = readConfig(env);
  if (!config) return [];
  if (config.codecKeysFile === undefined) {
    const says = 'Payloads are not encrypted: whoever reads the Temporal server reads every case.';
    return config.production ? [{ well: true, says }] : [];
  }
  const { encrypting } = codecKeysOfFile(config.codecKeysFile);
  const open = (statSync(config.codecKeysFile).mode & 0o077) !== 0;
  const says = `Payloads are encrypted with the key ${encrypting}.`;
  return [
    open
      ? {
          well: false,
          says: `${says} Its file can be read by others than its owner: chmod 600 ${config.codecKeysFile}`,
        }
      : { well: true, says },
  ];
}

async function ofApi({ env }: Surroundings): Promise<{ reached: boolean; finding: Finding }> {
  const url = urlOf(env);
  try {
    const { status, body } = await new ApiClient(url).page('/health/ready');
    const says =
      status === 200 ? `The API at ${url} is ready.` : `The API at ${url} is not ready: ${JSON.stringify(body)}`;
    return { reached: true, finding: { well: status === 200, says } };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { reached: false, finding: { well: false, says: `${error.message} "npm start" brings it up.` } };
  }
}

/** Only where it is in PostgreSQL: a folder that cannot hold it is the API's to say, on its own host. */
async function ofRecord({ env }: Surroundings): Promise<Finding[]> {
  const { record } = readConfig(env).config ?? {};
  if (record?.kind !== 'postgres') return [];
  try {
    await (await openStore(record)).close();
    return [{ well: true, says: 'The database of the record answers, and takes what is appended alone.' }];
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    return [{ well: false, says: error.message }];
  }
}

/** Only where the environment names a server: the embedded one is looked after by its supervisor. */
async function ofTemporal({ env }: Surroundings): Promise<Finding[]> {
  const { address } = namedServer(env);
  if (address === undefined) return [];
  try {
    const connection = await connectTemporal(env, PATIENCE_MS);
    await connection.close();
    return [{ well: true, says: `The Temporal server at ${address} answers.` }];
  } catch (error) {
    if (!(error instanceof TemporalAway)) throw error;
    return [{ well: false, says: error.message }];
  }
}
