import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

describe('notices that belong to no running case', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  }, 180_000);
  afterAll(() => product.stop(), 60_000);

  async function mailsAbout(topic: string, count: number): Promise<string[]> {
    for (let tries = 0; tries < 200; tries += 1) {
      const mails = await product.keptMails();
      const found = mails.filter(({ headers }) => headers.get('x-holdfire-topic') === topic);
      if (found.length >= count) return found.map(({ text = '' }) => text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No ${count} mails about ${topic} came.`);
  }

  /** Those whom mail reaches first. */
  const byMail = (...groups: string[]): number =>
    product.offices
      .filter((office) => office.groups.some((group) => groups.includes(group)))
      .filter(({ channels }) => channels[0]?.kind === 'email').length;

  it('tells watch and legal of the third attempt that was refused within ten minutes, once', async () => {
    const story = await CaseStory.open(product);
    for (let nth = 0; nth < 5; nth += 1) {
      const answer = await product
        .as('observers-vienna-duty')
        .post(`/cases/${story.caseId}/acknowledgements`, { phase: 99 });
      expect(answer.status).toBe(422);
      const refused = await product
        .as('observers-vienna-duty')
        .post(`/cases/${story.caseId}/duties/D1/waiver`, { reason: 'x' });
      expect(refused.status).toBe(403);
    }
    const texts = await mailsAbout('attempts-refused', byMail('watch', 'legal'));
    expect(texts).toHaveLength(byMail('watch', 'legal'));
    expect(texts.some((text) => text.includes('3 attempts of observers-vienna-duty were refused'))).toBe(true);
    expect(await product.announced()).toHaveLength(1);
  }, 180_000);
});
