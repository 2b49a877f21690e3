/** `directory check`: every fault of a directory file, with its line and column; with a plan also its groups. */
import { loadDirectory, loadPlan } from '../../config/plan-file.js';
import type { FileFault } from '../../config/yaml-file.js';
import { checkGroups } from '../../domain/directory/parse-directory.js';
import { checkAgainstDirectory } from '../../domain/plan/check-against-directory.js';
import { Arguments } from '../arguments.js';
import { DONE, REFUSED } from '../verb.js';
import type { Verb } from '../verb.js';
import { showFaults } from './plan-check.js';

export const directoryCheck: Verb = {
  name: 'directory check',
  group: 'Plans',
  usage: 'FILE [--plan FILE] [--json]',
  says: 'reads a directory file and shows every fault at once',
  more: ['--plan FILE   also checks its groups against a plan, and that its offices suffice for it'],
  run: async (args, surroundings) => {
    const given = Arguments.parse(args, ['FILE'], { plan: 'text', json: 'flag' });
    const file = given.positional('FILE');
    const loaded = loadDirectory(file);
    const faults: FileFault[] = [...loaded.faults];
    const planFile = given.text('plan');
    if (planFile !== undefined) {
      const { plan, faults: ofPlan, locate } = loadPlan(planFile);
      faults.push(...ofPlan);
      if (plan && loaded.directory) {
        const groups = plan.groups.map(({ id }) => id);
        faults.push(...loaded.locate(checkGroups(loaded.directory, groups)));
        faults.push(...locate(checkAgainstDirectory(plan, loaded.directory)));
      }
    }
    if (given.flag('json')) {
      const hash = loaded.directory ? { hash: loaded.hash } : {};
      surroundings.out(JSON.stringify({ file, ok: faults.length === 0, ...hash, faults }, null, 2));
    } else if (loaded.directory && faults.length === 0) {
      const { parties, organisations, offices } = loaded.directory;
      surroundings.out(
        `${file}: version ${loaded.directory.version}, hash ${loaded.hash}\n` +
          `No faults. ${parties.length} parties, ${organisations.length} organisations, ${offices.length} offices.`,
      );
    } else showFaults(faults, surroundings);
    return faults.length === 0 ? DONE : REFUSED;
  },
};
