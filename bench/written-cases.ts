/**
 * A record of many cases without any server: a few cases are played by the pure core, and written under as many names
 * as are asked for. Each open case has run for 20 hours, each closed one to its end, some weeks before and in the scope
 * of an open one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../config/package-root.js';
import { BEHAVIOURS } from '../domain/case/behaviours.js';
import type { BodyOf, CommandKind, CommandOf } from '../domain/case/commands.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { Play } from '../domain/case/play.js';
import { newCase } from '../domain/case/state.js';
import { parseDirectory } from '../domain/directory/parse-directory.js';
import { caseDirectory } from '../domain/directory/directory.js';
import type { CaseDirectory } from '../domain/directory/directory.js';
import { DAY, HOUR, instant, MINUTE, ms, plus } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { parsePlan } from '../domain/plan/parse-plan.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import { canonicalJson, hashOf } from '../record/canonical.js';
import type { RecordStore } from '../record/record-store.js';

/** Different first violations: the instants of a list are not all one. */
const VARIANTS = 20;
/** Streams that are written at once. */
const AT_ONCE = 64;
const NAME = 'UA-23-name-of-a-case';
const WORKFLOW = 'case/bench/scope-of-a-case';
const BEFORE = 20 * DAY;

interface House {
  plan: Plan;
  planRef: PlanRef;
  directory: CaseDirectory;
  directoryHash: string;
}

/** Writes `open` and `closed` cases; answers their ids. */
export async function writeCases(
  store: RecordStore,
  open: number,
  closed: number,
): Promise<{ open: string[]; closed: string[]; entries: number }> {
  const house = readHouse();
  await store.putObject(house.planRef.hash, canonicalJson(house.plan));
  await store.putObject(house.directoryHash, canonicalJson(house.directory));
  const firsts = Array.from({ length: VARIANTS }, (_, index) =>
    instant(ms('2027-03-27T20:00:00.000Z') + index * MINUTE),
  );
  const texts = {
    open: firsts.map((first) => JSON.stringify(played(house, first, false))),
    closed: firsts.slice(0, 2).map((first) => JSON.stringify(played(house, plus(first, -BEFORE), true))),
  };
  const ids = { open: idsOf('o', open), closed: idsOf('c', closed) };
  let entries = 0;
  const writing = (['open', 'closed'] as const).flatMap((kind) =>
    ids[kind].map((id, index) => async () => {
      const text = texts[kind][index % texts[kind].length] ?? '';
      const scope = `case/bench/${index % Math.max(1, open)}`;
      const bodies = JSON.parse(text.replaceAll(NAME, id).replaceAll(WORKFLOW, scope)) as CaseEntryBody[];
      entries += bodies.length;
      await store.appendMany(`case/${id}`, 1, bodies);
    }),
  );
  const one = async (): Promise<void> => {
    for (let write = writing.pop(); write; write = writing.pop()) await write();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { ...ids, entries };
}

const idsOf = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `UA-23-${letter}${String(index).padStart(6, '0')}`);

function readHouse(): House {
  const file = (...names: string[]): unknown => parse(readFileSync(join(packageRoot(), ...names), 'utf8'));
  const { plan } = parsePlan(file('plans', 'seed.yaml'));
  const { directory } = parseDirectory(file('directory.example.yaml'));
  if (!plan || !directory) throw new Error('The shipped plan or directory cannot be read.');
  const part = caseDirectory(directory, '2027-03-27T20:00:00.000Z');
  const planRef = { id: plan.id, version: plan.version, hash: hashOf(plan) };
  return { plan, planRef, directory: part, directoryHash: hashOf(part) };
}

function played(house: House, first: Instant, toTheEnd: boolean): CaseEntryBody[] {
  const { plan, planRef, directory, directoryHash } = house;
  let commands = 0;
  const command = <K extends CommandKind>(kind: K, office: string, at: Instant, body: BodyOf<K>): CommandOf<K> => {
    const actor = { office, organisation: directory.offices[office]?.organisation ?? '', person: office };
    commands += 1;
    const commandId = `${NAME}-${commands}`;
    return {
      kind,
      commandId,
      actor: { ...actor, means: 'key', roles: [] },
      acceptedAt: at,
      at,
      body,
    } as unknown as CommandOf<K>;
  };
  const opening = {
    caseId: NAME,
    agreement: 'bench',
    scope: 'UA-23',
    exercise: false,
    speed: 1,
    planRef,
    directoryHash,
  };
  const report = command('report', 'alert-network-feed', plus(first, 10 * MINUTE), {
    reportKey: `alert-network/feed/${NAME}`,
    contentHash: 'c'.repeat(64),
    source: 'feed',
    sourceReportId: NAME,
    occurredAt: { earliest: first, latest: first },
    place: { sector: 'UA-23', description: 'Huliaipole' },
    kind: 'shelling',
    description: 'Shelling of the line of contact.',
    standing: 'credible',
  });
  const play = Play.open(
    newCase(plan, planRef, directory, directoryHash),
    { ...opening, behaviours: BEHAVIOURS },
    report,
  );
  const give = (hours: number, office: string, kind: CommandKind, body: object): void => {
    const at = plus(first, hours * HOUR);
    play.advanceTo(at);
    play.submit(command(kind, office, at, body as never));
  };
  for (const organisation of Object.keys(play.state.awaiting)) {
    const office = Object.entries(directory.offices).find(([, one]) => one.organisation === organisation)?.[0];
    if (office) give(0.25, office, 'acknowledge', {});
  }
  give(2, 'watch-kyiv-duty', 'setStanding', { violationId: 'v1', standing: 'verified', text: 'Seen.' });
  const performedAt = plus(first, 13 * HOUR);
  give(13, 'ua-mfa-duty', 'completeDuty', { dutyId: 'D1', performedAt, text: 'Note handed over.' });
  play.advanceTo(plus(first, 20 * HOUR));
  if (toTheEnd) {
    give(20.2, 'ua-mfa-duty', 'propose', { act: 'stand-down', text: 'Firing has stopped.', textHash: 'h' });
    give(20.25, 'fr-mfa-duty', 'sign', { proposalId: 'p1', textHash: 'h' });
    play.advanceTo(plus(first, 100 * HOUR));
    if (play.state.status !== 'closed') throw new Error('The case of the benchmark did not close.');
  }
  const temporal = { namespace: 'bench', workflowId: WORKFLOW, runId: 'run' };
  return play.entries.map((body) => ({ ...body, temporal }));
}
