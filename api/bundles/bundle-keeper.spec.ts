/** Bundles of closed cases: none that cannot be made keeps another waiting, and nothing turns round and round. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseWatch } from '../case-watch/case-watch.js';
import type { HistoryKeeper } from '../histories/history-keeper.js';
import type { BundleVerified } from '../house/house-entries.js';
import type { HouseLog } from '../house/house-log.js';
import type { Log } from '../log/log.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { BundleKeeper } from './bundle-keeper.js';
import type { Bundles } from './bundles.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'holdfire-keeper-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const closed = (caseId: string): CaseView =>
  ({ state: { caseId, seq: 3, closedAt: '2027-03-31T16:00:00.000Z' }, workflowId: 'case/test/UA-23' }) as CaseView;

function keeperOf(count: number, program: () => string | undefined) {
  const verifierFile = join(folder, 'verify.mjs');
  writeFileSync(verifierFile, `console.log(JSON.stringify({ ok: true, steps: [] }));`);
  const cases = Array.from({ length: count }, (_, index) => closed(`case-${index + 1}`));
  const entered: string[] = [];
  const bundles = {
    program: () => Promise.resolve(program()),
    gather: (caseId: string) =>
      caseId === 'case-1'
        ? Promise.reject(new Error('The record lacks an object.'))
        : Promise.resolve({ entries: [1] }),
    files: () => Promise.resolve(new Map()),
    archive: () => Buffer.from('an archive'),
  } as unknown as Bundles;
  const house = {
    enterOnce: ({ caseId }: BundleVerified) => Promise.resolve(entered.push(caseId)),
  } as unknown as HouseLog;
  const keeper = new BundleKeeper({
    views: { all: () => cases } as unknown as CaseViews,
    histories: { retention: () => Promise.resolve(30 * 86_400_000), isWhole: () => true } as unknown as HistoryKeeper,
    watch: { note: jest.fn() } as unknown as CaseWatch,
    house,
    bundles,
    verifierFile,
    now: () => '2027-03-31T16:01:00.000Z',
    log: { warn: jest.fn() } as Partial<Log> as Log,
  });
  return { keeper, entered };
}

it('verifies the others where one bundle cannot be made', async () => {
  const { keeper, entered } = keeperOf(3, () => 'a program');
  keeper.start();
  await keeper.close();
  expect(entered).toEqual(['case-2', 'case-3']);
});

it('waits for its next round where there is no program to check with', async () => {
  const program = jest.fn(() => undefined);
  const { keeper, entered } = keeperOf(20, program);
  keeper.start();
  await sleep(100);
  await keeper.close();
  expect(program.mock.calls.length).toBeLessThan(5);
  expect(entered).toEqual([]);
});
