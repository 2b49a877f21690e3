import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { Product } from '../support/product.js';
import { replayedRun } from '../support/replayed.js';
import { ReviewStory } from '../support/review-story.js';
import { reviewWorkflowId } from '../../workflows/messages.js';

const WATCH = 'watch-kyiv-duty';
const LEGAL = 'legal-kyiv-duty';

describe('reports that wait for people', () => {
  let product: Product;
  let story: ReviewStory;
  beforeEach(async () => {
    product = await Product.start();
    story = new ReviewStory(product);
  }, 400_000);
  afterEach(() => product.stop(), 400_000);

  const readCase = async (caseId: string): Promise<Record<string, unknown>> =>
    (await product.as(WATCH).get(`/cases/${caseId}`)).body as Record<string, unknown>;

  it('are asked about on and on, and open a case as of their occurrence once they are judged credible', async () => {
    const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
    expect(id).toMatch(/^review-UA-23-\d{10}$/);
    expect((await story.shows(id, ({ next }) => next !== undefined)).next).toEqual({
      at: product.at('+1:10'),
      asks: ['watch'],
    });
    const steps = ['+1:11', '+2:11', '+3:11', '+9:11', '+15:11'];
    for (const [index, when] of steps.entries()) {
      await product.waitUntil(when);
      await story.until(async () => (await story.told(id)).length === index + 2);
    }
    expect(await story.told(id)).toEqual([
      '+0:10 review-begun: legal, watch',
      '+1:10 review-waiting: watch',
      '+2:10 review-waiting: diplomatic',
      '+3:10 review-waiting: legal',
      '+9:10 review-waiting: diplomatic, legal, watch',
      '+15:10 review-waiting: diplomatic, legal, watch',
    ]);
    await story.until(async () => (await mailsOf(id)).length >= 5);
    expect(await story.concludes('+16:00', 'gb-mod-duty', id, { outcome: 'credible' })).toMatchObject({ status: 403 });
    expect(await story.concludes('+16:00', 'sensor-trial-feed', id, { outcome: 'credible' })).toMatchObject({
      status: 403,
    });
    const judged = await story.concludes('+16:00', LEGAL, id, { outcome: 'credible' });
    expect(judged).toMatchObject({ status: 200, body: { state: 'concluded', reports: [{ outcome: 'credible' }] } });
    const again = await story.concludes('+16:05', WATCH, id, { outcome: 'not-a-violation' });
    expect(again).toMatchObject({ status: 409 });
    const opened = await readCase(await story.caseOf(id));
    expect(opened).toMatchObject({ status: 'open', firstViolationAt: product.at('+0:00') });
    expect(await openingOf(opened)).toMatchObject({ at: product.at('+16:00'), lateness: 'delayed' });
    const gates = opened['instants'] as { id: string; dueAt: string }[];
    expect(gates.find((one) => one.id === 'G2')?.dueAt).toBe(product.at('+24:00'));
    await replayedRun(product, reviewWorkflowId('test', 'UA-23', id.slice('review-UA-23-'.length)));
  }, 400_000);

  it('become credible by a second one of another organisation, and never by one of the same', async () => {
    const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
    expect(await story.waits('+0:15', 'ua-mfa-head', { id: 'two', occurred: '+0:05' })).toBe(id);
    expect((await story.shows(id, () => true)).state).toBe('waiting');
    expect(await story.reports('+0:20', 'fr-mfa-duty', { id: 'three', occurred: '+0:25' })).toMatchObject({
      body: { outcome: 'review', reviewId: id },
    });
    const opened = await readCase(await story.caseOf(id));
    expect(opened).toMatchObject({ firstViolationAt: product.at('+0:00') });
    await story.until(async () => {
      const violations = (await readCase(String(opened['caseId'])))['violations'] as { organisations: string[] }[];
      return violations.length === 1 && violations[0]?.organisations.length === 2;
    });
  }, 400_000);

  it('become credible by a credible one that opens a case', async () => {
    const id = await story.waits('+0:10', 'ua-mfa-duty', { id: 'one', occurred: '+0:00' });
    const credible = await story.reports('+0:20', WATCH, { id: 'two', occurred: '+0:05' });
    expect(credible).toMatchObject({ status: 201, body: { outcome: 'opened' } });
    const { caseId } = credible.body as { caseId: string };
    expect(await story.caseOf(id)).toBe(caseId);
    await story.until(async () => (await readCase(caseId))['firstViolationAt'] === product.at('+0:00'));
  }, 400_000);

  it('open a case with grace though they are older than a week, by an outcome alone', async () => {
    const id = await story.waits('+200:00', 'alert-network-feed', { id: 'old', occurred: '+0:00' });
    expect(await story.concludes('+200:30', WATCH, id, { outcome: 'open-case' })).toMatchObject({ status: 200 });
    const opened = await readCase(await story.caseOf(id));
    const gates = opened['instants'] as { id: string; dueAt: string }[];
    expect(gates.find((one) => one.id === 'G2')?.dueAt).toBe(product.at('+204:30'));
    expect(await openingOf(opened)).toMatchObject({ at: product.at('+200:30'), lateness: 'late' });
  }, 400_000);

  it('wait where they are attributed elsewhere, are closed as no violation, and are not judged by who sent them', async () => {
    const id = await story.waits('+0:10', WATCH, { id: 'one', occurred: '+0:00', attribution: 'BY' });
    const own = await story.concludes('+0:20', WATCH, id, { outcome: 'not-a-violation' });
    expect(own).toMatchObject({ status: 403, body: { detail: expect.stringContaining('another person judges it') } });
    expect(await story.reviews('alert-network-feed')).toEqual([]);
    expect(await story.concludes('+0:30', LEGAL, id, { outcome: 'not-a-violation' })).toMatchObject({ status: 200 });
    expect(await story.shows(id, () => true)).toMatchObject({ state: 'concluded' });
    const { body } = await product.as(WATCH).get('/cases');
    expect(body).toMatchObject({ cases: [] });
    // Another report of that hour begins the review anew, from what its record says.
    const sent = { id: 'two', occurred: '+0:20', attribution: 'BY' };
    expect(await story.waits('+0:40', 'alert-network-feed', sent)).toBe(id);
    expect(await story.told(id)).toEqual(['+0:10 review-begun: legal, watch', '+0:40 review-begun: legal, watch']);
    const [mine, ...others] = await story.reviews('alert-network-feed');
    expect([mine?.reports.length, others]).toEqual([1, []]);
  }, 400_000);

  async function openingOf({ caseId }: Record<string, unknown>): Promise<{ at: string; lateness?: string }> {
    const [first] = await product.record(`case/${String(caseId)}`);
    const { at = '', events = [] } = (first?.body ?? {}) as Partial<CaseEntryBody>;
    const [opened] = events;
    return opened?.type === 'case-opened' ? { at, lateness: opened.lateness } : { at };
  }

  async function mailsOf(reviewId: string): Promise<string[]> {
    const mails = await product.keptMails();
    return mails.flatMap(({ messageId = '' }) => (messageId.startsWith(`<test.${reviewId}-`) ? [messageId] : []));
  }
});
