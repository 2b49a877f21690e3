import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from './folder-store.js';
import type { FolderStore } from './folder-store.js';
import { INTAKE, IntakeLog } from './intake.js';
import type { Acceptance, Accepted } from './intake.js';

type Report = Omit<Accepted, 'type' | 'revision'>;

let commands = 0;
const report = (over: Partial<Report> = {}): Report => ({
  commandId: `command-${(commands += 1)}`,
  reportKey: 'osce/1',
  contentHash: 'a',
  disposition: 'forward',
  scope: 'UA-23',
  acceptedAt: '2027-03-27T20:10:00.000Z',
  envelope: {},
  ...over,
});

describe('the intake', () => {
  let folder: string;
  let store: FolderStore;
  let other: FolderStore;
  let log: IntakeLog;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfire-intake-'));
    store = await openFolderStore(folder);
    other = await openFolderStore(folder);
    log = await IntakeLog.open(store);
  });
  afterEach(async () => {
    await store.close();
    await other.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a report is written before it is answered', async () => {
    const { kind } = await log.accept(report());
    expect(kind).toBe('new');
    expect((await other.read(INTAKE)).map(({ body }) => (body as Accepted).revision)).toEqual([0]);
  });

  test('what comes while all is read again is not lost: its replay stays one', async () => {
    await log.accept(report());
    const read = store.read.bind(store);
    jest.spyOn(store, 'read').mockImplementationOnce(async (stream, from) => {
      const entries = await read(stream, from);
      await log.accept(report({ reportKey: 'osce/2', commandId: 'meanwhile' }));
      return entries;
    });
    await log.foldAnew();
    expect(log.accepted('meanwhile')?.seq).toBe(2);
    expect(log.pendingCount).toBe(2);
    expect(await log.accept(report({ reportKey: 'osce/2' }))).toMatchObject({ kind: 'replay' });
    expect(await other.read(INTAKE)).toHaveLength(2);
  });

  test('the same content under the same key is a replay, also after a restart', async () => {
    const first = await log.accept(report({ commandId: 'first' }));
    const again = await (await IntakeLog.open(other)).accept(report());
    expect([first.kind, again.kind]).toEqual(['new', 'replay']);
    expect(again).toMatchObject({ first: { body: { commandId: 'first' } } });
    expect(await store.read(INTAKE)).toHaveLength(1);
  });

  test('other content under the key is a revision of the first', async () => {
    await log.accept(report({ commandId: 'first' }));
    const second = await log.accept(report({ contentHash: 'b' }));
    const third = await log.accept(report({ contentHash: 'c' }));
    expect(second).toMatchObject({
      kind: 'revision',
      entry: { body: { revision: 1 } },
      first: { body: { commandId: 'first' } },
    });
    expect(third).toMatchObject({
      kind: 'revision',
      entry: { body: { revision: 2 } },
      first: { body: { commandId: 'first' } },
    });
  });

  test('any content once accepted is a replay of its own entry', async () => {
    await log.accept(report());
    await log.accept(report({ contentHash: 'b', commandId: 'second' }));
    const again = await log.accept(report({ contentHash: 'b' }));
    expect(again).toMatchObject({ kind: 'replay', first: { body: { commandId: 'second' } } });
  });

  test('of twenty that come at once to two processes one is new and nineteen are replays of it', async () => {
    const second = await IntakeLog.open(other);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? log : second).accept(report({ commandId: `at-once-${n}` }))),
    );
    expect(all.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(new Set(all.map(commandOf)).size).toBe(1);
    expect(await store.read(INTAKE)).toHaveLength(1);
  });

  test('revisions that come at once are numbered without gaps', async () => {
    const second = await IntakeLog.open(other);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? log : second).accept(report({ contentHash: `content-${n}` }))),
    );
    const revisions = (await store.read(INTAKE)).map(({ body }) => (body as Accepted).revision);
    expect(revisions).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('what no case has answered is pending, oldest first; what people review is not', async () => {
    await log.accept(report({ commandId: 'one', reportKey: 'osce/1' }));
    await log.accept(report({ commandId: 'two', reportKey: 'osce/2' }));
    await log.accept(report({ commandId: 'three', reportKey: 'osce/3', disposition: 'review', reason: 'alleged' }));
    await log.accept(report({ commandId: 'four', reportKey: 'osce/4' }));
    log.markAnswered('one');
    await log.refused({ commandId: 'four', code: 'scope', detail: 'No such sector.' });
    expect(log.pending().map(({ body }) => body.commandId)).toEqual(['two']);
    expect(log.reviews().map(({ body }) => body.commandId)).toEqual(['three']);
    expect(log.refusal('four')).toMatchObject({ code: 'scope' });
  });

  test('after a restart the same is pending, whichever is read first: the intake or the case', async () => {
    await log.accept(report({ commandId: 'one', reportKey: 'osce/1' }));
    await log.accept(report({ commandId: 'two', reportKey: 'osce/2' }));
    await log.refused({ commandId: 'two', code: 'scope', detail: 'No such sector.' });
    const again = await IntakeLog.open(other);
    expect(again.pending().map(({ body }) => body.commandId)).toEqual(['one']);
    expect(again.refusal('two')).toMatchObject({ detail: 'No such sector.' });
    again.markAnswered('three');
    await log.accept(report({ commandId: 'three', reportKey: 'osce/3' }));
    for (const entry of await other.read(INTAKE)) again.fold(entry);
    again.markAnswered('one');
    expect(again.pending()).toEqual([]);
  });

  test('entries that are delivered twice change nothing', async () => {
    await log.accept(report());
    for (const entry of await store.read(INTAKE)) log.fold(entry);
    expect(log.pending()).toHaveLength(1);
    expect(log.firstOf('osce/1')?.seq).toBe(1);
  });
});

const commandOf = (one: Acceptance) => (one.kind === 'replay' ? one.first : one.entry).body.commandId;
