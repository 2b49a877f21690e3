import { LIMITS } from '../../api/access/limits.js';
import { ApiClient } from '../../exercise/api-client.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const REPORTS = 40;

describe('limits', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start({ api: { limits: { ...LIMITS, reports: REPORTS, guesses: 5 } } });
    story = await CaseStory.open(product);
    await story.until('+0:12');
  }, 120_000);
  afterAll(() => product.stop(), 120_000);

  const report = async (office: string, nth: number): Promise<Response> =>
    await fetch(`${product.url}/api/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${product.keyOf(office)}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        source: 'flood',
        sourceReportId: String(nth),
        occurredAt: product.t0,
        place: { sector: 'UA-23' },
        kind: 'shelling',
        description: 'One of a flood.',
      }),
    });

  it('end a flood of reports by one key with when to come again, and delay no signature', async () => {
    const answers = await Promise.all(Array.from({ length: 2 * REPORTS }, (_, nth) => report('ua-mfa-duty', nth)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(REPORTS);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused[0]?.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect((await report('watch-kyiv-duty', 999)).status).not.toBe(429);
    // The key that has flooded, and another, sign all the same.
    const { id, textHash } = await story.proposes('+0:13', 'ua-mfa-duty', 'stand-down', 'Firing has stopped.');
    expect((await story.signs('+0:14', 'fr-mfa-duty', { id, textHash })).status).toBe(200);
  }, 120_000);

  it('end the guessing of keys, and keep out no key that is known', async () => {
    const guess = async (nth: number) => (await new ApiClient(product.url, `guess-${nth}`).get('/me')).status;
    const statuses: number[] = [];
    for (let nth = 0; nth < 8; nth += 1) statuses.push(await guess(nth));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect((await product.as('ua-mfa-duty').get('/me')).status).toBe(200);
  }, 180_000);

  it('count a guess wherever a key is taken: signing in, and in front of a read', async () => {
    const signsIn = async (nth: number): Promise<number> => {
      const body = JSON.stringify({ key: `guess-${nth}` });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${product.url}/api/v1/session`, { method: 'POST', headers, body })).status;
    };
    const opens = async (nth: number): Promise<number> =>
      (await fetch(`${product.url}/api/v1/me`, { headers: { authorization: `Bearer guess-${nth}` } })).status;
    for (const guess of [signsIn, opens]) {
      const statuses = new Set<number>();
      for (let nth = 0; nth < 8; nth += 1) statuses.add(await guess(nth));
      expect([...statuses].at(-1)).toBe(429);
    }
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ key: product.keyOf('ua-mfa-duty') });
    expect((await fetch(`${product.url}/api/v1/session`, { method: 'POST', headers, body })).status).toBe(201);
    expect((await product.as('ua-mfa-duty').get('/me')).status).toBe(200);
  }, 180_000);
});
