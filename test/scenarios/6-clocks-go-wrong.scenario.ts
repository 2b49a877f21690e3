import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('a clock that goes wrong', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('moves no instant and opens nothing early, and a stand-down signed afterwards still counts before the gate', async () => {
    const story = await CaseStory.open(product);
    await story.everybodyAcknowledges('+0:15');
    await story.verifies('+2:00');
    const before = await instants(story);

    await story.until('+12:59');
    product.skew = -10 * 60_000;
    const { seq } = await story.done('+13:00', 'ua-mfa-duty', 'duties/D1/completions', {
      performedAt: product.at('+13:00'),
      text: 'Warning handed over.',
    });
    expect(product.offset(await acceptedAt(Number(seq)))).toBe('+13:00');
    await story.completes('+14:00', 'ua-general-staff-duty', 'D2', 'None required.');

    await story.until('+16:00');
    product.skew = 3 * 24 * 3_600_000;
    const proposal = await story.proposes('+22:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.everybodyAcknowledges('+22:05');
    expect(await story.read()).toMatchObject({ level: 1, posture: 1 });

    await story.until('+23:00');
    product.skew = 0;
    expect(await instants(story)).toEqual(before);
    const { body } = await story.signs('+23:50', 'fr-mfa-duty', proposal);
    expect(body).toMatchObject({ inEffectAt: product.at('+23:50') });
    await story.everybodyAcknowledges('+23:55');
    await story.until('+40:00');
    expect(await story.told()).toEqual([
      '+0:10 case-opened: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+12:00 duty-approaching: diplomatic, ukraine-diplomatic, ukraine-military',
      '+22:00 proposal-made: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+23:50 stood-down: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'clocks-go-wrong');

    /** Of the gates and duties that hang on the first violation. */
    async function instants(of: CaseStory): Promise<string[]> {
      const { instants: rows } = await of.read();
      return rows.filter(({ kind }) => kind === 'gate' || kind === 'duty').map(({ id, dueAt }) => `${id} ${dueAt}`);
    }

    async function acceptedAt(entry: number): Promise<string> {
      const { body: page } = await product
        .as('watch-kyiv-duty')
        .get(`/cases/${story.caseId}/timeline`, { after: String(entry - 1), limit: '1' });
      return (
        (page as { entries: { body: { cause: { acceptedAt: string } } }[] }).entries[0]?.body.cause.acceptedAt ?? ''
      );
    }
  }, 400_000);
});
