/** `witness`: watches a log from outside, cosigns what goes on from all that it saw, and shouts at what does not. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from '../../exercise/api-client.js';
import { COSIGNATURE } from '../../record/seal/note.js';
import { clientOf } from '../api/api-verb.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, UNREACHABLE, WrongUsage } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';
import { look, witnessVerifier } from '../witness/look.js';
import type { Looked, Watch } from '../witness/look.js';
import { witnessKey } from '../witness/witness-file.js';

export const witness: Verb = {
  name: 'witness',
  group: 'Keys and checks',
  usage:
    '--name NAME --key FILE [--print-key] [--state FILE] [--log KEY]… [--every SECONDS] [--out FILE] [--url URL] [--json]',
  says: 'watches the log of a record from outside, cosigns it, and shouts at a fork or a rollback',
  more: [
    'It runs with whoever wants to be sure, on a host of their own. HOLDFIRE_URL and HOLDFIRE_KEY say where the log is and',
    'who reads it; any key of the directory will do.',
    '',
    '  --name NAME       of this witness, such as witness.example.org/one',
    '  --key FILE        its private key, Ed25519, PEM; made where there is none',
    '  --print-key       prints its verifier key, for HOLDFIRE_WITNESSES_FILE of the log, and does nothing else',
    '  --state FILE      what it saw; default witness.json. Without it a witness sees nothing',
    '  --log KEY         a verifier key of the log as you know it from elsewhere; absent: the first that it shows',
    '  --every SECONDS   goes on until it is ended; without it: one look',
    '  --out FILE        writes the cosigned checkpoint there in the place of sending it',
    '',
    'Exit code 1, and a line on standard error at every look: the log was forked, cut, or signed by somebody else. It cosigns',
    'nothing more until somebody has looked into it and has taken the alarm out of the state file.',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, [], {
      name: 'text',
      key: 'text',
      'print-key': 'flag',
      state: 'text',
      log: 'list',
      every: 'text',
      out: 'text',
      url: 'text',
      json: 'flag',
    });
    const name = given.needed('name');
    const key = witnessKey(given.needed('key'));
    if (given.flag('print-key')) {
      surroundings.out(witnessVerifier(name, key, COSIGNATURE));
      return DONE;
    }
    const every = given.number('every');
    if (every !== undefined && every <= 0) throw new WrongUsage('--every takes a number of seconds above 0.');
    const watch: Watch = {
      client: clientOf(given, surroundings),
      file: given.text('state') ?? 'witness.json',
      known: given.list('log'),
      name,
      key,
      now: Date.now,
    };
    return every === undefined
      ? await once(watch, given, surroundings)
      : await forEver(watch, every * 1000, given, surroundings);
  },
};

/** Until it is ended; who asks then how it went is told of an alarm by the exit code. */
async function forEver(watch: Watch, everyMs: number, given: Arguments, surroundings: Surroundings): Promise<never> {
  for (;;) {
    if ((await once(watch, given, surroundings)) === REFUSED) process.exitCode = REFUSED;
    await sleep(everyMs);
  }
}

async function once(watch: Watch, given: Arguments, surroundings: Surroundings): Promise<number> {
  try {
    return await told(await look(watch), watch, given, surroundings);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    surroundings.err(error.message);
    return UNREACHABLE;
  }
}

async function told(looked: Looked, watch: Watch, given: Arguments, { out, err }: Surroundings): Promise<number> {
  if ('away' in looked) {
    err(looked.away);
    return UNREACHABLE;
  }
  if ('alarm' in looked) {
    err(`ALARM: ${looked.alarm}`);
    return REFUSED;
  }
  const { seen, cosigned, news } = looked;
  for (const sentence of news) err(sentence);
  const file = given.text('out');
  if (file !== undefined) writeFileSync(file, cosigned);
  const kept = file === undefined ? await watch.client.post('/seals/cosignatures', { note: cosigned }) : undefined;
  const { origin, size, root, at } = seen;
  if (given.flag('json')) out(JSON.stringify({ origin, size, root: root.toString('hex'), at, sent: kept?.status }));
  else out(`${origin}: ${size} lines, signed ${at ?? 'at no time that it says'}; it goes on from all that was seen.`);
  if (!kept || kept.status < 300) return DONE;
  const { detail } = (kept.body ?? {}) as { detail?: string };
  err(`It is cosigned and kept here; the log did not take the cosignature: ${detail ?? kept.status}`);
  // Somebody there may have listed no witness yet; that the log is gone on with is known all the same.
  return kept.status === 409 ? REFUSED : DONE;
}
