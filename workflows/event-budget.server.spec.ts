/** The budget of history events by cause, of payloads and of the workflows' code: printed, and failing when it grows. */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { bareDirectory, bareShape } from '../bench/bare-shape.js';
import { CaseStory } from '../test/support/case-story.js';
import { Product } from '../test/support/product.js';
import { exampleDirectory, shippedPlan } from '../test/support/seed.js';
import { bundleWorkflows } from '../worker/bundle-workflows.js';

const BUDGET = { opening: 14, instant: 12, telling: 14, silent: 6, recording: 3, bare: 40 };
/**
 * State transitions and bytes of payloads of a whole case of the bare shape, and of the code that workers load. Of
 * transitions 19 are the case's own; on a slow host each 0.2 s of a telling adds a heartbeat, which is one more.
 */
const SIZES = { transitions: 30, payload: 80_000, code: 1_200_000 };

/** All that its events carry. */
function payloadBytes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if ('data' in value && 'metadata' in value && typeof value.data === 'string') {
    return Buffer.from(value.data, 'base64').length;
  }
  return Object.values(value).reduce<number>((sum, part) => sum + payloadBytes(part), 0);
}

interface HistoryEvent {
  eventType: string;
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
}

let product: Product;

async function historyOf(story: CaseStory): Promise<HistoryEvent[]> {
  const { temporal } = await story.read();
  const handle = product.server.env.client.workflow.getHandle(temporal.workflowId, temporal.runIds.at(-1));
  return (JSON.parse(historyToJSON(await handle.fetchHistory())) as { events: HistoryEvent[] }).events;
}

/** Recording has a budget of its own: an activity of three events, and the workflow task of three that it ends in. */
const RECORDING = 6;
const caused = (events: readonly HistoryEvent[]): number =>
  events.length - RECORDING * events.filter(isRecording).length;

const isRecording = ({ activityTaskScheduledEventAttributes: scheduled }: HistoryEvent): boolean =>
  scheduled?.activityType.name === 'recordEntries';

/** What `work` costs, with everything that comes of it; what time brings until `when` is not counted. */
async function cost(story: CaseStory, when: string, work: () => Promise<unknown>): Promise<number> {
  await story.until(when);
  const before = (await historyOf(story)).length;
  await work();
  return caused((await historyOf(story)).slice(before));
}

/** The most events that recording takes for one workflow task: three for each activity that the task has begun. */
function mostRecording(events: readonly HistoryEvent[]): number {
  let most = 0;
  let now = 0;
  for (const event of events) {
    if (event.eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED') now = 0;
    if (isRecording(event)) now += 3;
    most = Math.max(most, now);
  }
  return most;
}

const print = (figures: Record<string, number>): boolean =>
  process.stdout.write(
    `history events: ${Object.entries(figures)
      .map(([cause, count]) => `${cause} ${count}`)
      .join(', ')}\n`,
  );

it('has little code to load for each worker', async () => {
  const { code } = await bundleWorkflows();
  const bytes = Buffer.byteLength(code.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  process.stdout.write(`workflow bundle: ${bytes} bytes, ${Buffer.byteLength(code)} with its source map\n`);
  expect(bytes).toBeLessThanOrEqual(SIZES.code);
}, 120_000);

describe('history events', () => {
  afterEach(() => product.stop(), 60_000);

  it('keep to the budget of each cause under the seed plan', async () => {
    product = await Product.start();
    const story = await CaseStory.open(product);
    await story.until('+0:11');
    const opening = caused(await historyOf(story));
    const silent = await cost(story, '+0:12', () => story.done('+0:12', 'gb-fcdo-duty', 'acknowledgements', {}));
    await story.everybodyAcknowledges('+0:15');
    const verifying = await cost(story, '+2:00', () => story.verifies('+2:00'));
    const reminder = await cost(story, '+11:59', () => story.until('+12:01'));
    const duty = await cost(story, '+13:00', () =>
      story.completes('+13:00', 'ua-mfa-duty', 'D1', 'Warning handed over.'),
    );
    const telling = await cost(story, '+19:00', () =>
      story.proposes('+19:00', 'ua-mfa-duty', 'stand-down', 'It is quiet.'),
    );
    await story.everybodyAcknowledges('+19:05');
    const gate = await cost(story, '+23:59', () => story.until('+24:00:30'));
    const recording = mostRecording(await historyOf(story));
    print({ opening, silent, verifying, reminder, duty, telling, gate, recording });
    expect(opening).toBeLessThanOrEqual(BUDGET.opening);
    for (const count of [silent, verifying, duty]) expect(count).toBeLessThanOrEqual(BUDGET.silent);
    for (const count of [reminder, gate]) expect(count).toBeLessThanOrEqual(BUDGET.instant);
    expect(telling).toBeLessThanOrEqual(BUDGET.telling);
    expect(recording).toBeLessThanOrEqual(BUDGET.recording);
  }, 120_000);

  it('are few for a whole case of the bare shape, on the real server', async () => {
    const { plan } = shippedPlan();
    product = await Product.start({
      plan: bareShape(plan),
      directory: bareDirectory(exampleDirectory()),
      speed: 17_280,
    });
    const story = await CaseStory.open(product);
    await story.until('+90:00');
    const { level, phases } = await story.read();
    expect([level, phases.filter(({ openedAt }) => openedAt).length]).toEqual([3, 3]);
    expect(await story.told()).toHaveLength(3);
    const events = await historyOf(story);
    const { temporal } = await story.read();
    const { raw } = await product.server.env.client.workflow.getHandle(temporal.workflowId).describe();
    const transitions = Number(raw.workflowExecutionInfo?.stateTransitionCount);
    const payload = payloadBytes(events);
    print({ bare: events.length, recording: mostRecording(events), transitions, payload });
    expect(events.length).toBeLessThanOrEqual(BUDGET.bare);
    expect(transitions).toBeLessThanOrEqual(SIZES.transitions);
    expect(payload).toBeLessThanOrEqual(SIZES.payload);
  }, 120_000);
});
