import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

const TEXT = 'We regard this as a large-scale attack.';

interface HouseEntry {
  body: { type: string; status?: number; asking?: { office?: string }; attempt?: { caseId?: string } };
}

describe('a large-scale attack at hour 30', () => {
  let product: Product;
  beforeEach(async () => {
    product = await Product.start();
  }, 400_000);
  afterEach(() => product.stop(), 400_000);

  async function begun(): Promise<CaseStory> {
    const story = await CaseStory.open(product);
    await story.usualCourse();
    await story.coalitionMeets();
    return story;
  }

  it('opens phase 3 by two organisations over one text, and by nothing less', async () => {
    const story = await begun();
    const proposal = await story.proposes('+29:40', 'ua-general-staff-duty', 'large-scale', TEXT);
    await story.everybodyAcknowledges('+29:41');
    const before = await story.read();
    const refused = async (office: string, textHash = proposal.textHash): Promise<number> =>
      (await story.signs('+29:45', office, { ...proposal, textHash })).status;
    expect(await refused('ua-general-staff-duty')).toBe(409);
    expect(await refused('ua-general-staff-head')).toBe(409);
    expect(await refused('fr-mfa-duty')).toBe(403);
    expect(await refused('us-state-duty', 'a'.repeat(64))).toBe(409);
    const after = await story.read();
    expect([after.stateHash, after.level]).toEqual([before.stateHash, 2]);
    expect(await recorded(product, story)).toEqual([
      '409 ua-general-staff-duty',
      '409 ua-general-staff-head',
      '403 fr-mfa-duty',
      '409 us-state-duty',
    ]);
    await alarmed(product);
    const { status, body } = await story.signs('+30:00', 'us-state-duty', proposal);
    expect([status, body]).toMatchObject([200, { inEffectAt: product.at('+30:00') }]);
    await story.everybodyAcknowledges('+30:05');
    expect((await story.read()).flags).not.toContain('break-glass');
    expect((await story.told()).filter((line) => /^\+(29|30)/.test(line))).toEqual([
      '+29:40 proposal-made: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch',
      '+30:00 declaration-in-effect: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
      '+30:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
    ]);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'large-scale');
  }, 400_000);

  it('lapses at +31:40 where nobody confirms, and says so', async () => {
    const story = await begun();
    await story.proposes('+29:40', 'ua-general-staff-duty', 'large-scale', TEXT);
    await story.everybodyAcknowledges('+29:41');
    await story.until('+32:00');
    const { proposals, level } = await story.read();
    expect([proposals.map(({ state }) => state), level]).toEqual([['expired'], 2]);
    expect((await story.told()).at(-1)).toBe(
      '+31:40 proposal-lapsed: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
    );
    await replayed(product, story);
  }, 400_000);

  it('takes effect at once where a senior office breaks the glass, flagged and reviewed', async () => {
    const story = await begun();
    const alone = { act: 'large-scale', text: TEXT, breakGlass: true, reason: 'Nobody answers.' };
    const junior = await story.at('+29:41', 'ua-general-staff-duty', 'proposals', alone);
    expect(junior.status).toBe(403);
    const done = await story.done('+29:41', 'ua-general-staff-head', 'proposals', alone);
    expect(done).toMatchObject({ inEffectAt: product.at('+29:41') });
    const now = await story.read();
    expect(now).toMatchObject({ level: 3, flags: expect.arrayContaining(['break-glass', 'large-scale']) as unknown });
    expect(now.duties.find(({ id }) => id === 'D8')).toMatchObject({
      workingDueAt: product.at('+41:41'),
      owner: ['skipped'],
    });
    await story.everybodyAcknowledges('+29:45');
    const review = { performedAt: product.at('+31:00'), text: 'We see no such attack.', outcome: 'disputed' };
    expect((await story.at('+31:00', 'fr-mfa-duty', 'duties/D8/completions', review)).status).toBe(403);
    await story.done('+31:00', 'no-mod-duty', 'duties/D8/completions', review);
    const end = await story.read();
    expect([end.level, end.duties.find(({ id }) => id === 'D8')?.state]).toEqual([3, 'met']);
    expect((await story.told()).slice(-2)).toEqual([
      expect.stringMatching(/^\+29:41 break-glass: coalition, legal, us, watch/),
      expect.stringMatching(/^\+31:00 act-disputed: coalition, diplomatic, legal/),
    ]);
    expect((await story.mailsThatSay(/without the second signature/)).length).toBeGreaterThan(0);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'break-glass');
  }, 400_000);
});

/** Nobody is refused three times here: no alarm. */
async function alarmed(product: Product): Promise<void> {
  expect(await product.announced()).toEqual([]);
}

/** Refusals about the case that the record holds, in order. */
async function recorded(product: Product, { caseId }: CaseStory): Promise<string[]> {
  const entries = (await product.record('house')) as unknown as HouseEntry[];
  return entries
    .map(({ body }) => body)
    .filter(({ type, attempt }) => type === 'refused' && attempt?.caseId === caseId)
    .map(({ status, asking }) => `${status} ${asking?.office}`);
}
