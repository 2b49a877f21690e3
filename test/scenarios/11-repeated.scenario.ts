import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';
import { agreementWorkflowId } from '../../workflows/messages.js';

/** Hours of a day of the story, and the minutes after it began. */
const day = (days: number, clock = '0:00'): string => {
  const [hours = '0', minutes = '00'] = clock.split(':');
  return `+${days * 24 + Number(hours)}:${minutes}`;
};

describe('repeated violations over the whole agreement', () => {
  let product: Product;
  beforeEach(async () => {
    product = await Product.start();
  }, 400_000);
  afterEach(() => product.stop(), 400_000);

  /** A case of its own sector that opens on that day. */
  const opens = (days: number, sector: string): Promise<CaseStory> =>
    CaseStory.open(product, day(days, '0:10'), { sector, occurred: day(days) });

  async function verifies(story: CaseStory, days: number): Promise<void> {
    await story.everybodyAcknowledges(day(days, '0:15'));
    await story.verifies(day(days, '2:00'));
  }

  async function signed(story: CaseStory, days: number, clock: string, body: { act: string; violationId?: string }) {
    const [hours = '0'] = clock.split(':');
    const signs = day(days, `${Number(hours) + 1}:00`);
    const made = await story.done(day(days, clock), 'fr-mfa-duty', 'proposals', { ...body, text: 'As seen.' });
    await story.everybodyAcknowledges(day(days, `${hours}:05`));
    await story.done(signs, 'gb-mod-duty', `proposals/${String(made['proposalId'])}/signatures`, {
      textHash: made['textHash'],
    });
    await story.everybodyAcknowledges(day(days, `${Number(hours) + 1}:05`));
  }

  it('flags the case of the third, opens phase 2 at once and asks for an assessment in 12 h', async () => {
    const first = await opens(1, 'UA-63');
    await verifies(first, 1);
    await signed(first, 1, '3:00', { act: 'stand-down' });
    const second = await opens(9, 'UA-12');
    await verifies(second, 9);
    await product.waitUntil(day(9, '2:10'));
    const corroboration = await product.as('watch-kyiv-duty').post('/reports', {
      source: 'log',
      sourceReportId: 'corroboration',
      occurredAt: product.at(day(9)),
      place: { sector: 'UA-12' },
      kind: 'shelling',
      description: 'Heard from the road.',
    });
    expect(corroboration.body).toMatchObject({ outcome: 'corroborated', violationId: 'v1' });
    await signed(second, 9, '3:00', { act: 'stand-down' });
    const voided = await opens(12, 'UA-14');
    await voided.everybodyAcknowledges(day(12, '0:15'));
    await signed(voided, 12, '1:00', { act: 'void-violation', violationId: 'v1' });
    const third = await opens(25, 'UA-23');
    expect(await third.read()).toMatchObject({ flags: [], level: 1 });
    for (const story of [first, second, voided]) {
      expect(await story.read()).toMatchObject({ status: 'closed', flags: [] });
    }
    await verifies(third, 25);
    await third.flagged('pattern');
    const { flags, repeated, phases, duties, level } = await third.read();
    expect(flags).toEqual(['pattern']);
    expect(repeated?.rests.map(({ caseId }) => caseId)).toEqual([first.caseId, second.caseId, third.caseId]);
    expect(phases[1]).toMatchObject({ openedAt: product.at(day(25, '2:00')), pattern: 'repeated' });
    expect(duties.find(({ id }) => id === 'D6')).toMatchObject({
      state: 'open',
      treatyDueAt: product.at(day(25, '14:00')),
      workingDueAt: product.at(day(25, '14:00')),
    });
    expect([level, phases[2]?.openedAt]).toEqual([2, undefined]);
    expect((await third.told()).filter((line) => line.startsWith(day(25, '2:00')))).toEqual([
      `${day(25, '2:00')} phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch`,
      `${day(25, '2:00')} pattern-flagged: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch`,
    ]);
    expect((await third.mailsThatSay(/Repeated violations: 3 distinct verified violations/)).length).toBeGreaterThan(0);
    for (const story of [first, second, voided, third]) {
      expect((await story.unexplained()).filter((line) => line.includes(story.caseId))).toEqual([]);
    }
    await replayed(product, third, 'repeated');
  }, 400_000);
});

/** On the real server: the one that skips time does not skip while nobody takes its tasks. */
const SPEED = 1440;

describe('an agreement that is away while three violations are verified', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ speed: SPEED });
  }, 400_000);
  afterAll(() => product.stop(), 400_000);

  it('counts as of the last verification when it is back, though the worker ended meanwhile', async () => {
    const nobody = { workflowId: agreementWorkflowId('test'), taskQueue: 'where-nobody-works' };
    const away = await product.server.env.client.workflow.start('nobody', nobody);
    const story = await CaseStory.open(product);
    await story.reports('+1:30', '+1:20');
    await story.reports('+2:30', '+2:20', 'third', 'missile-strike');
    await story.verifies('+3:00');
    for (const id of ['v2', 'v3']) {
      await story.done('+3:30', 'gb-mod-duty', `violations/${id}/standing`, { standing: 'verified', text: 'Seen.' });
    }
    await story.until('+8:00');
    const { flags, level, violations } = await story.read();
    expect([flags, level]).toEqual([[], 1]);
    const verifiedAt = violations.find(({ id }) => id === 'v3')?.verifiedAt;

    await product.stopWorker();
    await away.terminate('It is back.');
    await product.startWorker();
    await story.flagged('pattern');
    const { repeated, phases, duties } = await story.read();
    expect(repeated).toMatchObject({ at: verifiedAt, violationId: 'v3' });
    expect(phases[1]).toMatchObject({ openedAt: verifiedAt, pattern: 'repeated' });
    expect((phases[1]?.openedAt ?? '') < product.at('+8:00')).toBe(true);
    expect((phases[1]?.actedAt ?? '') > product.at('+8:00')).toBe(true);
    expect(duties.find(({ id }) => id === 'D6')?.state).toBe('open');
    await replayed(product, story, 'counted-late');
  }, 400_000);
});
