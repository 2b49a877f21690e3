/** What the watch makes of a workflow that has ended, as far as the record has been read and beyond. */
import type { Client } from '@temporalio/client';
import type { CaseDisturbed } from '../house/house-entries.js';
import type { HouseLog } from '../house/house-log.js';
import type { Log } from '../log/log.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { CaseWatch } from './case-watch.js';

const WORKFLOW = 'case/test/UA-23';
const RUN = 'run-1';
const COMPLETED = 2;

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() } as Partial<Log> as Log;

/** As Temporal has it: no case runs, and the one that ran is at its end. */
const ended = {
  options: { namespace: 'test' },
  connection: {
    withDeadline: (_: number, ask: () => unknown) => ask(),
    workflowService: {
      listWorkflowExecutions: () => ({ executions: [] }),
      describeWorkflowExecution: () => ({ workflowExecutionInfo: { execution: { runId: RUN }, status: COMPLETED } }),
    },
  },
} as unknown as Client;

/** @param since what the record holds after what was folded of the case; rejects: it cannot be read */
async function found(since: () => Promise<unknown[]>): Promise<CaseDisturbed[]> {
  const view = { state: { caseId: 'UA-23-1', seq: 7, status: 'quiet' }, workflowId: WORKFLOW, runIds: [RUN] };
  const views = {
    running: () => [view as unknown as CaseView],
    row: () => view as unknown as CaseView,
    // As the following does where it cannot read: nothing, and no error.
    refresh: () => Promise.resolve(),
    entries: since,
  } as unknown as CaseViews;
  const entered: CaseDisturbed[] = [];
  const house = { enterOnce: (one: CaseDisturbed) => Promise.resolve(entered.push(one)) } as unknown as HouseLog;
  const watch = new CaseWatch({ views, house, client: ended, now: () => '2027-03-31T16:00:00.000Z', log: quiet });
  watch.start();
  await watch.close();
  return entered;
}

const closing = { body: { events: [{ type: 'case-closed' }] } };

it('tells of a workflow that has ended though its case has not closed', async () => {
  const [only, ...others] = await found(() => Promise.resolve([{ body: { events: [{ type: 'duty-overdue' }] } }]));
  expect(only).toMatchObject({ what: 'ended', caseId: 'UA-23-1', runId: RUN });
  expect(others).toEqual([]);
});

it('says nothing of a case whose closing is in the record and was not folded yet', async () => {
  expect(await found(() => Promise.resolve([closing]))).toEqual([]);
});

it('says nothing while the record cannot be asked', async () => {
  expect(await found(() => Promise.reject(new Error('The record is away.')))).toEqual([]);
});
