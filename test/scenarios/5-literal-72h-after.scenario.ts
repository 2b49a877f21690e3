import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('the plan that counts 72 hours after the first violation literally', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ plan: 'literal-72h-after' });
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('tells at the declaration that phase 3 opens at +72:00, opens it then, and D7 is due at +96:00', async () => {
    const story = await CaseStory.open(product);
    await story.usualCourse();
    await story.until('+24:00:02');
    await story.coalitionMeets();
    const proposal = await story.proposes('+29:50', 'ua-general-staff-duty', 'large-scale', 'A large-scale attack.');
    await story.everybodyAcknowledges('+29:55');
    await story.signs('+30:00', 'us-state-duty', proposal);
    await story.everybodyAcknowledges('+30:05');
    const declared = await story.read();
    expect(declared).toMatchObject({ level: 2, posture: 2 });
    expect(declared.duties.find(({ id }) => id === 'D7')).toMatchObject({ workingDueAt: product.at('+96:00') });
    await story.until('+71:59:59');
    expect((await story.read()).level).toBe(2);
    await story.until('+72:00:02');
    const opened = await story.read();
    expect(opened.phases[2]).toMatchObject({ phase: 3, openedAt: product.at('+72:00') });
    await story.everybodyAcknowledges('+72:05');
    expect(await story.told()).toEqual([
      '+0:10 case-opened: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+12:00 duty-approaching: diplomatic, ukraine-diplomatic, ukraine-military',
      '+24:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch',
      '+29:50 proposal-made: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+30:00 declaration-in-effect: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
      '+72:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'literal-72h-after');
  }, 400_000);
});
