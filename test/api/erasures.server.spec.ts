/**
 * A name came into a case with a report, a proposal and the notices of both. Legal and an administrator have it erased
 * after the case has closed: nothing that the record keeps or hands out holds it, and everything says that it is gone.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { main } from '../../cli/main.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { entryLine, verifyChain } from '../../record/entry.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

const NAME = 'Prizvyshche';
const LEGAL = 'legal-kyiv-duty';
const ADMIN = 'admin';
const REASON = 'A person asked for it, and legal agreed.';

interface Found {
  texts: { stream: string; hash: string; text: string }[];
  goesWithThem: number;
  open: string[];
}

let product: Product;
let story: CaseStory;
beforeAll(async () => {
  product = await Product.start();
}, 120_000);
afterAll(() => product.stop(), 60_000);

const post = async (office: string, path: string, body: object): Promise<ApiAnswer> =>
  await product.as(office).post(path, body);
const find = async (): Promise<Found> =>
  (await post(LEGAL, '/texts/searches', { containing: NAME.toUpperCase() })).body as Found;
const propose = async (found: Found): Promise<ApiAnswer> =>
  await post(LEGAL, '/erasures', { texts: found.texts.map(({ hash }) => hash), reason: REASON });

/** What a search through every file of the record finds. */
function everything(): string {
  const { record } = product.settings;
  if (record.kind !== 'dir') throw new Error('This looks into a folder.');
  return readdirSync(record.path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(record.path, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

it('is kept, found and told as long as the case is open, and cannot be erased before it has closed', async () => {
  story = await CaseStory.open(product);
  const named = await post('ua-mfa-duty', '/reports', {
    source: 'ministry',
    sourceReportId: 'named',
    occurredAt: product.at('+0:02'),
    place: { sector: 'UA-23', description: `The yard of ${NAME}` },
    kind: 'shelling',
    description: `${NAME} saw it.`,
    standing: 'credible',
  });
  expect(named.status).toBe(201);
  await story.done('+1:00', 'ua-mfa-duty', 'proposals', { act: 'stand-down', text: `${NAME} says that it is quiet.` });
  const { proposals } = await story.read();
  const [made] = proposals;
  const { textHash } = made ?? {};
  await story.done('+1:10', 'fr-mfa-duty', `proposals/${made?.id ?? ''}/signatures`, { textHash });
  expect(everything()).toContain(NAME);
  // Not in the lines of the streams, which stay for ever.
  for (const stream of [`case/${story.caseId}`, 'intake']) {
    expect((await product.record(stream)).map(entryLine).join('\n')).not.toContain(NAME);
  }
  const found = await find();
  expect(found.open).toEqual([story.caseId]);
  const streams = new Set(found.texts.map(({ stream }) => stream));
  expect([...streams]).toEqual(expect.arrayContaining([`case/${story.caseId}`, 'intake']));
  expect((await propose(found)).status).toBe(409);
  expect((await post('watch-kyiv-duty', '/texts/searches', { containing: NAME })).status).toBe(403);
}, 200_000);

it('is gone when two have decided it, everywhere; the chain and the case stay as they were', async () => {
  await story.until('+80:00');
  await story.becomes('closed', ({ status }) => status === 'closed');
  const before = (await product.record(`case/${story.caseId}`)).map(entryLine);
  const found = await find();
  const proposed = await propose(found);
  expect([proposed.status, proposed.body]).toEqual([201, expect.objectContaining({ state: 'open' })]);
  const { erasureId, hash } = proposed.body as { erasureId: string; hash: string };
  const sign = async (office: string, given = hash) =>
    await post(office, `/erasures/${erasureId}/signatures`, { hash: given });
  expect((await sign(LEGAL)).status).toBe(409);
  expect((await sign(ADMIN, '0'.repeat(64))).status).toBe(409);
  expect(everything()).toContain(NAME);
  const signed = await sign(ADMIN);
  expect([signed.status, signed.body]).toEqual([200, expect.objectContaining({ state: 'decided', entry: 2 })]);

  expect(everything()).not.toContain(NAME);
  const after = (await product.record(`case/${story.caseId}`)).map(entryLine);
  expect(after).toEqual(before);
  expect(verifyChain(`case/${story.caseId}`, after)).toBeUndefined();
  expect(await story.faultsOfRecord()).toEqual([]);
  expect((await find()).texts).toEqual([]);
  expect((await sign(ADMIN)).status).toBe(409);
}, 200_000);

it('is shown as erased, by whom and when; what is handed out holds it nowhere', async () => {
  const document = (await product.as('auditor').get(`/cases/${story.caseId}`)).body as CaseDocument;
  expect(document.erasures).toEqual([
    expect.objectContaining({ erasureId: 'e1', entry: 2, offices: [LEGAL, ADMIN], reason: REASON }),
  ]);
  expect(document.proposals.map(({ text }) => text)).toEqual(['[erased]']);
  for (const path of ['', '/timeline', '/notices', '/record', '/why']) {
    const answer = await product.as('auditor').get(`/cases/${story.caseId}${path}`);
    expect([path, answer.status, JSON.stringify(answer.body).includes(NAME)]).toEqual([path, 200, false]);
  }
  const out = mkdtempSync(join(tmpdir(), 'holdfire-erased-'));
  const said: string[] = [];
  const run = async (...args: string[]): Promise<number> =>
    await main(args, {
      env: { HOLDFIRE_URL: product.url, HOLDFIRE_KEY: product.keyOf('auditor') },
      out: (text) => void said.push(text),
      err: (text) => void said.push(text),
    });
  try {
    const folder = join(out, 'case');
    expect([await run('audit', 'export', story.caseId, '--out', folder), said]).toEqual([0, expect.anything()]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
    expect(texts.join('\n')).not.toContain(NAME);
    expect([await run('audit', 'verify', folder), said.at(-1)]).toEqual([
      0,
      expect.stringContaining('by decision of erasures, entry 2'),
    ]);
  } finally {
    rmSync(out, { recursive: true });
  }
}, 200_000);

it('does not come back with the same report, sent again', async () => {
  const again = await post('ua-mfa-duty', '/reports', {
    source: 'ministry',
    sourceReportId: 'named',
    occurredAt: product.at('+0:02'),
    place: { sector: 'UA-23', description: `The yard of ${NAME}` },
    kind: 'shelling',
    description: `${NAME} saw it.`,
    standing: 'credible',
  });
  expect(again.status).toBe(200);
  expect(everything()).not.toContain(NAME);
}, 180_000);
