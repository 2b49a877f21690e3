import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import type { ProductOptions } from '../support/product.js';
import { replayed } from '../support/replayed.js';

const OPENED =
  '+24:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch';
const STOOD_DOWN = 'stood-down: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch';

describe('the last second before the gate', () => {
  let product: Product;
  afterEach(() => product.stop(), 400_000);

  /** Everything until a stand-down is proposed at +23:00. */
  async function pending(
    options: ProductOptions = {},
  ): Promise<{ story: CaseStory; proposal: { id: string; textHash: string } }> {
    product = await Product.start(options);
    const story = await CaseStory.open(product);
    await story.usualCourse();
    const proposal = await story.proposes('+23:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.everybodyAcknowledges('+23:05');
    return { story, proposal };
  }

  const after = async (story: CaseStory): Promise<string[]> => (await story.told()).slice(3);

  it('keeps phase 2 shut for a signature accepted at +23:59:59.999, also after a restart and in replay', async () => {
    const { story, proposal } = await pending({ forgetful: true });
    await story.until('+23:59');
    await product.stopWorker();
    await product.startWorker();
    const { body } = await story.signs('+23:59:59.999', 'fr-mfa-duty', proposal);
    expect(body).toMatchObject({ inEffectAt: product.at('+23:59:59.999') });
    expect(await story.read()).toMatchObject({ status: 'quiet', level: 1 });
    await story.everybodyAcknowledges('+24:01');
    await story.until('+30:00');
    expect(await story.read()).toMatchObject({ level: 1, posture: 0, status: 'quiet' });
    // The server's clock runs on by milliseconds: told at its +24:00, in effect since the millisecond before.
    const told = await after(story);
    expect(told).toEqual([`+24:00 ${STOOD_DOWN}`]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'last-millisecond');
  }, 400_000);

  it('opens it for a signature accepted at +24:00:00.000, then stands down; the coalition is told both', async () => {
    const { story, proposal } = await pending();
    const { body } = await story.signs('+24:00', 'fr-mfa-duty', proposal);
    expect(body).toMatchObject({ inEffectAt: product.at('+24:00') });
    expect(await story.read()).toMatchObject({ status: 'quiet', level: 2 });
    await story.everybodyAcknowledges('+24:01');
    await story.until('+30:00');
    expect((await story.read()).phases[1]).toMatchObject({ openedAt: product.at('+24:00') });
    expect(await after(story)).toEqual([OPENED, `+24:00 ${STOOD_DOWN.replace('legal,', 'legal, observers,')}`]);
    await replayed(product, story, 'at-the-gate');
  }, 400_000);

  it('says at the opening that a stand-down is pending', async () => {
    product = await Product.start();
    const story = await CaseStory.open(product);
    await story.usualCourse();
    await story.proposes('+23:58', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.until('+24:00:02');
    expect((await story.read()).phases[1]).toMatchObject({ openedAt: product.at('+24:00'), standDownPending: true });
    expect((await story.mailsThatSay(/A stand-down is pending/)).length).toBeGreaterThan(10);
  }, 400_000);
});
