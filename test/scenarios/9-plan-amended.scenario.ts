import type { Directory } from '../../domain/directory/directory.js';
import type { PlanRef } from '../../domain/plan/plan.js';
import { CaseStory, MEMBERS } from '../support/case-story.js';
import { rawPlan } from '../support/plan-text.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';
import { exampleDirectory, shippedPlan } from '../support/seed.js';

interface RawPlan {
  version: number;
  parties: object[];
  groups: { id: string; parties: string[] }[];
  duties: { id: string; due: object }[];
  gates: { id: string; notBefore: object }[];
}

const GREECE = { en: 'Greece', uk: 'Греція' };

/** Greece has an office among the coalition's; the plan that the case opens under does not list it. */
function withGreece(): Directory {
  const directory = exampleDirectory();
  directory.parties.push({ id: 'GR', name: GREECE, speaks: [{ organisation: 'gr-mod' }] });
  directory.organisations.push({ id: 'gr-mod', name: GREECE, party: 'GR', accredited: false });
  directory.offices.push({
    id: 'gr-mod-duty',
    name: { en: 'Duty officer, Athens', uk: 'Черговий офіцер, Афіни' },
    organisation: 'gr-mod',
    groups: ['coalition'],
    roles: [],
    timeZone: 'Europe/Athens',
    language: 'en',
    channels: [{ kind: 'email', address: 'gr-mod-duty@gr-mod.example.org' }],
  });
  return directory;
}

/** A value that the source does not give, with its reason. */
const decided = (value: string): object => ({ value, assumed: { en: 'The parties agreed.', uk: 'Сторони погодили.' } });

const FIRST = shippedPlan().plan.version;

/** The shipped plan, amended: one more member, D1 within 12 hours, and G2 at `hours`. */
function amendment(version: number, hours: string): RawPlan {
  const plan = structuredClone(rawPlan()) as RawPlan;
  plan.version = version;
  plan.parties.push({ id: 'GR', name: GREECE, assumed: { en: 'It has joined.', uk: 'Вона приєдналася.' } });
  plan.groups.find(({ id }) => id === 'coalition')?.parties.push('GR');
  for (const duty of plan.duties) if (duty.id === 'D1') duty.due = decided('PT12H');
  for (const gate of plan.gates) if (gate.id === 'G2') gate.notBefore = decided(hours);
  return plan;
}

describe('the plan is amended while a case runs', () => {
  let product: Product;
  let story: CaseStory;
  beforeEach(async () => {
    product = await Product.start({ directory: withGreece() });
    story = await CaseStory.open(product);
  }, 180_000);
  afterEach(() => product.stop(), 400_000);

  async function publishes(when: string, plan: RawPlan): Promise<PlanRef> {
    await story.until(when);
    const proposed = await product.as('legal-kyiv-duty').post('/plans', plan);
    expect([proposed.status, proposed.body]).toEqual([201, expect.objectContaining({ state: 'open' })]);
    const { publicationId, hash } = proposed.body as { publicationId: string; hash: string };
    const signed = await product.as('admin').post(`/publications/${publicationId}/signatures`, { hash });
    expect([signed.status, signed.body]).toMatchObject([200, { inForceAt: product.at(when) }]);
    return { id: 'seed', version: plan.version, hash };
  }

  /** Proposed by Kyiv five minutes before Paris signs. */
  async function adopts(proposed: string, signed: string, { version }: PlanRef): Promise<Record<string, unknown>> {
    await story.until(proposed);
    const path = `/plans/seed/versions/${version}/adoptions`;
    const answer = await product.as('ua-mfa-duty').post(path, { cases: [story.caseId] });
    const [adoption] = (answer.body as { adoptions: Record<string, unknown>[] }).adoptions;
    expect([answer.status, adoption]).toEqual([
      200,
      expect.objectContaining({ preview: expect.anything() as unknown }),
    ]);
    const proposal = { id: String(adoption?.['proposalId']), textHash: String(adoption?.['textHash']) };
    const effect = await story.signs(signed, 'fr-mfa-duty', proposal);
    expect([effect.status, effect.body]).toMatchObject([200, { inEffectAt: product.at(signed) }]);
    return adoption ?? {};
  }

  const duty = async (id: string) => (await story.read()).duties.find((one) => one.id === id);
  const instant = (text: string): string => product.at(text);

  it('moves what has not happened, gives grace, and opens nothing twice', async () => {
    await story.everybodyAcknowledges('+0:15');
    await story.verifies('+2:00');
    const second = await publishes('+5:00', amendment(FIRST + 1, 'PT20H'));
    expect(await story.read()).toMatchObject({ plan: { version: FIRST }, newerPlan: second });
    const { newerPlan: beside } = await story.read();
    expect(beside?.moves).toContainEqual(
      expect.objectContaining({ id: 'G2', old: instant('+24:00'), now: instant('+20:00') }),
    );
    expect(beside?.differences.map(({ path }) => path)).toEqual(expect.arrayContaining(['/gates/0/notBefore']));
    expect(await duty('D1')).toMatchObject({ treatyDueAt: instant('+24:00') });

    const { preview } = await adopts('+13:55', '+14:00', second);
    expect(preview).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'D1', old: instant('+24:00'), now: instant('+17:55') }),
        expect.objectContaining({ id: 'G2', old: instant('+24:00'), now: instant('+20:00') }),
      ]),
    );
    await story.everybodyAcknowledges('+14:05');
    const adopted = await story.read();
    expect([adopted.plan, adopted.newerPlan]).toEqual([second, undefined]);
    expect(await duty('D1')).toMatchObject({
      treatyDueAt: instant('+12:00'),
      workingDueAt: instant('+18:00'),
      charged: false,
    });
    await story.completes('+16:00', 'ua-mfa-duty', 'D1', 'Warning handed over.');
    await story.completes('+16:10', 'ua-general-staff-duty', 'D2', 'None required.');
    expect(await duty('D1')).toMatchObject({ state: 'met-working', charged: false });
    await story.until('+20:00:02');
    expect((await story.read()).phases[1]).toMatchObject({ openedAt: instant('+20:00') });
    await story.everybodyAcknowledges('+20:05');
    await story.completes('+21:00', 'no-mod-duty', 'D4', 'Convened.');
    for (const office of [...MEMBERS, 'gr-mod-duty']) await story.completes('+22:00', office, 'D5', 'Recorded.');
    expect(await duty('D5')).toMatchObject({ state: 'met' });

    const third = await publishes('+25:00', amendment(FIRST + 2, 'PT30H'));
    await adopts('+25:55', '+26:00', third);
    await story.everybodyAcknowledges('+26:05');
    const end = await story.read();
    expect([end.posture, end.phases[1]?.openedAt, end.plan]).toEqual([2, instant('+20:00'), third]);
    await story.until('+30:00:02');
    expect((await story.read()).phases[1]?.openedAt).toBe(instant('+20:00'));

    const told = (await story.told()).filter((line) => /plan-adopted|phase-opened/.test(line));
    expect(told).toEqual([
      '+14:00 plan-adopted: coalition, diplomatic, ukraine-diplomatic, ukraine-military, us, watch',
      '+20:00 phase-opened: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, watch',
      '+26:00 plan-adopted: coalition, diplomatic, legal, observers, ukraine-diplomatic, ukraine-military, us, watch',
    ]);
    const toGreece = (await story.notices()).filter(({ office }) => office === 'gr-mod-duty');
    // Once with the history, before anything else of this case.
    expect(toGreece.map(({ topic }) => topic).slice(0, 2)).toEqual(['plan-adopted', 'phase-opened']);
    await showsTheTable(second);
    expect(await story.unexplained()).toEqual([]);
    await replayed(product, story, 'plan-amended');
  }, 400_000);

  /** Old and new of D1 and G2, and the hash of the version, in the mail to whoever reads English. */
  async function showsTheTable({ hash }: PlanRef): Promise<void> {
    const mails = await story.mailsThatSay(/goes on under plan seed/);
    const [greek] = mails.filter(({ to }) => JSON.stringify(to ?? '').includes('gr-mod-duty'));
    expect(greek?.text).toContain(hash.slice(0, 12));
    expect(greek?.text).toMatch(/D1, Diplomatic warning issued\n\s+old: .* 20:00 UTC.*\n\s+new: .* 14:00 UTC/);
    expect(greek?.text).toMatch(/New parties of the plan: Greece\. The history for them:\nPhase 1/);
  }
});
