import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { aboutNow } from './about.js';

it('names the workflow and the activity on every line within, and nothing outside', async () => {
  const lines: string[] = [];
  const log = pino({ base: null, mixin: aboutNow }, { write: (line: string) => void lines.push(line) });
  const within = async (workflowId: string): Promise<void> => {
    const environment = new MockActivityEnvironment({
      workflowExecution: { workflowId, runId: `run of ${workflowId}` },
      activityType: 'tell',
      attempt: 2,
    });
    await environment.run(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.warn({ channel: 'email' }, 'A channel failed.');
    });
  };
  await Promise.all([within('case/test/UA-23'), within('case/test/UA-14')]);
  log.info('The worker runs');
  const said = lines.map((line) => JSON.parse(line) as object);
  const about = (workflowId: string): object =>
    expect.objectContaining({
      workflowId,
      runId: `run of ${workflowId}`,
      activity: 'tell',
      attempt: 2,
      channel: 'email',
    });
  expect(said.slice(0, 2)).toEqual(expect.arrayContaining([about('case/test/UA-23'), about('case/test/UA-14')]));
  expect(said[2]).not.toHaveProperty('workflowId');
});
