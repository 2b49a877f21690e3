import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { instant, MINUTE, ms, SECOND } from '../domain/instant.js';
import { canonicalJson, hashOf } from '../record/canonical.js';
import { openFolderStore } from '../record/folder-store.js';
import type { FolderStore } from '../record/folder-store.js';
import { Sealer } from '../record/seal/sealer.js';
import { at, Timeline, usual } from '../test/support/timeline.js';
import { shippedPlan } from '../test/support/seed.js';
import type { Finding } from './finding.js';
import { WorldEyes } from './world-eyes.js';

jest.setTimeout(120_000);

/** A real record in a folder; the watchdog's clock is the test's. */
let folder: string;
let record: FolderStore;
let eyes: WorldEyes;
let now: number;

const CASE = 'case/UA-23-test';
const bodies = (line: Timeline): CaseEntryBody[] =>
  line.play.entries.map((body) => ({ ...body, directoryHash: hashOf(line.directory) }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-eyes-'));
  now = ms(at('+0:00'));
  record = await openFolderStore(join(folder, 'record'), { clock: () => now });
  const { plan, planRef } = shippedPlan();
  await record.putObject(planRef.hash, canonicalJson(plan));
  eyes = new WorldEyes({
    world: 'real',
    open: () => openFolderStore(join(folder, 'record')),
    clock: () => now,
    log: () => undefined,
  });
});
afterEach(async () => {
  await eyes.close();
  await record.close();
  rmSync(folder, { recursive: true });
});

const found = async (when: string): Promise<Finding[]> => {
  now = ms(at(when));
  return await eyes.findings({ due: MINUTE });
};

async function written(line: Timeline): Promise<void> {
  await record.putObject(hashOf(line.directory), canonicalJson(line.directory));
  await record.appendMany(CASE, 1, bodies(line));
}

/** Everything told has its outcome, as the worker writes it. */
async function sent(line: Timeline): Promise<void> {
  const noticeIds = bodies(line).flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'told' ? event.recipients.map((one) => one.noticeId) : [])),
  );
  const outcome = { noticeIds, outcome: 'handed-over', attempts: 1, said: 'ok', at: at('+0:10') };
  await record.appendNext('sent/UA-23-test', () => ({ outcomes: [outcome] }));
}

describe('the eyes of the watchdog', () => {
  it('see a gate that nobody opened, and that somebody did', async () => {
    const line = new Timeline();
    usual(line);
    line.play.advanceTo(at('+23:59'));
    await written(line);
    await sent(line);
    expect(await found('+24:00')).toEqual([]);
    expect(await found('+24:02')).toMatchObject([{ kind: 'due', since: at('+24:00') }]);
    line.play.advanceTo(at('+24:02'));
    await written(line);
    await sent(line);
    expect(await found('+24:03')).toEqual([]);
  });

  it('read again before they speak: what was just written is no alarm, also where the follower has not looked', async () => {
    const line = new Timeline();
    usual(line);
    line.play.advanceTo(at('+23:59'));
    await written(line);
    await sent(line);
    await found('+23:59');
    line.play.advanceTo(at('+24:02'));
    const writing = written(line).then(() => sent(line));
    await writing;
    expect((await found('+24:02')).filter(({ kind }) => kind === 'due')).toEqual([]);
  });

  it('see notices without an outcome, and the outcome, whichever is read first', async () => {
    const line = new Timeline();
    await written(line);
    const missing = (await found('+0:26')).filter(({ kind }) => kind === 'notice');
    expect(missing.length).toBeGreaterThan(20);
    expect(missing[0]).toMatchObject({ since: at('+0:10') });
    await sent(line);
    await eyes.close();
    eyes = new WorldEyes({
      world: 'real',
      open: () => openFolderStore(join(folder, 'record')),
      clock: () => now,
      log: () => undefined,
    });
    expect((await found('+0:27')).filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('see a report and a command that no case has, until one has', async () => {
    const line = new Timeline();
    const [first] = bodies(line);
    const commandId = first?.cause.kind === 'command' ? first.cause.commandId : '';
    const accepted = { type: 'report-accepted', commandId, disposition: 'forward', scope: 'UA-23' };
    await record.appendNext('intake', () => ({ ...accepted, acceptedAt: at('+0:10') }));
    const signalled = { type: 'signalled', at: at('+0:10'), caseId: 'UA-23-test', command: { commandId: 'k9' } };
    await record.appendNext('house', () => signalled);
    expect((await found('+0:16')).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['report', commandId],
      ['command', 'k9'],
    ]);
    await written(line);
    await sent(line);
    expect((await found('+0:17')).map(({ subject }) => subject)).toEqual(['k9']);
  });

  it('see that nobody seals the record of an open case, and that it is sealed again', async () => {
    await eyes.close();
    eyes = new WorldEyes({
      world: 'real',
      open: () => openFolderStore(join(folder, 'record')),
      clock: () => now,
      isSealed: true,
      log: () => undefined,
    });
    const line = new Timeline();
    await written(line);
    await sent(line);
    const sealer = await Sealer.open({
      store: record,
      agreement: 'test',
      keys: [generateKeyPairSync('ed25519').privateKey],
      clock: () => now,
      settleMs: 0,
    });
    const seals = async (when: string): Promise<string[]> =>
      (await found(when)).flatMap(({ kind, since }) => (kind === 'seal' ? [since] : []));
    now = ms(at('+0:10'));
    expect(await sealer.seal()).toMatchObject({ signed: true, openCases: 1 });
    expect(await seals('+0:15')).toEqual([]);
    expect(await seals('+0:16')).toEqual([at('+0:10')]);
    expect(await sealer.seal()).toMatchObject({ signed: true });
    sealer.close();
    for (let looks = 0; looks < 600 && (await seals('+0:16')).length > 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await seals('+0:21')).toEqual([]);
    expect(await seals('+0:22')).toEqual([at('+0:16')]);
  });

  it('see that the record is away, and that it is back', async () => {
    const line = new Timeline();
    await written(line);
    await sent(line);
    expect(await found('+0:11')).toEqual([]);
    renameSync(join(folder, 'record'), join(folder, 'elsewhere'));
    expect(await found('+0:12')).toEqual([]);
    expect(await found('+0:13')).toMatchObject([{ kind: 'record', since: at('+0:12') }]);
    renameSync(join(folder, 'elsewhere'), join(folder, 'record'));
    expect(await found('+0:14')).toEqual([]);
  });

  it('go on where the record is away at the start', async () => {
    await eyes.close();
    let isThere = false;
    eyes = new WorldEyes({
      world: 'real',
      open: () => (isThere ? openFolderStore(join(folder, 'record')) : Promise.reject(new Error('not yet'))),
      clock: () => now,
      log: () => undefined,
    });
    await found('+0:10');
    expect(await found('+0:11')).toMatchObject([
      { kind: 'record', says: expect.stringContaining('not yet') as string },
    ]);
    expect(eyes.hasRead).toBe(false);
    isThere = true;
    expect(await found('+0:12')).toEqual([]);
    expect(eyes.hasRead).toBe(true);
  });

  it('say which entry they cannot understand, and go on with the other streams', async () => {
    const line = new Timeline();
    await written(line);
    await sent(line);
    await record.appendMany('case/other', 1, [
      { ...bodies(line)[0], plan: { id: 'x', version: 1, hash: 'f'.repeat(64) } },
    ]);
    expect((await found('+0:11')).map(({ kind, subject }) => [kind, subject])).toEqual([['entry', 'case/other']]);
  });

  it('see by new entries that the clocks differ', async () => {
    await found('+0:00');
    now += 40 * SECOND;
    const behind = await openFolderStore(join(folder, 'record'), { clock: () => now - 40 * SECOND });
    for (let nth = 0; nth < 3; nth += 1) await behind.appendNext('house', () => ({ type: 'stamp-key', nth }));
    await behind.close();
    for (let looks = 0; looks < 100 && (await eyes.findings({ due: MINUTE })).length === 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await eyes.findings({ due: MINUTE })).toMatchObject([
      { kind: 'clock', says: expect.stringContaining('40 s ahead') as string },
    ]);
    expect(instant(now)).toBe(at('+0:00:40'));
  });
});
