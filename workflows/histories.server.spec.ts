/** Every history that a release wrote replays on the code as it is now; code that acts otherwise is found out. */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { keyIdOf } from '../record/stamp-keys.js';
import { HISTORIES } from '../test/support/replayed.js';
import { replayOptions } from '../worker/run-world.js';

const names = readdirSync(HISTORIES).filter((name) => name.endsWith('.json.gz'));
const history = (name: string) =>
  historyFromJSON(JSON.parse(gunzipSync(readFileSync(join(HISTORIES, name))).toString('utf8')));
const failures = async (options: Awaited<ReturnType<typeof replayOptions>>, of = names): Promise<string[]> => {
  const failed: string[] = [];
  const all = of.map((name) => ({ workflowId: name, history: history(name) }));
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
  }, 600_000);

  it('of the first release, which checked no stamp, replay also where every stamp is taken for bad', async () => {
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const stranger = { keyId: keyIdOf(pem), publicKey: pem, from: '1970-01-01T00:00:00.000Z' };
    const first = names.filter((name) => name.startsWith('1-'));
    expect(await failures(await replayOptions([stranger]), first)).toEqual([]);
  }, 600_000);

  it('do not replay on a workflow that waits where none did', async () => {
    const broken = await bundleWorkflowCode({
      workflowsPath: join(__dirname, '..', 'test', 'support', 'broken-case.workflow.ts'),
      payloadConverterPath: join(__dirname, 'payload-converter.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const options = { ...(await replayOptions()), workflowBundle: broken };
    expect(await failures(options)).toEqual(names.map((name) => `${name}: DeterminismViolationError`).sort());
  }, 600_000);
});
