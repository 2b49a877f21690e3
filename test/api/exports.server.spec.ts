/** A period exported as CSV and JSON Lines, and why, over the whole product. */
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

let product: Product;
let story: CaseStory;

beforeAll(async () => {
  product = await Product.start();
  story = await CaseStory.open(product);
  await story.reports('+0:11', '+0:05', 'second', '=HYPERLINK("http://x","y")');
}, 240_000);
afterAll(() => product.stop(), 60_000);

async function exported(query: Record<string, string>, office = 'watch-kyiv-duty', init: RequestInit = {}) {
  const address = new URL(`/api/v1/exports?${new URLSearchParams(query).toString()}`, product.url);
  const authorization = `Bearer ${product.keyOf(office)}`;
  const response = await fetch(address, { ...init, headers: { authorization, ...init.headers } });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const lines = (text: string): string[] => text.split('\r\n').filter(Boolean);

it('writes CSV with a header in which no cell is a formula', async () => {
  const { status, type, text } = await exported({ what: 'violations' });
  expect([status, type]).toEqual([200, 'text/csv; charset=utf-8']);
  const [header, first, second, ...more] = lines(text);
  expect(header).toMatch(/^caseId,violationId,kind,sector,place,/);
  expect(first).toContain(`${story.caseId},v1,shelling,UA-23,Huliaipole`);
  expect(second).toContain(`${story.caseId},v2,"'=HYPERLINK(""http://x"",""y"")",UA-23`);
  expect(more).toEqual([]);
}, 180_000);

it('writes the entries as the record holds them, a line each', async () => {
  const { type, text } = await exported({ what: 'entries', format: 'jsonl' });
  expect(type).toBe('application/jsonl; charset=utf-8');
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { body } = await product.as('watch-kyiv-duty').get(`/cases/${story.caseId}/timeline`);
  expect(entries.length).toBeGreaterThan(1);
  expect(entries).toEqual((body as { entries: unknown[] }).entries);
  expect(lines((await exported({ what: 'entries' })).text)).toHaveLength(entries.length + 1);
}, 180_000);

it('writes cases and notices, each with the columns of its header', async () => {
  const cases = lines((await exported({ what: 'cases' })).text);
  expect(cases).toHaveLength(2);
  expect(cases[1]?.split(',')).toHaveLength(cases[0]?.split(',').length ?? 0);
  const { text } = await exported({ what: 'notices', format: 'jsonl' });
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { noticeId: string; office: string });
  expect(rows.map(({ noticeId }) => noticeId)).toEqual((await story.notices()).map(({ noticeId }) => noticeId));
}, 180_000);

it('keeps to the period: from its first instant on, before its last', async () => {
  const { openedAt } = await story.read();
  const later = new Date(Date.parse(openedAt) + 1).toISOString();
  expect(lines((await exported({ what: 'cases', from: openedAt, to: later })).text)).toHaveLength(2);
  expect(lines((await exported({ what: 'cases', to: openedAt })).text)).toHaveLength(1);
  expect(lines((await exported({ what: 'cases', from: later })).text)).toHaveLength(1);
  expect(await exported({ what: 'cases', from: later, to: openedAt })).toMatchObject({
    status: 422,
    type: expect.stringContaining('application/problem+json') as string,
  });
  expect((await exported({ what: 'everything' })).status).toBe(422);
}, 180_000);

it('gives a machine the cases of its own reports only, and nobody without a key anything', async () => {
  expect(lines((await exported({ what: 'cases' }, 'alert-network-feed')).text)).toHaveLength(2);
  const other = product.offices.find(({ id, roles }) => roles.includes('machine') && id !== 'alert-network-feed');
  if (other) expect(lines((await exported({ what: 'entries' }, other.id)).text)).toHaveLength(1);
  expect((await exported({ what: 'cases' }, 'nobody-known')).status).toBe(401);
}, 180_000);

it('takes readers who ask for what it writes, and a HEAD; the document names both media types', async () => {
  for (const accept of ['text/csv', 'application/jsonl']) {
    expect((await exported({ what: 'cases' }, undefined, { headers: { accept } })).status).toBe(200);
  }
  expect((await exported({ what: 'cases' }, undefined, { headers: { accept: 'image/png' } })).status).toBe(406);
  expect(await exported({ what: 'cases' }, undefined, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  const document = (await (await fetch(new URL('/api/openapi.json', product.url))).json()) as {
    paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
  };
  const { content } = document.paths['/api/v1/exports']?.get.responses['200'] ?? {};
  expect(Object.keys(content ?? {}).sort()).toEqual(['application/jsonl', 'text/csv']);
}, 180_000);

it('pages through the list with a cursor, each case once', async () => {
  await CaseStory.open(product, '+0:20', { sector: 'UA-14', occurred: '+0:12' });
  const found: string[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const { body } = await product.as('watch-kyiv-duty').get('/cases', { limit: '1', cursor });
    const page = body as { cases: { caseId: string }[]; next?: string };
    found.push(...page.cases.map(({ caseId }) => caseId));
    cursor = page.next;
    more = cursor !== undefined;
  }
  expect(found).toHaveLength(2);
  expect(new Set(found).size).toBe(2);
  const forged = await product.as('watch-kyiv-duty').get('/cases', { cursor: 'bm90IG91cnM' });
  expect(forged.status).toBe(422);
}, 120_000);

it('answers why in Ukrainian too, and refuses what a case does not know', async () => {
  const { body } = await product.as('watch-kyiv-duty').get(`/cases/${story.caseId}/why`, { what: '2', lang: 'uk' });
  expect((body as { sentences: { says: string }[] }).sentences.at(-1)?.says).toMatch(/^Фаза 2 .* не відкрита/);
  const { status, body: problem } = await product
    .as('watch-kyiv-duty')
    .get(`/cases/${story.caseId}/why`, { what: 'G9' });
  expect([status, JSON.stringify(problem)]).toEqual([422, expect.stringContaining('Did you mean')]);
}, 180_000);
