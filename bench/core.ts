/**
 * `npm run bench -- core`: the pure core in one thread, in cases of ever more commands. Decisions alone, and commands
 * all the way as in a workflow: judged for the validator, decided, entered and folded.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../config/package-root.js';
import { BEHAVIOURS } from '../domain/case/behaviours.js';
import type { CommandOf } from '../domain/case/commands.js';
import { decide } from '../domain/case/decide.js';
import { Play } from '../domain/case/play.js';
import { newCase } from '../domain/case/state.js';
import { caseDirectory } from '../domain/directory/directory.js';
import { parseDirectory } from '../domain/directory/parse-directory.js';
import { MINUTE, plus } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { parsePlan } from '../domain/plan/parse-plan.js';
import { hashOf } from '../record/canonical.js';

const FIRST: Instant = '2027-03-27T20:00:00.000Z';
const SIZES = [1000, 2000, 4000, 8000];
const OFFICE = 'watch-kyiv-duty';

export function core(): Promise<Record<string, unknown>> {
  // Warm, as a worker is.
  decisions(500);
  const figures = SIZES.map((commands) => ({ commands, ...decisions(commands) }));
  return Promise.resolve({ measure: 'core: decisions a second, one thread', figures });
}

/** Acknowledgements of one case. */
function decisions(count: number): { decisionsASecond: number; commandsASecond: number } {
  const file = (...names: string[]): unknown => parse(readFileSync(join(packageRoot(), ...names), 'utf8'));
  const { plan } = parsePlan(file('plans', 'seed.yaml'));
  const { directory: whole } = parseDirectory(file('directory.example.yaml'));
  if (!plan || !whole) throw new Error('The shipped plan or directory cannot be read.');
  const directory = caseDirectory(whole, FIRST);
  const planRef = { id: plan.id, version: plan.version, hash: hashOf(plan) };
  const directoryHash = hashOf(directory);
  const actorOf = (office: string) => ({
    office,
    organisation: directory.offices[office]?.organisation ?? '',
    person: office,
    means: 'key' as const,
    roles: [],
  });
  const at = plus(FIRST, MINUTE);
  const body = {
    reportKey: 'bench/core/1',
    contentHash: 'c'.repeat(64),
    source: 'bench',
    sourceReportId: '1',
    occurredAt: { earliest: FIRST, latest: FIRST },
    place: { sector: 'UA-23' },
    kind: 'shelling',
    description: 'Of the benchmark.',
    standing: 'credible',
  } as unknown as CommandOf<'report'>['body'];
  const report: CommandOf<'report'> = {
    kind: 'report',
    commandId: 'c0',
    actor: actorOf('alert-network-feed'),
    acceptedAt: at,
    at,
    body,
  };
  const opening = {
    caseId: 'UA-23-core',
    agreement: 'bench',
    scope: 'UA-23',
    exercise: false,
    speed: 1,
    planRef,
    directoryHash,
    behaviours: BEHAVIOURS,
  };
  const play = Play.open(newCase(plan, planRef, directory, directoryHash), opening, report);
  const actor = actorOf(OFFICE);
  const commands = Array.from({ length: count }, (_, index): CommandOf<'acknowledge'> => {
    return { kind: 'acknowledge', commandId: `c${index + 1}`, actor, acceptedAt: at, at, body: {} };
  });
  const aSecond = (since: number): number => Math.round((count * 1000) / (performance.now() - since));
  const played = performance.now();
  for (const command of commands) play.submit(command);
  const commandsASecond = aSecond(played);
  const decided = performance.now();
  for (const command of commands) decide(play.state, { ...command, commandId: `again-${command.commandId}` }, at);
  const decisionsASecond = aSecond(decided);
  if (play.entries.length < count) throw new Error(`Of ${count} commands only ${play.entries.length} are entries.`);
  return { decisionsASecond, commandsASecond };
}
