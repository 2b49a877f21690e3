/** `doctor`: what is wrong with this installation, in words, and what is well. Changes nothing and sends nothing. */
import { readConfig } from '../../config/read-config.js';
import { Arguments } from '../arguments.js';
import { ofApi } from '../doctor/of-api.js';
import { ofCodecKeys } from '../doctor/of-codec-keys.js';
import { ofHost } from '../doctor/of-host.js';
import { ofMail } from '../doctor/of-mail.js';
import { ofRecord } from '../doctor/of-record.js';
import { ofTemporal } from '../doctor/of-temporal.js';
import { unless, wrong } from '../doctor/finding.js';
import type { Finding } from '../doctor/finding.js';
import { DONE, REFUSED, UNREACHABLE } from '../verb.js';
import type { Verb } from '../verb.js';

export const doctor: Verb = {
  name: 'doctor',
  group: 'Keys and checks',
  usage: '[--json]',
  says: 'say in words what is wrong with this installation',
  more: [
    'Run it where the processes run, with their environment: configuration, API, clocks, record, directory and keys,',
    'canary, Temporal with its namespaces and workers, disks, watchdog, mail relays. It changes nothing.',
  ],
  run: async (args, { env, out }) => {
    const given = Arguments.parse(args, [], { json: 'flag' });
    const { config, faults } = readConfig(env);
    const api = await ofApi(env);
    const findings: Finding[] = [
      ...unless(
        faults.map((fault) => `The configuration: ${fault}`),
        'The configuration has no faults.',
      ),
      ...(config ? ofCodecKeys(config) : []),
      ...api.findings,
      ...(config
        ? (
            await Promise.all(
              [ofRecord(config), ofTemporal(env, config), ofHost(config), ofMail(config)].map((part) =>
                part.catch(odd),
              ),
            )
          ).flat()
        : []),
    ];
    if (given.flag('json')) out(JSON.stringify(findings, null, 2));
    else out(findings.map((one) => `${one.well ? 'well ' : 'WRONG'}  ${one.says}`).join('\n'));
    if (!api.reached) return UNREACHABLE;
    return findings.every((one) => one.well) ? DONE : REFUSED;
  },
};

/** What was not thought of keeps the rest from nobody. */
const odd = (error: unknown): Finding[] => [
  wrong(`Something could not be looked at: ${error instanceof Error ? error.message : String(error)}`),
];
