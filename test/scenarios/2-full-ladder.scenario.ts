import { CaseStory, MEMBERS } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('the full ladder', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('opens phase 2 at +24:00 and phase 3 at the declaration, and names who has not decided at +72:00', async () => {
    const story = await CaseStory.open(product);
    await story.usualCourse();
    await story.until('+24:00:02');
    const second = await story.read();
    expect(second.phases[1]).toMatchObject({ phase: 2, openedAt: product.at('+24:00') });
    expect(second.duties.find(({ id }) => id === 'D4')).toMatchObject({ workingDueAt: product.at('+30:00') });
    expect(second.duties.find(({ id }) => id === 'D5')).toMatchObject({ workingDueAt: product.at('+48:00') });
    expect(await story.why('2')).toEqual([
      expect.stringContaining('24 hours after the first violation'),
      expect.stringMatching(
        /^Phase 2 .* opened .* by G2, because the first violation was at .* and 24 hours had passed/,
      ),
    ]);
    expect((await story.why('3')).at(-1)).toContain('is not open, because no declaration of a large-scale attack');
    await expect(story.why('G9')).rejects.toThrow(/422 .*Did you mean/);
    await story.coalitionMeets();

    const proposal = await story.proposes('+29:50', 'ua-general-staff-duty', 'large-scale', 'A large-scale attack.');
    await story.everybodyAcknowledges('+29:55');
    await story.signs('+30:00', 'gb-mod-duty', proposal);
    await story.everybodyAcknowledges('+30:05');
    const third = await story.read();
    expect(third).toMatchObject({ level: 3, posture: 3 });
    expect(third.duties.find(({ id }) => id === 'D7')).toMatchObject({
      treatyDueAt: product.at('+72:00'),
      workingDueAt: product.at('+72:00'),
    });
    expect((await story.mailsThatSay(/42\shours left/)).length).toBeGreaterThan(0);

    const decide = { choice: 'support', text: 'Decided by the government.' };
    const deciders = ['ua-mfa-duty', 'us-state-duty', ...MEMBERS.filter((office) => office !== 'tr-mod-duty')];
    for (const office of deciders) await story.done('+50:00', office, 'decisions', decide);
    await story.until('+72:00:02');
    expect((await story.read()).duties.find(({ id }) => id === 'D7')).toMatchObject({
      state: 'overdue',
      missing: ['TR'],
    });
    const late = await story.at('+73:10', 'tr-mod-duty', 'decisions', decide);
    expect(late).toMatchObject({ status: 422, body: { errors: [{ path: '/reason' }] } });
    await story.done('+73:10', 'tr-mod-duty', 'decisions', { ...decide, reason: 'Parliament sat until then.' });
    await story.until('+120:00');
    const end = await story.read();
    expect(end.duties.find(({ id }) => id === 'D7')).toMatchObject({ state: 'met-late', lateBy: 70 * 60_000 });
    expect(end).toMatchObject({ status: 'open', level: 3, overdue: [] });
    expect(end.next).toMatchObject({ kind: 'prolonged', at: product.at('+168:10') });
    expect(await story.told()).toEqual([
      '+0:10 case-opened: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+12:00 duty-approaching: diplomatic, ukraine-diplomatic, ukraine-military',
      '+24:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch',
      '+29:50 proposal-made: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+30:00 declaration-in-effect: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
      '+30:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
      '+60:00 duty-approaching: tr-mod-duty',
      '+66:00 duty-approaching: tr-mod-duty',
      '+71:00 duty-approaching: tr-mod-duty',
      '+72:00 undecided: tr-mod-duty, watch',
      '+73:00 duty-overdue: tr-mod-duty, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'full-ladder');
  }, 400_000);
});
