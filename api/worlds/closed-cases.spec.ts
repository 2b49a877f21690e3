/** Closed cases: in brief for lists, whole for whoever asks for one, and never another case than the record's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCases } from '../../bench/written-cases.js';
import { applyEntry } from '../../domain/case/evolve.js';
import { openFolderStore } from '../../record/folder-store.js';
import type { FolderStore } from '../../record/folder-store.js';
import { listOf } from '../cases/case-list.js';
import { shortOf, summaryOf } from '../cases/case-summary.js';
import { CaseViews } from './case-views.js';

const QUERY = { status: undefined, sector: undefined, limit: 50, cursor: undefined };

let folder: string;
let store: FolderStore;
let ids: { open: string[]; closed: string[] };
let views: CaseViews;
const faults: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-closed-'));
  store = await openFolderStore(folder);
  ids = await writeCases(store, 2, 5);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  views = new CaseViews({
    store,
    entries: () => undefined,
    onCommand: () => undefined,
    onFault: (error) => faults.push(error),
    mostClosed: 1,
  });
  await views.start();
});
afterEach(() => views.close());

it('keeps open cases whole and closed ones in brief', () => {
  expect(views.running().map(({ state }) => state.caseId)).toEqual(expect.arrayContaining(ids.open));
  expect(views.running()).toHaveLength(2);
  expect(views.closedCount).toBe(5);
  const briefs = ids.closed.map((id) => views.row(id)?.brief);
  expect(briefs.filter((brief) => brief !== undefined)).toHaveLength(5);
  expect(ids.closed.filter((id) => views.get(id) !== undefined).length).toBeLessThanOrEqual(1);
  expect(faults).toEqual([]);
});

it('folds a closed case from its stream, as it would be had it stayed', async () => {
  for (const id of ids.closed) {
    const view = await views.load(id);
    const entries = await views.entries(id);
    const [first] = entries;
    if (!view || !first) throw new Error(`No case ${id}.`);
    const state = entries.reduce((at, { seq, body }) => applyEntry(at, seq, body), await views.begun(first));
    expect(view.state).toEqual(state);
    const row = views.row(id);
    expect(row && shortOf(row)).toEqual(JSON.parse(JSON.stringify(summaryOf(view))));
  }
  expect(faults).toEqual([]);
});

it('lists them all, and those that closed alone', () => {
  expect(listOf(views, QUERY).cases.map(({ caseId }) => caseId)).toEqual([...ids.open, ...ids.closed]);
  const closed = listOf(views, { ...QUERY, status: 'closed' }).cases;
  expect(closed.map(({ caseId, status }) => [caseId, status])).toEqual(ids.closed.map((id) => [id, 'closed']));
});

it('knows the last case of a scope whole, whatever was read first', () => {
  expect(views.latest('case/bench/0')?.state.caseId).toBe(ids.open[0]);
  expect(views.latest('case/bench/1')?.state.caseId).toBe(ids.open[1]);
});

it('takes what is added to a closed case that is here in brief', async () => {
  const [id = ''] = ids.closed.filter((one) => views.get(one) === undefined);
  const [last] = (await views.entries(id)).slice(-1);
  if (!last) throw new Error(`No case ${id}.`);
  const seq = last.seq + 1;
  await store.appendMany(`case/${id}`, seq, [{ ...last.body, events: [] }]);
  expect(await views.reach({ caseId: id, seq })).toBe(true);
  expect(views.row(id)?.state.seq).toBe(seq);
  expect((await views.load(id))?.state.seq).toBe(seq);
  expect(views.closedCount).toBe(5);
});

it('answers nothing for a case that is not on record', async () => {
  expect(await views.load('UA-23-none')).toBeUndefined();
});
