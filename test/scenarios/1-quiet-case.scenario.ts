import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('a quiet case', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('stands down at +20:00, opens no phase, is quiet until +92:00 and tells everyone its end', async () => {
    const story = await CaseStory.open(product);
    await story.usualCourse();
    const proposal = await story.proposes('+19:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.everybodyAcknowledges('+19:05');
    const { status, body } = await story.signs('+20:00', 'fr-mfa-duty', proposal);
    expect([status, body]).toMatchObject([200, { inEffectAt: product.at('+20:00') }]);
    await story.everybodyAcknowledges('+20:05');
    expect(await story.read()).toMatchObject({
      status: 'quiet',
      quietUntil: product.at('+92:00'),
      level: 1,
      posture: 0,
    });
    await story.until('+91:59:59');
    expect((await story.read()).status).toBe('quiet');
    await story.until('+92:01');
    expect(await story.read()).toMatchObject({
      status: 'closed',
      outcome: 'stood-down',
      closedAt: product.at('+92:00'),
    });
    expect(await story.told()).toEqual([
      '+0:10 case-opened: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+12:00 duty-approaching: diplomatic, ukraine-diplomatic, ukraine-military',
      '+19:00 proposal-made: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+20:00 stood-down: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+92:00 case-closed: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'quiet-case');
  }, 400_000);
});
