/** `audit export` and `audit verify`: the record of a case as a folder and as one file, and its check without us. */
import { existsSync, writeFileSync } from 'node:fs';
import { filesInTar } from '../../record/bundle/tar.js';
import { readBundle } from '../../record/bundle/read-bundle.js';
import type { Bundle } from '../../record/bundle/read-bundle.js';
import { writeFolder } from '../../record/bundle/write-folder.js';
import { gunzipSync } from 'node:zlib';
import type { Checked } from '../../record/verify/fault.js';
import { inWords, isSound } from '../../record/verify/in-words.js';
import { knownOf } from '../../record/verify/known.js';
import { verifyBundle } from '../../record/verify/verify-bundle.js';
import { clientOf, show } from '../api/api-verb.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';
import { knownFrom, recordAt } from './audit-record.js';

export const auditExport: Verb = {
  name: 'audit export',
  group: 'Keys and checks',
  usage: 'CASE --out DIR [--json]',
  says: 'writes the record of a case into a new folder, and beside it as DIR.tar.gz, to be checked without us',
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['CASE'], { out: 'text', json: 'flag', url: 'text' });
    const folder = given.needed('out').replace(/\/+$/, '');
    const archive = `${folder}.tar.gz`;
    const caseId = given.positional('CASE');
    const path = `/cases/${encodeURIComponent(caseId)}/record`;
    if (existsSync(archive)) throw new WrongUsage(`${archive} is there already; name a folder that is new.`);
    const answer = await clientOf(given, surroundings).download(path, 'application/gzip', { format: 'tar.gz' });
    if (!answer.content) return show(answer, given.flag('json'), undefined, surroundings);
    const { files, faults } = filesInTar(gunzipSync(answer.content));
    if (faults.length > 0) throw new WrongUsage(`The API sent no bundle: ${faults.join(' ')}`);
    written(() => writeFolder(folder, files));
    written(() => writeFileSync(archive, answer.content ?? ''));
    const names = [...files.keys()];
    if (given.flag('json')) surroundings.out(JSON.stringify({ caseId, folder, archive, files: names }, null, 2));
    else
      surroundings.out(
        `${names.length} files in ${folder}, and in ${archive}. To check them: node ${folder}/verify.mjs`,
      );
    return DONE;
  },
};

function written(write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

export const auditVerify: Verb = {
  name: 'audit verify',
  group: 'Keys and checks',
  usage: 'PATH [--stamp-keys IDS] [--seal-key KEY]… [--checkpoint FILE]… [--replay] [--json]',
  says: 'checks a case or a whole record offline, and says step by step what was checked and what is wrong',
  more: [
    '  PATH               a folder that audit export wrote, or its .tar.gz; or a whole record, its folder or a',
    '                     postgres:// URL, which is checked by its seals',
    '  --stamp-keys IDS   of a case: ids of the API’s keys as you know them from elsewhere, with commas; others are a fault',
    '  --seal-key KEY     a verifier key of the log as you know it from elsewhere',
    '  --checkpoint FILE  a checkpoint that somebody kept; the record must hold what it says',
    '  --replay           of a case: also has the workflows of this program decide Temporal’s histories again',
  ],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['PATH'], {
      json: 'flag',
      replay: 'flag',
      'stamp-keys': 'text',
      'seal-key': 'list',
      checkpoint: 'list',
    });
    const path = given.positional('PATH');
    const known = [given.list('seal-key'), given.list('checkpoint')] as const;
    const record = recordAt(path, knownFrom(...known));
    const steps = record ? await record() : await ofCase(path, given);
    const ok = isSound(steps);
    if (given.flag('json')) surroundings.out(JSON.stringify({ ok, steps }, null, 2));
    else surroundings.out(inWords(steps));
    return ok ? DONE : REFUSED;
  },
};

async function ofCase(path: string, given: Arguments): Promise<Checked[]> {
  const bundle = read(path);
  const stampKeys = given.text('stamp-keys');
  const known = { sealKeys: given.list('seal-key'), checkpoints: given.list('checkpoint') };
  const steps = verifyBundle(bundle, knownOf({ ...known, ...(stampKeys === undefined ? {} : { stampKeys }) }));
  if (!given.flag('replay') || !bundle.record) return steps;
  // Loads the SDK, which nothing else of this verb needs.
  const { replayed } = await import('../audit/replayed.js');
  return [...steps, await replayed(bundle.record)];
}

function read(path: string): Bundle {
  try {
    return readBundle(path);
  } catch (error) {
    throw new WrongUsage(`${path} cannot be read: ${(error as Error).message}`);
  }
}
