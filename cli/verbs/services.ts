/** `api`, `worker` and `watchdog`: one process each, configured by the environment alone. */
import { mkdirSync } from 'node:fs';
import type { Config } from '../../config/config.js';
import { Arguments } from '../arguments.js';
import { endWithSupervisor } from '../start/service.js';
import { DONE, REFUSED, WRONG_USAGE } from '../verb.js';
import type { Verb } from '../verb.js';
import { configuration } from './read-configuration.js';

/** Loaded only where it runs: the API brings NestJS, the worker the Temporal runtime. */
type Load = () => Promise<{ main: (config: Config) => Promise<void> }>;

export const api = process('api', 'serve the API and its pages', () => import('../../api/main.js'));
export const worker = process('worker', 'run the workflows and send the notices', () => import('../../worker/main.js'));

export const watchdog: Verb = {
  name: 'watchdog',
  group: 'Run',
  usage: '',
  says: 'watch the record without Temporal (a later release)',
  run: async (_, { err }) => {
    err('The watchdog comes with a later release; until then watch /health/ready and /metrics.');
    return Promise.resolve(WRONG_USAGE);
  },
};

function process(name: string, says: string, load: Load): Verb {
  return {
    name,
    group: 'Run',
    usage: '',
    says,
    more: ['It reads the environment alone (.env.example lists the variables) and ends with SIGTERM.'],
    run: async (args, surroundings) => {
      Arguments.parse(args, [], {});
      const config = configuration(surroundings);
      if (!config) return REFUSED;
      mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
      endWithSupervisor();
      const { main } = await load();
      await main(config);
      return DONE;
    },
  };
}
