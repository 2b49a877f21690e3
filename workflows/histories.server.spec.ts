/**
 * Every history that a release wrote replays on the code as it is now, strictly: every timer has its length, every
 * activity its input, every update its answer. Code that acts otherwise is found out.
 */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { keyIdOf } from '../record/stamp-keys.js';
import { HISTORY_NAMES, recordedHistory } from '../test/support/recorded-histories.js';
import { bundleWorkflows } from '../worker/bundle-workflows.js';
import { openStrictReplay } from '../worker/replay/strict-replay.js';
import type { StrictReplayer } from '../worker/replay/strict-replay.js';
import { replayOptions } from '../worker/run-world.js';

const names = HISTORY_NAMES;
const histories = (of = names) => of.map(recordedHistory);
const support = (file: string): string => join(__dirname, '..', 'test', 'support', file);

/** Some of each: with timers that fire, that are ended, and with updates. */
const SOME = ['2-full-ladder.json.gz', '2-quiet-case.json.gz'];

/** What a broken build does otherwise, by history. */
async function found(broken: StrictReplayer, of: readonly string[]): Promise<Record<string, string[]>> {
  const faults = await broken.replay(histories([...of]));
  return Object.fromEntries(of.map((name, index) => [name, faults[index] ?? []]));
}

let strict: StrictReplayer;
beforeAll(async () => {
  strict = await openStrictReplay();
}, 300_000);

describe('recorded histories', () => {
  it('are there for the quiet case and for the full ladder', () => {
    expect(names).toEqual(expect.arrayContaining(['1-quiet-case.json.gz', '1-full-ladder.json.gz']));
  });

  it('replay strictly, all of them', async () => {
    const faults = await strict.replay(histories());
    expect(faults).toHaveLength(names.length);
    expect(faults.flatMap((said, index) => said.map((one) => `${names[index]}: ${one}`))).toEqual([]);
  }, 600_000);

  it('of the first release, which checked no stamp, replay also where every stamp is taken for bad', async () => {
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const stranger = { keyId: keyIdOf(pem), publicKey: pem, from: '1970-01-01T00:00:00.000Z' };
    const first = names.filter((name) => name.startsWith('1-'));
    expect((await strict.replay(histories(first), [stranger])).flat()).toEqual([]);
  }, 600_000);
});

describe('a build that acts otherwise', () => {
  it('by waiting where none did replays nowhere', async () => {
    const broken = await openStrictReplay({ workflowsPath: support('broken-case.workflow.ts') });
    const faults = await broken.replay(histories());
    expect(faults.map(([first = '']) => first)).toEqual(names.map(() => expect.stringMatching(/^It does not replay/)));
  }, 600_000);

  it('by the length of its timers alone is found out, which the SDK’s own replay does not', async () => {
    const interceptorModules = [support('other-timers.ts')];
    const faults = await found(await openStrictReplay({ interceptorModules }), SOME);
    for (const said of Object.values(faults)) {
      expect(said.join('\n')).toMatch(/event \d+, timer 1: its length was (\d+) and is \d+\./);
    }
    const workflowBundle = await bundleWorkflows(undefined, { interceptorModules });
    const plain = Worker.runReplayHistories({ ...(await replayOptions()), workflowBundle }, histories(SOME));
    for await (const { error } of plain) expect(error).toBeUndefined();
  }, 600_000);

  it('by what it gives to its activities alone is found out', async () => {
    const broken = await openStrictReplay({ interceptorModules: [support('other-inputs.ts')] });
    for (const said of Object.values(await found(broken, SOME))) {
      expect(said[0]).toMatch(/activity 1: its input\[0\]\.altered was not there and is true\./);
    }
  }, 600_000);

  it('by having been recorded otherwise is found out: a time-out, an answer', async () => {
    const { workflowId, history } = recordedHistory('2-full-ladder.json.gz');
    for (const event of history.events ?? []) {
      const { activityTaskScheduledEventAttributes: activity } = event;
      if (activity?.activityId === '1') activity.startToCloseTimeout = { seconds: 7 as never, nanos: 0 };
      const { workflowExecutionUpdateCompletedEventAttributes: answered } = event;
      if (answered) answered.outcome = { success: { payloads: [] } };
    }
    const said = (await strict.replay([{ workflowId, history }])).flat().join('\n');
    expect(said).toMatch(/its start-to-close timeout was 7000 and is 90000000\./);
    expect(said).toMatch(/answer to update .*: its result was not there and is /);
  }, 600_000);
});
