/** Histories of closed cases: runs that go on, or that cannot be fetched, keep no other run waiting. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { CaseWatch } from '../case-watch/case-watch.js';
import type { RecordStore } from '../../record/record-store.js';
import type { Log } from '../log/log.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { HistoryKeeper } from './history-keeper.js';
import type { HistoryBody } from './exported-history.js';

const GONE = Object.assign(new Error('The workflow is not there.'), { code: 5 });

const closed = (_: unknown, index: number): CaseView =>
  ({
    state: { caseId: `case-${index + 1}`, status: 'closed', closedAt: '2027-03-31T16:00:00.000Z' },
    workflowId: 'case/test/UA-23',
    runIds: [`run-${index + 1}`],
  }) as CaseView;

/** @param fetch what Temporal answers of each run, by its number */
function keeperOf(count: number, fetch: (run: number) => Promise<object>) {
  const cases = Array.from({ length: count }, closed);
  const entered: string[] = [];
  const fetched = jest.fn(fetch);
  const client = {
    options: { namespace: 'test', loadedDataConverter: { payloadCodecs: [] } },
    connection: {
      withDeadline: (_: number, ask: () => unknown) => ask(),
      workflowService: { describeNamespace: () => Promise.resolve({}) },
    },
    workflow: {
      getHandle: (_: string, runId: string) => ({ fetchHistory: () => fetched(Number(runId.split('-')[1])) }),
    },
  } as unknown as Client;
  const store = {
    appendNext: (_: string, make: () => HistoryBody | undefined) => {
      const body = make();
      if (body) entered.push(body.caseId);
      return Promise.resolve(undefined);
    },
  } as unknown as RecordStore;
  const views = { all: () => cases, entries: () => Promise.resolve([]) } as unknown as CaseViews;
  const keeper = new HistoryKeeper({
    views,
    watch: { note: jest.fn() } as unknown as CaseWatch,
    store,
    client,
    erasures: { ofObject: () => undefined },
    now: () => '2027-03-31T16:01:00.000Z',
    log: { warn: jest.fn() } as Partial<Log> as Log,
  });
  return { keeper, entered, fetched };
}

it('passes over runs that go on, and asks for each of them only now and then', async () => {
  const { keeper, entered, fetched } = keeperOf(21, (run) =>
    run === 21 ? Promise.reject(GONE) : Promise.resolve({ events: [] }),
  );
  keeper.start();
  for (let waits = 0; entered.length === 0 && waits < 6000; waits += 1) await sleep(10);
  await sleep(50);
  await keeper.close();
  expect(entered[0]).toBe('case-21');
  expect(fetched.mock.calls.filter(([run]) => run === 1).length).toBeLessThan(10);
});

it('passes over a run whose history cannot be had', async () => {
  const { keeper, entered } = keeperOf(2, (run) => Promise.reject(run === 1 ? new Error('A key is missing.') : GONE));
  keeper.start();
  await keeper.close();
  expect(entered).toEqual(['case-2']);
});
