/** `api`, `worker` and `watchdog`: one process each, configured by the environment alone. */
import { mkdirSync } from 'node:fs';
import type { Config } from '../../config/config.js';
import type { Needs } from '../../config/read-config.js';
import { Arguments } from '../arguments.js';
import { endWithSupervisor } from '../start/service.js';
import { DONE, REFUSED } from '../verb.js';
import type { Verb } from '../verb.js';
import { configuration } from './read-configuration.js';

/** Loaded only where it runs: the API brings NestJS, the worker the Temporal runtime. */
type Load = () => Promise<{ main: (config: Config) => Promise<void> }>;

export const api = process('api', 'serve the API and its pages', () => import('../../api/main.js'));
export const worker = process('worker', 'run the workflows and send the notices', () => import('../../worker/main.js'));

export const watchdog = process(
  'watchdog',
  'watch the record without Temporal, and speak up by another way',
  () => import('../../watchdog/main.js'),
  'record',
);

function process(name: string, says: string, load: Load, needs: Needs = 'all'): Verb {
  return {
    name,
    group: 'Run',
    usage: '',
    says,
    more: ['It reads the environment alone (.env.example lists the variables) and ends with SIGTERM.'],
    run: async (args, surroundings) => {
      Arguments.parse(args, [], {});
      const config = configuration(surroundings, {}, needs);
      if (!config) return REFUSED;
      mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
      endWithSupervisor();
      const { main } = await load();
      await main(config);
      return DONE;
    },
  };
}
