/** The order of times in a run's history, as servers write it, and not as nobody writes it. */
import { canonicalJson, hashOf } from '../canonical.js';
import { entryLine, FIRST_PREV } from '../entry.js';
import type { BundleRecord } from './fault.js';
import { historiesKept } from './history.js';

const CASE = 'UA-23-1';

const event = (type: string, at: string): [string, string] => [type, `2027-03-27T20:00:${at}Z`];

/** What the verifier says of a run whose events are these. */
function faultsOf(...middle: [string, string][]): string[] {
  const all = [
    event('WORKFLOW_EXECUTION_STARTED', '00.000'),
    event('WORKFLOW_TASK_SCHEDULED', '00.000'),
    event('WORKFLOW_TASK_STARTED', '00.010'),
    ...middle,
    event('WORKFLOW_EXECUTION_COMPLETED', '30.000'),
  ];
  const events = all.map(([type, eventTime], index) => ({
    eventId: String(index + 1),
    eventTime,
    eventType: `EVENT_TYPE_${type}`,
  }));
  const run = JSON.parse(canonicalJson({ events })) as unknown;
  const sha256 = hashOf(run);
  const body = {
    type: 'history-exported',
    at: '2027-03-27T20:01:00.000Z',
    caseId: CASE,
    workflowId: 'case/test/UA-23',
    runId: 'run-1',
    events: events.length,
    ended: 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
    sha256,
    links: [],
  };
  const stream = `histories/${CASE}`;
  const line = entryLine({ schema: 1, stream, seq: 1, prev: FIRST_PREV, recordedAt: body.at, body });
  const record = { caseId: CASE, histories: [line], runs: { [sha256]: run }, objects: {} } as Partial<BundleRecord>;
  return historiesKept(record as BundleRecord, []).faults.map(({ says }) => says);
}

it('takes what came while a task was at work, which is written behind what the task decided', () => {
  const found = faultsOf(
    event('WORKFLOW_TASK_COMPLETED', '06.000'),
    event('ACTIVITY_TASK_SCHEDULED', '06.000'),
    event('WORKFLOW_EXECUTION_SIGNALED', '02.000'),
    event('ACTIVITY_TASK_COMPLETED', '03.000'),
  );
  expect(found).toEqual([]);
});

it('takes a task that brings an update, written with its own times when it has ended', () => {
  const found = faultsOf(
    event('WORKFLOW_TASK_COMPLETED', '01.000'),
    event('WORKFLOW_EXECUTION_SIGNALED', '09.000'),
    event('WORKFLOW_TASK_SCHEDULED', '05.000'),
    event('WORKFLOW_TASK_STARTED', '05.100'),
    event('WORKFLOW_TASK_COMPLETED', '09.500'),
  );
  expect(found).toEqual([]);
});

it('finds what came before the task that it is said to have come with', () => {
  const found = faultsOf(
    event('WORKFLOW_TASK_COMPLETED', '06.000'),
    event('WORKFLOW_TASK_SCHEDULED', '10.000'),
    event('WORKFLOW_TASK_STARTED', '10.000'),
    event('WORKFLOW_EXECUTION_SIGNALED', '02.000'),
  );
  expect(found).toEqual([
    'Event 7 (WORKFLOW_EXECUTION_SIGNALED) is of 2027-03-27T20:00:02.000Z, before what stands before it.',
  ]);
});

it('finds what a task decided before what stands before it', () => {
  const found = faultsOf(event('WORKFLOW_TASK_COMPLETED', '06.000'), event('ACTIVITY_TASK_SCHEDULED', '02.000'));
  expect(found).toHaveLength(1);
});
