import { WithStartWorkflowOperation } from '@temporalio/client';
import { at } from '../test/support/timeline.js';
import { startTimeSkipping } from '../test/support/temporal.js';
import type { TestServer } from '../test/support/temporal.js';
import { replayOptions } from '../worker/run-world.js';
import type { Counted, CountAnswer } from '../domain/agreement/counted.js';
import { DAY } from '../domain/instant.js';
import { AGREEMENT, agreementWorkflowId, TASK_QUEUE } from './messages.js';
import type { AgreementStart } from './messages.js';

const workflowId = agreementWorkflowId('test');
const rule = { count: 3, within: 30 * DAY };

const verified = (caseId: string, seq = 2): Counted => ({
  caseId,
  violationId: 'v1',
  event: 'v1',
  occurredAt: at('+0:00'),
  verifiedAt: at('+2:00'),
  seq,
});

describe('the workflow of an agreement', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTimeSkipping();
    await server.startWorker({ ...(await replayOptions()), taskQueue: TASK_QUEUE });
  }, 180_000);
  afterEach(() => server.stop(), 60_000);

  const asks = (ask: unknown): Promise<CountAnswer[]> =>
    server.env.client.workflow.executeUpdateWithStart<
      (start: AgreementStart) => Promise<unknown>,
      CountAnswer[],
      [unknown]
    >('count', {
      args: [ask],
      startWorkflowOperation: new WithStartWorkflowOperation(AGREEMENT, {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: [{ agreement: 'test' }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
  const counts = (news: Counted): Promise<CountAnswer[]> => asks({ agreement: 'test', news: [news], rule });

  it('keeps its counts when it continues as new', async () => {
    await counts(verified('A'));
    const handle = server.env.client.workflow.getHandle(workflowId);
    const { runId } = await handle.describe();
    for (let sent = 0; sent < 1000; sent += 1) await counts(verified('B', sent + 1));
    const answers = await counts(verified('C'));
    expect(answers[0]?.rests?.map(({ caseId }) => caseId)).toEqual(['A', 'B', 'C']);
    expect((await handle.describe()).runId).not.toBe(runId);
  }, 180_000);

  it('takes what makes no sense without effect, and Temporal’s own cancel too', async () => {
    await counts(verified('A'));
    await counts(verified('B'));
    const handle = server.env.client.workflow.getHandle(workflowId);
    for (const nonsense of [null, 'all', { agreement: 'test', news: [{}], rule }]) {
      expect(await asks(nonsense)).toEqual([]);
    }
    await handle.signal('countSignal', null);
    expect(await handle.executeUpdate('forget', { args: [null] })).toEqual({
      refused: 'The agreement knows no update "forget".',
    });
    await handle.cancel();
    expect((await counts(verified('C')))[0]?.rests).toHaveLength(3);
    expect((await handle.describe()).status.name).toBe('RUNNING');
  }, 120_000);
});
