import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

describe('hostilities resume after a stand-down at +20:00', () => {
  let product: Product;
  beforeEach(async () => {
    product = await Product.start();
  }, 400_000);
  afterEach(() => product.stop(), 400_000);

  async function quiet(): Promise<CaseStory> {
    const story = await CaseStory.open(product);
    await story.usualCourse();
    const proposal = await story.proposes('+19:00', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    await story.everybodyAcknowledges('+19:05');
    await story.signs('+20:00', 'fr-mfa-duty', proposal);
    await story.everybodyAcknowledges('+20:05');
    return story;
  }

  it('goes on with the same case and first violation, and opens phase 2 an hour later', async () => {
    const story = await quiet();
    const report = await story.reports('+60:00', '+59:30');
    expect(report).toMatchObject({ outcome: 'joined', caseId: story.caseId });
    expect(await story.read()).toMatchObject({
      status: 'open',
      posture: 1,
      firstViolationAt: product.t0,
      resumedAt: product.at('+60:00'),
      flags: ['resumed'],
    });
    await story.everybodyAcknowledges('+60:05');
    await story.until('+61:00:02');
    expect((await story.read()).phases[1]).toMatchObject({ openedAt: product.at('+61:00') });
    await story.everybodyAcknowledges('+61:05');
    const proposal = await story.proposes('+61:30', 'ua-general-staff-duty', 'large-scale', 'A large-scale attack.');
    await story.everybodyAcknowledges('+61:40');
    await story.signs('+62:00', 'us-state-duty', proposal);
    await story.everybodyAcknowledges('+62:05');
    expect((await story.read()).duties.find(({ id }) => id === 'D7')).toMatchObject({
      treatyDueAt: product.at('+72:00'),
      workingDueAt: product.at('+72:00'),
    });
    expect((await story.told()).filter((line) => /^\+(60|61:00)/.test(line))).toEqual([
      '+60:00 resumed: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+61:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'resumed');
  }, 400_000);

  it('adds what happened before the stand-down, and stays quiet', async () => {
    const story = await quiet();
    expect(await story.reports('+60:00', '+19:00')).toMatchObject({ outcome: 'joined', caseId: story.caseId });
    expect(await story.read()).toMatchObject({ status: 'quiet', quietUntil: product.at('+92:00'), flags: [] });
    expect((await story.told()).at(-1)).toMatch(/^\+60:00 violation-added: /);
    await story.until('+92:01');
    expect(await story.read()).toMatchObject({ status: 'closed', outcome: 'stood-down' });
    await replayed(product, story);
  }, 400_000);

  it('opens a new case after the closing, linked, with the next recurrence', async () => {
    const story = await quiet();
    await story.until('+92:01');
    const report = await story.reports('+100:00', '+99:30');
    expect(report).toMatchObject({ outcome: 'opened', case: { recurrence: 2, flags: [] } });
    const next = await story.other(String(report['caseId']));
    expect(await next.read()).toMatchObject({
      previousCaseId: story.caseId,
      recurrence: 2,
      firstViolationAt: product.at('+99:30'),
    });
    await replayed(product, next);
  }, 400_000);

  it('keeps a late report of the closed case with that case, and opens nothing', async () => {
    const story = await quiet();
    await story.until('+92:01');
    const { stateHash } = await story.read();
    const late = await story.reports('+93:00', '+19:30');
    expect(late).toMatchObject({ outcome: 'after-closure', caseId: story.caseId });
    expect(late['violationId']).toBeUndefined();
    const again = await story.reports('+93:10', '+0:10', 'same', 'shelling');
    expect(again).toMatchObject({ outcome: 'after-closure', caseId: story.caseId, violationId: 'v1' });
    expect((await story.read()).stateHash).toBe(stateHash);
    expect(await story.reports('+94:00', '+93:30')).toMatchObject({ outcome: 'opened' });
  }, 400_000);

  it('opens a new case that disproves the quiet, where it happened before the closing and was reported after', async () => {
    const story = await quiet();
    await story.until('+92:01');
    const report = await story.reports('+93:00', '+80:00');
    expect(report).toMatchObject({ outcome: 'opened', case: { recurrence: 2, flags: ['disproves-quiet'] } });
    await story.other(String(report['caseId']));
    expect((await story.mailsThatSay(/speaks against that quiet/)).length).toBeGreaterThan(0);
  }, 400_000);
});
