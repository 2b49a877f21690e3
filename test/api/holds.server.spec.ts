import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

describe('a hold of routine notices', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start();
    story = await CaseStory.open(product);
    await story.until('+0:20');
  }, 120_000);
  afterAll(() => product.stop(), 120_000);

  const asks = async (office: string, body: object, key?: string) => await product.as(office).post('/holds', body, key);
  /** It goes out by a workflow of its own. */
  async function announced(): Promise<void> {
    for (;;) {
      const mails = await product.keptMails();
      if (mails.some(({ headers }) => headers.get('x-holdfire-topic') === 'routine-held')) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const flood = { minutes: 20, reason: 'Many reports of one event.' };

  it('is for the watch, with a reason, for half an hour at most', async () => {
    const answers = await Promise.all([
      asks('ua-mfa-duty', flood),
      asks('admin', flood),
      asks('alert-network-feed', flood),
      asks('watch-kyiv-duty', { minutes: 31, reason: 'Too long.' }),
      asks('watch-kyiv-duty', { minutes: 10 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 422, 422]);
  }, 180_000);

  it('keeps digests until its end, is announced, and is not prolonged', async () => {
    const { status, body } = await asks('watch-kyiv-duty', flood, 'one');
    expect([status, body]).toEqual([201, expect.objectContaining({ until: product.at('+0:40') })]);
    expect((await asks('watch-kyiv-duty', flood, 'one')).body).toEqual(body);
    expect((await asks('watch-brussels-duty', flood)).status).toBe(409);
    for (;;) {
      const said = (await story.read()) as { routineHeldUntil?: string };
      if (said.routineHeldUntil !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await story.reports('+0:25', '+0:24');
    await story.until('+0:39');
    const added = async () => (await story.told()).filter((line) => line.includes('violation-added'));
    expect(await added()).toEqual([]);
    await story.until('+0:42');
    expect(await added()).toEqual([expect.stringContaining('+0:40 violation-added')]);
    await announced();
    expect((await asks('watch-kyiv-duty', flood)).status).toBe(409);
    await product.waitUntil('+1:11');
    expect((await asks('watch-kyiv-duty', flood)).status).toBe(201);
    const { body: list } = await product.as('auditor').get('/holds');
    expect(list).toMatchObject({ heldUntil: product.at('+1:31'), holds: [{ office: 'watch-kyiv-duty' }, {}] });
  }, 180_000);
});
