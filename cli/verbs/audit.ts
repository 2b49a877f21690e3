/** `audit export` and `audit verify`: the record of a case as a folder, and its check without us. */
import { readCaseFolder, writeCaseFolder } from '../../record/bundle/case-folder.js';
import type { HandedOut } from '../../record/bundle/case-folder.js';
import { verifyRecord } from '../../record/verify/verify-record.js';
import type { Checked, Fault } from '../../record/verify/verify-record.js';
import { clientOf, show } from '../api/api-verb.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';

export const auditExport: Verb = {
  name: 'audit export',
  group: 'Keys and checks',
  usage: 'CASE --out DIR [--json]',
  says: 'writes the record of a case into a new folder that can be checked without us',
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['CASE'], { out: 'text', json: 'flag', url: 'text' });
    const folder = given.needed('out');
    const caseId = given.positional('CASE');
    const answer = await clientOf(given, surroundings).get(`/cases/${encodeURIComponent(caseId)}/record`);
    if (answer.status !== 200) return show(answer, given.flag('json'), undefined, surroundings);
    const files = written(() => writeCaseFolder(folder, { ...(answer.body as HandedOut), caseId }));
    if (given.flag('json')) surroundings.out(JSON.stringify({ caseId, folder, files }, null, 2));
    else surroundings.out(`${files.length} files in ${folder}. To check them: holdfire audit verify ${folder}`);
    return DONE;
  },
};

function written(write: () => string[]): string[] {
  try {
    return write();
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

export const auditVerify: Verb = {
  name: 'audit verify',
  group: 'Keys and checks',
  usage: 'DIR [--stamp-keys IDS] [--json]',
  says: 'checks the record of a case offline, and says step by step what was checked and what is wrong',
  more: ['  --stamp-keys IDS   ids of the API’s keys as you know them from elsewhere, with commas; others are a fault'],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['DIR'], { json: 'flag', 'stamp-keys': 'text' });
    const trusted = given.text('stamp-keys')?.split(',');
    const { record, faults, files } = await Promise.resolve(readCaseFolder(given.positional('DIR')));
    const manifest = { step: 'manifest', says: `${files} files are those that the manifest names.`, faults };
    const steps: (Omit<Checked, 'step'> & { step: string })[] = [
      manifest,
      ...(record ? verifyRecord(record, trusted) : []),
    ];
    const ok = steps.every((step) => step.faults.length === 0);
    if (given.flag('json')) surroundings.out(JSON.stringify({ ok, steps }, null, 2));
    else
      surroundings.out(
        [...steps.flatMap(inWords), ok ? 'Nothing is wrong with it.' : 'It is NOT as it was.'].join('\n'),
      );
    return ok ? DONE : REFUSED;
  },
};

const MOST_SHOWN = 20;

function inWords({ step, says, faults }: { step: string; says: string; faults: readonly Fault[] }): string[] {
  if (faults.length === 0) return [`ok     ${step.padEnd(10)} ${says}`];
  const shown = faults.slice(0, MOST_SHOWN).map(({ where, says: fault }) => `         ${where}: ${fault}`);
  const more = faults.length > MOST_SHOWN ? [`         and ${faults.length - MOST_SHOWN} more`] : [];
  return [`WRONG  ${step.padEnd(10)} ${faults.length} found:`, ...shown, ...more];
}
