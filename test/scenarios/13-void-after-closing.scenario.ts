import { correctionWorkflowId } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayedRun } from '../support/replayed.js';

const day = (days: number, clock = '0:00'): string => {
  const [hours = '0', minutes = '00'] = clock.split(':');
  return `+${days * 24 + Number(hours)}:${minutes}`;
};

describe('a violation of a closed case that is found void', () => {
  let product: Product;
  beforeEach(async () => {
    product = await Product.start();
  }, 400_000);
  afterEach(() => product.stop(), 400_000);

  async function verifiedOn(days: number, sector: string): Promise<CaseStory> {
    const story = await CaseStory.open(product, day(days, '0:10'), { sector, occurred: day(days) });
    await story.everybodyAcknowledges(day(days, '0:15'));
    await story.verifies(day(days, '2:00'));
    return story;
  }

  async function stoodDown(story: CaseStory, days: number): Promise<void> {
    const made = await story.done(day(days, '3:00'), 'fr-mfa-duty', 'proposals', { act: 'stand-down', text: 'Quiet.' });
    await story.everybodyAcknowledges(day(days, '3:05'));
    const { textHash } = made;
    await story.done(day(days, '4:00'), 'gb-mod-duty', `proposals/${String(made['proposalId'])}/signatures`, {
      textHash,
    });
    await story.everybodyAcknowledges(day(days, '4:05'));
  }

  it('is no longer counted; nothing else of the case changes, and everyone told of it is told', async () => {
    const first = await verifiedOn(1, 'UA-63');
    await stoodDown(first, 1);
    const second = await verifiedOn(9, 'UA-12');
    await stoodDown(second, 9);
    await product.waitUntil(day(14));
    const before = await second.read();
    expect(before.status).toBe('closed');

    const path = `/cases/${second.caseId}/proposals`;
    const words = { act: 'void-violation', violationId: 'v1', text: 'It was a drill of our own.' };
    const refused = async (office: string, body: object): Promise<number> =>
      (await product.as(office).post(path, body)).status;
    expect(await refused('us-state-duty', { act: 'stand-down', text: 'Again.' })).toBe(409);
    expect(await refused('ua-general-staff-duty', words)).toBe(403);
    expect(await refused('us-state-duty', { ...words, violationId: 'v9' })).toBe(404);
    const made = await second.done(day(14, '0:10'), 'legal-kyiv-duty', 'proposals', words);
    const signatures = `proposals/${String(made['proposalId'])}/signatures`;
    const sign = (office: string, textHash: unknown) =>
      product.as(office).post(`/cases/${second.caseId}/${signatures}`, { textHash });
    await second.done(day(14, '0:20'), 'fr-mfa-duty', signatures, { textHash: made['textHash'] });
    expect((await sign('fr-mfa-duty', made['textHash'])).status).toBe(409);
    expect((await sign('gb-mod-duty', '0'.repeat(64))).status).toBe(409);
    await second.done(day(14, '0:30'), 'gb-mod-duty', signatures, { textHash: made['textHash'] });
    expect((await sign('us-state-duty', made['textHash'])).status).toBe(409);

    const { status, outcome, closedAt, violations, duties, next } = await second.read();
    expect({ status, outcome, closedAt, duties, next }).toEqual({
      status: 'closed',
      outcome: 'stood-down',
      closedAt: before.closedAt,
      duties: before.duties,
      next: undefined,
    });
    expect(violations).toMatchObject([{ id: 'v1', standing: 'void' }]);
    expect((await second.told()).filter((line) => line.startsWith(day(14, '0:30')))).toEqual([
      `${day(14, '0:30')} corrected: coalition, diplomatic, legal, ukraine-diplomatic, ukraine-military, us, watch`,
    ]);

    const third = await verifiedOn(25, 'UA-23');
    await third.until(day(25, '4:00'));
    expect(await third.read()).toMatchObject({ flags: [], level: 1 });
    for (const story of [first, second, third]) {
      expect((await story.unexplained()).filter((line) => line.includes(story.caseId))).toEqual([]);
    }
    expect(await second.faultsOfRecord()).toEqual([]);
    await replayedRun(product, correctionWorkflowId(product.settings.agreement, second.caseId), {
      name: 'void-after-closing',
    });
  }, 400_000);

  it('lapses without its signatures; a later proposal begins anew, and a message past the API has no effect', async () => {
    const story = await verifiedOn(1, 'UA-63');
    await stoodDown(story, 1);
    await product.waitUntil(day(6));
    const words = { act: 'void-violation', violationId: 'v1', text: 'It was a drill.' };
    const made = await story.done(day(6, '0:10'), 'fr-mfa-duty', 'proposals', words);
    const handle = product.server.env.client.workflow.getHandle(
      correctionWorkflowId(product.settings.agreement, story.caseId),
    );
    const actor = { office: 'gb-mod-duty', organisation: 'gb-mod', person: 'x', means: 'key', roles: [] };
    const forged = { commandId: 'forged', actor, acceptedAt: product.at(day(6, '0:11')), stamp: '' };
    const body = { proposalId: made['proposalId'], textHash: made['textHash'] };
    expect(await handle.executeUpdate('sign', { args: [{ ...forged, body }] })).toMatchObject({
      refused: { code: 'forbidden' },
    });
    await story.until(day(6, '3:00'));
    expect((await story.read()).proposals.at(-1)).toMatchObject({ state: 'expired' });
    const late = await product.as('gb-mod-duty').post(`/cases/${story.caseId}/proposals/p2/signatures`, {
      textHash: made['textHash'],
    });
    expect(late.status).toBe(410);
    const again = await story.done(day(6, '4:00'), 'fr-mfa-duty', 'proposals', words);
    await story.done(day(6, '4:10'), 'gb-mod-duty', `proposals/${String(again['proposalId'])}/signatures`, {
      textHash: again['textHash'],
    });
    expect((await story.read()).violations).toMatchObject([{ id: 'v1', standing: 'void' }]);
  }, 400_000);
});
