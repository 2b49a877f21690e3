/** Every history that a release wrote replays on the code as it is now; code that acts otherwise is found out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { HISTORIES } from '../test/support/replayed.js';
import { replayOptions } from '../worker/run-world.js';

const names = readdirSync(HISTORIES).filter((name) => name.endsWith('.json.gz'));
const history = (name: string) =>
  historyFromJSON(JSON.parse(gunzipSync(readFileSync(join(HISTORIES, name))).toString('utf8')));
const failures = async (options: Awaited<ReturnType<typeof replayOptions>>): Promise<string[]> => {
  const failed: string[] = [];
  const all = names.map((name) => ({ workflowId: name, history: history(name) }));
  for await (const { workflowId, error } of Worker.runReplayHistories(options, all)) {
    if (error) failed.push(`${workflowId}: ${error.name}`);
  }
  return failed.sort();
};

describe('recorded histories', () => {
  it('are there for the quiet case and for the full ladder', () => {
    expect(names).toEqual(expect.arrayContaining(['1-quiet-case.json.gz', '1-full-ladder.json.gz']));
  });

  it('replay, all of them', async () => {
    expect(await failures(await replayOptions())).toEqual([]);
  }, 120_000);

  it('do not replay on a workflow that waits where none did', async () => {
    const broken = await bundleWorkflowCode({
      workflowsPath: join(__dirname, '..', 'test', 'support', 'broken-case.workflow.ts'),
      payloadConverterPath: join(__dirname, 'payload-converter.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const options = { ...(await replayOptions()), workflowBundle: broken };
    expect(await failures(options)).toEqual(names.map((name) => `${name}: DeterminismViolationError`).sort());
  }, 120_000);
});
