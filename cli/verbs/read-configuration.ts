/** The configuration of a verb that runs a process: read once, or every fault on standard error. */
import type { Config } from '../../config/config.js';
import { readConfig } from '../../config/read-config.js';
import type { Needs, Overrides } from '../../config/read-config.js';
import type { Surroundings } from '../verb.js';

/** `undefined`: the faults were told. */
export function configuration(
  { env, err }: Surroundings,
  overrides: Overrides = {},
  needs: Needs = 'all',
): Config | undefined {
  const { config, faults } = readConfig(env, overrides, needs);
  if (config) return config;
  const head =
    faults.length === 1 ? 'The configuration has a fault:' : `The configuration has ${faults.length} faults:`;
  err([head, ...faults.map((fault) => `  ${fault}`)].join('\n'));
  return undefined;
}
