/**
 * Attacks on the API that are not about a body's shape (those: `bad-input.server.spec.ts`): sessions and cookies, other
 * sites, fields that nobody may set, headers through texts, files outside the board, packed bodies, slow senders and
 * streams without number.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createServer } from '../../api/http/server.js';
import { RouteTable } from '../../api/http/route-table.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

jest.setTimeout(400_000);

const REPORTER = 'alert-network-feed';
const PERSON = 'watch-kyiv-duty';

let product: Product;
let story: CaseStory;

beforeAll(async () => {
  product = await Product.start();
  story = await CaseStory.open(product);
});
afterAll(() => product.stop());

const asked = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${product.url}${path}`, init);
const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const keyed = (office: string): Record<string, string> => ({ authorization: `Bearer ${product.keyOf(office)}` });
const cookieIn = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const signIn = (headers: Record<string, string> = {}): Promise<Response> =>
  asked('/api/v1/session', json({ key: product.keyOf(PERSON) }, headers));

const report = (change: object): object => ({
  source: 'spec',
  sourceReportId: 'attack',
  occurredAt: product.at('+0:00'),
  place: { sector: 'UA-65' },
  kind: 'shelling',
  description: 'Of the spec.',
  ...change,
});

describe('a session', () => {
  it('has a cookie that no script reads and no other site sends', async () => {
    const cookie = (await signIn()).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).not.toMatch(/Domain=/i);
  });

  it('is never one that was there before signing in', async () => {
    const planted = 'holdfire-session=planted-by-somebody';
    expect((await asked('/api/v1/cases', { headers: { cookie: planted } })).status).toBe(401);
    const first = cookieIn(await signIn({ cookie: planted }));
    expect(first).not.toBe(planted);
    const second = cookieIn(await signIn({ cookie: first }));
    expect(second).not.toBe(first);
  });

  it('counts in no character otherwise, and not after it was closed', async () => {
    const cookie = cookieIn(await signIn());
    expect((await asked('/api/v1/me', { headers: { cookie } })).status).toBe(200);
    const at = cookie.indexOf('=') + 3;
    const altered = `${cookie.slice(0, at)}${cookie[at] === 'A' ? 'B' : 'A'}${cookie.slice(at + 1)}`;
    expect((await asked('/api/v1/me', { headers: { cookie: altered } })).status).toBe(401);
    expect((await asked('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).toBeLessThan(300);
    expect((await asked('/api/v1/me', { headers: { cookie } })).status).toBe(401);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('does nothing for another site: %j', async (from) => {
    const cookie = cookieIn(await signIn());
    const acknowledge = `/api/v1/cases/${story.caseId}/acknowledgements`;
    expect((await asked(acknowledge, json({}, { cookie, ...(from as Record<string, string>) }))).status).toBe(401);
  });

  it('is used by no page of another origin: no answer allows one', async () => {
    const answer = await asked('/api/v1/cases', { headers: { ...keyed(PERSON), origin: 'https://evil.example' } });
    for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/);
  });
});

it('puts its headers on every answer: pages, problems, nothing found, what is no HTTP', async () => {
  const ways = [
    '/',
    '/api/v1/cases',
    '/api/v1/nothing',
    '/health/live',
    '/api/docs',
    '/a/none',
    '/metrics',
    '/codec/decode',
  ];
  for (const path of ways) {
    const { headers } = await asked(path);
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringMatching(/object-src 'none'|default-src 'none'/),
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

it('lets nobody set what is not theirs to say', async () => {
  for (const field of [
    { actor: { office: PERSON } },
    { acceptedAt: product.at('+0:00') },
    { stamp: 'x' },
    { commandId: 'x' },
    { violationId: 'v9' },
    { organisation: 'ua-mfa' },
    { place: { sector: 'UA-65', caseId: 'x' } },
  ]) {
    const { status } = await product.as(REPORTER).post('/reports', report(field));
    expect([Object.keys(field), status]).toEqual([Object.keys(field), 422]);
  }
});

it('changes nothing of its own objects by what it is sent', async () => {
  const poisoned = `{"source":"s","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...keyed(REPORTER) }, body: poisoned };
  expect((await asked('/api/v1/reports', init)).status).toBe(422);
  await asked('/api/v1/cases?__proto__[polluted]=1&constructor[prototype][polluted]=1', { headers: keyed(PERSON) });
  expect('polluted' in {}).toBe(false);
});

it('answers long texts that patterns could be slow at, at once', async () => {
  const hostile = ['a'.repeat(50_000), `${' '.repeat(50_000)}x`, '1'.repeat(50_000), `${'a-'.repeat(20_000)}!`];
  for (const text of hostile) {
    for (const field of ['source', 'sourceReportId', 'occurredAt', 'kind', 'description', 'attribution']) {
      const begun = performance.now();
      const { status } = await product.as(REPORTER).post('/reports', report({ [field]: text }));
      expect([400, 413, 422]).toContain(status);
      // A pattern that backtracks takes minutes for these.
      expect(performance.now() - begun).toBeLessThan(10_000);
    }
  }
});

it.each([
  '/assets/..%2f..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/..%5c..%5cpackage.json',
  '/assets//etc/passwd',
  '/%00',
  '/api/v1/cases/..%2f..%2fdirectory',
  '/api/v1/cases/%2e%2e%2fintake/record',
])('reads nothing outside: %s', async (path) => {
  const answer = await asked(path, { headers: keyed(PERSON) });
  const text = await answer.text();
  expect([200, 400, 404, 503]).toContain(answer.status);
  expect(text).not.toMatch(/"devDependencies"|root:x:|"sha256"/);
});

it('unpacks nothing: a body that says it is packed is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000, 'a'));
  for (const encoding of ['gzip', 'deflate', 'br']) {
    const answer = await asked('/api/v1/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding, ...keyed(REPORTER) },
      body: new Uint8Array(bomb),
    });
    expect([400, 413, 415, 422]).toContain(answer.status);
  }
});

it('lets a report write no header of a mail, and no line of a log', async () => {
  const hostile = 'Huliaipole\r\nBcc: everybody@evil.example\r\n\r\n<script>alert(1)</script>';
  const { status } = await product.as(REPORTER).post(
    '/reports',
    report({
      sourceReportId: 'crlf',
      place: { sector: 'UA-65', description: hostile },
      kind: 'a\r\nBcc: x@evil.example',
    }),
  );
  // Refused, or taken as text: in no case a header.
  expect([201, 202, 422]).toContain(status);
  if (status !== 422) await (await CaseStory.open(product, '+0:10', { sector: 'UA-65' })).until('+0:11');
  const mails = await product.keptMails();
  expect(mails.length).toBeGreaterThan(0);
  for (const mail of mails) {
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.subject ?? '').not.toMatch(/[\r\n]/);
    expect(JSON.stringify(mail.to)).not.toContain('evil.example');
    expect(mail.html === false ? '' : mail.html).not.toContain('<script>alert');
  }
});

it('lets one key listen so often and no more, and others as ever', async () => {
  const streams: AbortController[] = [];
  const listen = async (office: string): Promise<number> => {
    const control = new AbortController();
    const { status } = await asked('/api/v1/events', { headers: keyed(office), signal: control.signal });
    if (status === 200) streams.push(control);
    else control.abort();
    return status;
  };
  const statuses: number[] = [];
  for (let count = 0; count < 25; count += 1) statuses.push(await listen(PERSON));
  expect(statuses.filter((one) => one === 200)).toHaveLength(20);
  expect(statuses.filter((one) => one === 503)).toHaveLength(5);
  expect(await listen('ua-mfa-duty')).toBe(200);
  for (const control of streams) control.abort();
});

it('cuts who sends slowly: headers without end, and a body without end', async () => {
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const adapter = createServer({ routes: new RouteTable(), log: quiet, secure: false, patienceMs: 1500 });
  const fastify = adapter.getInstance();
  fastify.post('/', async () => await Promise.resolve('never'));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = fastify.server.address() as AddressInfo;
  const ended = async (first: string, then: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    socket.on('error', () => undefined);
    socket.write(first);
    const dripping = setInterval(() => socket.writable && socket.write(then), 100);
    await once(socket, 'close');
    clearInterval(dripping);
    return text;
  };
  const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
  const answers = await Promise.all([
    ended('GET / HTTP/1.1\r\nhost: a\r\n', 'x-more: a\r\n'),
    ended(`${head}content-length: 60000\r\n\r\n{`, ' '),
  ]);
  for (const answer of answers) expect(answer).not.toContain('never');
  await fastify.close();
});
