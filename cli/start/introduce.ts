/** What a person needs to know once everything is up: addresses, keys, and something to paste. */
import { join, relative } from 'node:path';
import type { Config } from '../../config/config.js';
import { agreementOf, exerciseFolder, keysFile } from '../../exercise/world.js';
import type { ExerciseKey } from '../../exercise/world.js';
import type { Running } from './supervisor.js';

/** A region in which the script plays nothing. */
const QUIET_SECTOR = 'UA-65';

export function introduce(config: Config, running: Running, tookMs: number): string {
  const { world, keys } = running.exercise;
  const { publicUrl, dataDir } = config;
  const rows: [string, string][] = [
    ['Cases', `${publicUrl}/`],
    ['API', `${publicUrl}/api/docs`],
    ['Temporal', [running.temporalUi, `the server at ${running.temporalAddress}`].filter(Boolean).join(', ')],
    ['Exercise', `${agreementOf(world)}, every span divided by ${world.speed}`],
    ['Captured', `${shown(exerciseFolder(dataDir))}: mail/*.eml, webhooks.jsonl (nobody outside is told anything)`],
    ['Keys', shown(keysFile(dataDir))],
    ['Logs', shown(join(dataDir, 'logs'))],
  ];
  const mail =
    config.smtpUrl === undefined ? 'The real world has no mail relay (HOLDFIRE_SMTP_URL) and sends no mail.' : '';
  return [
    `Ready after ${(tookMs / 1000).toFixed(1)} s.`,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`),
    '',
    'Report a violation of your own, in the exercise, from another terminal:',
    '',
    curl(publicUrl, keysFile(dataDir), keys),
    '',
    ...(mail === '' ? [] : [mail]),
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

/** The key is read from its file, so that it stands in no scrollback. */
function curl(url: string, file: string, keys: readonly ExerciseKey[]): string {
  const office = keys.find(({ groups }) => groups.includes('watch'))?.office ?? '';
  const read = `node -p 'require("${file}").find(k => k.office === "${office}").key'`;
  return [
    `  KEY=$(${read})`,
    `  curl -s ${url}/api/v1/reports -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `    -d '{"source": "me", "sourceReportId": "1", "occurredAt": "'$(date -u +%FT%TZ)'", "kind": "shelling",`,
    `         "place": {"sector": "${QUIET_SECTOR}"}, "description": "Seen from the road."}'`,
  ].join('\n');
}

/** From here where that is shorter. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.length < path.length && !near.startsWith('..') ? near : path;
}
