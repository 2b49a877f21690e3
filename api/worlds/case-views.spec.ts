/** Words of a case are erased while a command comes to it: the command is known afterwards as any other is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { canonicalJson, hashOf } from '../../record/canonical.js';
import { openFolderStore } from '../../record/folder-store.js';
import type { FolderStore } from '../../record/folder-store.js';
import { shippedPlan } from '../../test/support/seed.js';
import { Timeline, usual } from '../../test/support/timeline.js';
import { CaseViews } from './case-views.js';

const CASE = 'UA-23-test';
const STREAM = `case/${CASE}`;

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-views-'));
  store = await openFolderStore(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

it('indexes what comes while a case is folded anew', async () => {
  const line = new Timeline();
  usual(line);
  const bodies = JSON.parse(JSON.stringify(line.play.entries)) as CaseEntryBody[];
  const temporal = { namespace: 'test', workflowId: 'case/test/UA-23', runId: 'run-1' };
  const directoryHash = hashOf(line.directory);
  const all = bodies.map((body) => ({ ...body, temporal, directoryHash }));
  const last = all.findLastIndex(({ cause }) => cause.kind === 'command' && cause.actor.means !== 'system');
  const { plan, planRef } = shippedPlan('seed');
  await store.putObject(planRef.hash, canonicalJson(plan));
  await store.putObject(directoryHash, canonicalJson(line.directory));
  await store.appendMany(STREAM, 1, all.slice(0, last));
  const known: string[] = [];
  const faults: unknown[] = [];
  const views = new CaseViews({
    store,
    entries: () => undefined,
    onCommand: (commandId) => known.push(commandId),
    onFault: (error) => faults.push(error),
  });
  await views.start();
  const read = store.read.bind(store);
  jest.spyOn(store, 'read').mockImplementationOnce(async (stream, from) => {
    await store.appendMany(STREAM, last + 1, [all[last]]);
    return await read(stream, from);
  });
  await views.foldAnew(new Set([STREAM]));
  await views.refresh(CASE);
  views.close();
  expect(faults).toEqual([]);
  const { cause } = all[last] as CaseEntryBody;
  const commandId = cause.kind === 'command' ? cause.commandId : '';
  expect(views.get(CASE)?.state.seq).toBe(last + 1);
  expect(views.command(commandId)).toEqual({ caseId: CASE, seq: last + 1 });
  expect(known).toContain(commandId);
});
