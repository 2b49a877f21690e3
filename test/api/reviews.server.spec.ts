/** Reviews against hostile, repeated and unlucky messages, over the whole product. */
import { Client } from '@temporalio/client';
import type { Envelope } from '../../domain/case/commands.js';
import type { CollectBody } from '../../domain/review/review.js';
import { reviewWorkflowId } from '../../workflows/messages.js';
import type { ReviewStart } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayedRun } from '../support/replayed.js';
import { ReviewStory } from '../support/review-story.js';

const LEGAL = 'legal-kyiv-duty';

let product: Product;
let story: ReviewStory;
let client: Client;

beforeEach(async () => {
  product = await Product.start();
  story = new ReviewStory(product);
  client = new Client({ connection: product.server.env.connection });
}, 400_000);
afterEach(() => product.stop(), 400_000);

const workflowOf = (reviewId: string, sector = 'UA-23') =>
  client.workflow.getHandle(reviewWorkflowId('test', sector, reviewId.slice(`review-${sector}-`.length)));

const refusedIn = async (reviewId: string): Promise<string[]> =>
  (await story.entries(reviewId)).flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'refused' ? [event.refusal.detail] : [])),
  );

it('keeps what comes past the API as refused, and changes nothing', async () => {
  const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
  const handle = workflowOf(id);
  const body = { outcome: 'not-a-violation', text: 'Forged.' };
  const actor = { office: LEGAL, organisation: 'legal-kyiv', person: LEGAL, means: 'key', roles: [] };
  const forged = { commandId: 'forged', actor, acceptedAt: product.at('+0:10'), stamp: '', body };
  expect(await handle.executeUpdate('conclude', { args: [forged] })).toMatchObject({ refused: { code: 'forbidden' } });
  await handle.signal('concludeSignal', { ...forged, commandId: 'forged-2' });
  await handle.signal('collectSignal', null);
  await handle.signal('anythingSignal', { some: 'thing' });
  await story.until(async () => (await refusedIn(id)).length === 4);
  expect((await story.shows(id, () => true)).state).toBe('waiting');
  // The third within ten minutes alarms, as of any refusal.
  await story.until(async () => {
    const bodies = (await product.record('house')).map((entry) => entry.body as { type: string });
    return bodies.some(({ type }) => type === 'attempts-refused');
  });
}, 400_000);

it('begins none for whoever starts one past the API', async () => {
  await product.waitUntil('+0:10');
  const first = { commandId: 'x', actor: {}, acceptedAt: product.at('+0:00'), stamp: '', body: {} };
  const start = { reviewId: 'review-UA-23-1', sector: 'UA-23', first } as unknown as ReviewStart;
  const ended: unknown = await client.workflow.execute('reportReview', {
    taskQueue: 'holdfire',
    workflowId: reviewWorkflowId('test', 'UA-23', '1'),
    args: [start],
  });
  expect(ended).toMatchObject({ entries: 0, refused: { code: 'forbidden' } });
  await story.until(async () => (await product.record('workers')).length === 1);
}, 400_000);

it('goes on in another run under a flood, and knows what it has', async () => {
  const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
  const handle = workflowOf(id);
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const signalled = events?.find(({ workflowExecutionSignaledEventAttributes: one }) => one)
    ?.workflowExecutionSignaledEventAttributes?.input?.payloads?.[0];
  const again = client.options.loadedDataConverter.payloadConverter.fromPayload<Envelope<CollectBody>>(
    signalled as never,
  );
  for (let nth = 0; nth < 1001; nth += 1) await handle.signal('collectSignal', again);
  await story.until(async () => (await workflowOf(id).describe()).runId !== runId);
  expect(await story.entries(id)).toHaveLength(1);
  expect(await story.concludes('+0:20', LEGAL, id, { outcome: 'not-a-violation' })).toMatchObject({ status: 200 });
  expect(await story.entries(id)).toHaveLength(2);
  await replayedRun(product, handle.workflowId, { runId });
  await replayedRun(product, handle.workflowId);
}, 400_000);

it('answers bad input with what would be right, and the same command again as the first time', async () => {
  const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
  const legal = product.as(LEGAL);
  const outcome = { outcome: 'not-a-violation', text: 'A drill.' };
  expect(await legal.post('/reviews/none/outcome', outcome)).toMatchObject({ status: 404 });
  expect(await legal.post('/reviews/__proto__/outcome', outcome)).toMatchObject({ status: 404 });
  expect(await legal.post('/reviews/a%20b/outcome', outcome)).toMatchObject({ status: 404 });
  expect(await legal.post(`/reviews/${id}/outcome`, { ...outcome, outcome: 'no' })).toMatchObject({ status: 422 });
  expect(await legal.post(`/reviews/${id}/outcome`, { outcome: 'credible' })).toMatchObject({ status: 422 });
  expect(await legal.post(`/reviews/${id}/outcome`, { ...outcome, violationId: 'v1' })).toMatchObject({ status: 422 });
  expect(await legal.post(`/reviews/${id}/outcome?dryRun=true`, outcome)).toMatchObject({
    status: 200,
    body: { allowed: true, events: [{ type: 'report-concluded' }, { type: 'clock-stopped' }] },
  });
  const key = { idempotencyKey: 'k-1' };
  const first = await legal.call('POST', `/reviews/${id}/outcome`, { body: outcome, ...key });
  expect(first).toMatchObject({ status: 200, body: { state: 'concluded' } });
  expect(await legal.call('POST', `/reviews/${id}/outcome`, { body: outcome, ...key })).toEqual(first);
  const another = { ...outcome, text: 'Another.' };
  expect(await legal.call('POST', `/reviews/${id}/outcome`, { body: another, ...key })).toMatchObject({ status: 409 });
  const reply = { source: 'log', sourceReportId: 'one', occurredAt: product.at('+0:00'), place: { sector: 'UA-23' } };
  const replayed = await product
    .as('ua-mfa-duty')
    .post('/reports', { ...reply, kind: 'shelling', description: 'Heard from the road.' });
  expect(replayed).toMatchObject({ status: 200, body: { outcome: 'review', reviewId: id } });
}, 400_000);

it('keeps an outcome that no worker answers', async () => {
  await product.stop();
  // The server that skips time does not go on while nobody takes its tasks.
  product = await Product.start({ speed: 60, forgetful: true, patienceMs: 4000 });
  story = new ReviewStory(product);
  const id = await story.waits('+0:01', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
  await product.stopWorker();
  const asked = product.as(LEGAL).post(`/reviews/${id}/outcome`, { outcome: 'credible', text: 'Seen.' });
  const left = await asked;
  expect(left).toMatchObject({ status: 202 });
  await product.startWorker();
  expect(await product.known(LEGAL, Promise.resolve(left))).toMatchObject({ status: 200, body: { reviewId: id } });
  expect(await story.caseOf(id)).toMatch(/^UA-23-/);
}, 400_000);

it('takes a revision that a case sets aside, and moves the first violation once it is judged', async () => {
  const { caseId } = await CaseStory.open(product, '+0:10');
  const sent = (occurred: string) => ({
    source: 'feed',
    sourceReportId: 'first-UA-23',
    occurredAt: product.at(occurred),
    place: { sector: 'UA-23', description: 'Huliaipole' },
    kind: 'shelling',
    description: 'Shelling of the line of contact.',
    standing: 'credible',
  });
  await product.waitUntil('+0:30');
  const revised = await product.as('alert-network-feed').post('/reports', sent('-30:00'));
  expect(revised).toMatchObject({ status: 201, body: { outcome: 'review' } });
  const { reviewId } = revised.body as { reviewId: string };
  await story.until(async () => (await story.entries(reviewId)).length > 0);
  expect((await story.shows(reviewId, () => true)).reports).toMatchObject([{ why: 'revision', state: 'waiting' }]);
  expect(await story.concludes('+1:00', LEGAL, reviewId, { outcome: 'credible' })).toMatchObject({ status: 200 });
  await story.until(async () => {
    const { body } = await product.as(LEGAL).get(`/cases/${caseId}`);
    return (body as { firstViolationAt: string }).firstViolationAt === product.at('-30:00');
  });
}, 400_000);

it('attaches a duplicate to the violation that is named', async () => {
  const { caseId } = await CaseStory.open(product, '+0:10');
  const id = await story.waits('+5:00', 'ua-mfa-duty', { id: 'two', occurred: '+4:00' });
  const outcome = { outcome: 'duplicate', violationId: 'v1' };
  expect(await story.concludes('+5:10', 'watch-kyiv-duty', id, outcome)).toMatchObject({ status: 200 });
  await story.until(async () => {
    const entries = (await product.record(`case/${caseId}`)).map(({ body }) => JSON.stringify(body));
    return entries.some((entry) => entry.includes('report-attached'));
  });
  const { body } = await product.as(LEGAL).get(`/cases/${caseId}`);
  expect((body as { violations: object[] }).violations).toHaveLength(1);
}, 400_000);
