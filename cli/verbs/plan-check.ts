/** `plan check`: every fault of a plan file, with its line and column; with a directory also whether its people suffice. */
import { faultLine, loadDirectory, loadPlan } from '../../config/plan-file.js';
import type { LoadedPlan } from '../../config/plan-file.js';
import type { FileFault } from '../../config/yaml-file.js';
import { checkGroups } from '../../domain/directory/parse-directory.js';
import { checkAgainstDirectory } from '../../domain/plan/check-against-directory.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED } from '../verb.js';
import type { Surroundings, Verb } from '../verb.js';

export const planCheck: Verb = {
  name: 'plan check',
  group: 'Plans',
  usage: 'FILE [--directory FILE] [--json]',
  says: 'reads a plan file and shows every fault at once',
  more: ['--directory FILE   also checks that its offices can sign, be told and answer'],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FILE'], { directory: 'text', json: 'flag' });
    const file = given.positional('FILE');
    const { loaded, faults } = check(file, given.text('directory'));
    const { plan, ref } = loaded;
    if (given.flag('json')) {
      surroundings.out(
        JSON.stringify({ file, ok: faults.length === 0, ...(ref ? { plan: ref } : {}), faults }, null, 2),
      );
    } else if (plan && ref && faults.length === 0) {
      const assumed = plan.provenance.filter(({ kind }) => kind === 'assumed').length;
      surroundings.out(
        `${file}: plan ${ref.id}, version ${ref.version}, hash ${ref.hash}\n` +
          `No faults. ${plan.phases.length} phases, ${plan.gates.length} gates, ${plan.duties.length} duties; ` +
          `${assumed} values are assumed ("holdfire plan explain" shows them).`,
      );
    } else showFaults(faults, surroundings);
    return faults.length === 0 ? DONE : REFUSED;
  },
};

function check(file: string, directoryFile: string | undefined): { loaded: LoadedPlan; faults: FileFault[] } {
  const loaded = loadPlan(file);
  if (directoryFile === undefined) return { loaded, faults: loaded.faults };
  const people = loadDirectory(directoryFile);
  const faults: FileFault[] = [...loaded.faults, ...people.faults];
  if (loaded.plan && people.directory) {
    const groups = loaded.plan.groups.map(({ id }) => id);
    faults.push(
      ...loaded.locate(checkAgainstDirectory(loaded.plan, people.directory)),
      ...people.locate(checkGroups(people.directory, groups)),
    );
  }
  return { loaded, faults };
}

/** One line each on standard error, and how many there are. */
export function showFaults(faults: readonly FileFault[], { err }: Surroundings): void {
  err([...faults.map(faultLine), `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`].join('\n'));
}
