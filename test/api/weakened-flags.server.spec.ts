/** A void in one case, on which the pattern flag of another rests, over the whole product (RULES 5). */
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

let product: Product;
beforeEach(async () => {
  product = await Product.start();
}, 400_000);
afterEach(() => product.stop(), 400_000);

it('takes nothing back; the flagged case asks whether its posture stands, and tells whoever was told', async () => {
  const sectors = ['UA-63', 'UA-12', 'UA-23'];
  const stories: CaseStory[] = [];
  for (const [index, sector] of sectors.entries()) {
    stories.push(await CaseStory.open(product, `+0:1${index}`, { sector, occurred: '+0:00' }));
  }
  const [first, , third] = stories as [CaseStory, CaseStory, CaseStory];
  for (const story of stories) await story.everybodyAcknowledges('+0:15');
  for (const [index, story] of stories.entries()) await story.verifies(`+1:0${index}`);
  await third.flagged('pattern');
  const made = await first.done('+2:00', 'fr-mfa-duty', 'proposals', {
    act: 'void-violation',
    violationId: 'v1',
    text: 'It was a drill.',
  });
  await first.done('+2:10', 'gb-mod-duty', `proposals/${String(made['proposalId'])}/signatures`, {
    textHash: made['textHash'],
  });
  await third.becomes('asked for its posture', ({ duties }) => duties.some(({ id }) => id === 'D9'));
  const { flags, repeated, phases, duties } = await third.read();
  expect(duties.find(({ id }) => id === 'D9')).toMatchObject({ state: 'open' });
  expect([flags, phases.filter(({ openedAt }) => openedAt !== undefined).length]).toEqual([['pattern'], 2]);
  expect(repeated?.rests.filter(({ voidedAt }) => voidedAt !== undefined)).toMatchObject([{ caseId: first.caseId }]);
  expect((await third.mailsThatSay(/of case UA-63-.* was found void/)).length).toBeGreaterThan(0);
}, 400_000);
