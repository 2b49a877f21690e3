import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LIMITS } from '../../api/access/limits.js';
import { exampleDirectory } from '../support/seed.js';
import { freePort } from '../support/free-port.js';
import { Product } from '../support/product.js';

const SIGN_INS = 40;

/** As a browser keeps them; one for each host and port is enough here. */
class Jar {
  private readonly cookies = new Map<string, Map<string, string>>();

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const own = this.cookies.get(host) ?? new Map<string, string>();
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', ...value] = (line.split(';')[0] ?? '').split('=');
      own.set(name, value.join('='));
    }
    this.cookies.set(host, own);
    return answer;
  }

  set(url: string, name: string, value: string): void {
    this.cookies.get(new URL(url).host)?.set(name, value);
  }

  get(url: string, name: string): string {
    return this.cookies.get(new URL(url).host)?.get(name) ?? '';
  }
}

describe('single sign-on', () => {
  let product: Product;
  let issuer: ChildProcess;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    const base = exampleDirectory();
    const offices = base.offices.map((office) =>
      office.id === 'ua-mfa-duty' ? { ...office, signOn: [{ subject: 'oksana', person: 'ua-mfa-1' }] } : office,
    );
    const signOn = {
      issuer: `http://127.0.0.1:${port}`,
      clientId: 'holdfire',
      clientSecret: 'a-secret-of-the-tests',
      publicUrl: 'http://127.0.0.1:0',
    };
    product = await Product.start({
      directory: { ...base, offices },
      api: { signOn, limits: { ...LIMITS, signIns: SIGN_INS } },
    });
    signOn.publicUrl = product.url;
  }, 120_000);
  afterAll(async () => {
    issuer?.kill();
    await product.stop();
  }, 180_000);

  async function startIssuer(): Promise<void> {
    const file = join(__dirname, '..', 'support', 'issuer.mjs');
    const env = { ...process.env, NODE_OPTIONS: '' };
    issuer = fork(file, [String(port), `${product.url}/auth/callback`], { silent: true, env, execArgv: [] });
    await once(issuer.stdout as NodeJS.ReadableStream, 'data');
  }

  /** Through the issuer's own pages, until it sends the browser back: the address of the callback. */
  async function signsIn(jar: Jar, name: string): Promise<string> {
    const login = await jar.fetch(`${product.url}/auth/login`);
    expect(login.status).toBe(302);
    let next = login.headers.get('location') ?? '';
    for (let steps = 0; steps < 12 && !next.startsWith(product.url); steps += 1) {
      const page = await jar.fetch(next);
      const location = page.headers.get('location');
      if (location !== null) {
        next = new URL(location, next).href;
        continue;
      }
      const html = await page.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '';
      const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? '';
      const body = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login: name, password: 'any' } : {}) });
      const sent = await jar.fetch(new URL(action, next), { method: 'POST', body });
      next = new URL(sent.headers.get('location') ?? '', next).href;
    }
    return next;
  }

  const me = async (jar: Jar) => {
    const answer = await jar.fetch(`${product.url}/api/v1/me`, { headers: { 'sec-fetch-site': 'same-origin' } });
    return { status: answer.status, body: (await answer.json()) as { office?: string; person?: string } };
  };

  it('is away: 503 with a sentence, and keys go on working', async () => {
    const answer = await fetch(`${product.url}/auth/login`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    expect((await product.as('ua-mfa-duty').get('/me')).status).toBe(200);
  }, 180_000);

  it('signs in whom the directory names, as an office and a person of it', async () => {
    await startIssuer();
    const jar = new Jar();
    const callback = await signsIn(jar, 'oksana');
    const done = await jar.fetch(callback);
    expect([done.status, done.headers.getSetCookie().join()]).toEqual([
      200,
      expect.stringMatching(/HttpOnly; SameSite=Strict/),
    ]);
    expect(await me(jar)).toMatchObject({ status: 200, body: { office: 'ua-mfa-duty', person: 'ua-mfa-1' } });
    // The same callback again, in the same browser and in another.
    expect((await jar.fetch(callback)).status).toBe(401);
    expect((await new Jar().fetch(callback)).status).toBe(401);
  }, 180_000);

  it('lets nobody in whom the directory does not name', async () => {
    const jar = new Jar();
    const refused = await jar.fetch(await signsIn(jar, 'somebody'));
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      403,
      expect.stringContaining('names no office for you'),
    ]);
    expect((await me(jar)).status).toBe(401);
  }, 180_000);

  it('takes no callback with another state, another login or an altered cookie', async () => {
    const jar = new Jar();
    const callback = new URL(await signsIn(jar, 'oksana'));
    const other = new Jar();
    await signsIn(other, 'oksana');
    const login = jar.get(product.url, 'holdfire-login');
    const state = new URL(callback);
    state.searchParams.set('state', 'another');
    expect((await jar.fetch(state)).status).toBe(401);
    jar.set(product.url, 'holdfire-login', other.get(product.url, 'holdfire-login'));
    expect((await jar.fetch(callback)).status).toBe(401);
    jar.set(product.url, 'holdfire-login', `${login.slice(0, -2)}AA`);
    expect((await jar.fetch(callback)).status).toBe(401);
    jar.set(product.url, 'holdfire-session', login);
    expect((await me(jar)).status).toBe(401);
  }, 180_000);

  it('ends with the place in the directory, and so do the event streams that were opened with it', async () => {
    const jar = new Jar();
    expect((await jar.fetch(await signsIn(jar, 'oksana'))).status).toBe(200);
    const { status, body } = await jar.fetch(`${product.url}/api/v1/events`);
    expect(status).toBe(200);
    const { directory } = product.settings;
    const offices = directory.offices.map(({ signOn: _, ...office }) => office);
    const without = { ...directory, offices, version: directory.version + 1 };
    const { body: proposed } = await product.as('legal-kyiv-duty').post('/directory', without);
    const { publicationId, hash } = proposed as { publicationId: string; hash: string };
    expect((await product.as('admin').post(`/publications/${publicationId}/signatures`, { hash })).status).toBe(200);
    while ((await me(jar)).status === 200) await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await me(jar)).status).toBe(401);
    expect(await new Response(body).text()).toContain('heartbeat');
  }, 180_000);

  it('is asked so often by one address and no more, and keys go on working', async () => {
    const answers: Response[] = [];
    for (let nth = 0; nth < SIGN_INS + 1; nth += 1) {
      answers.push(await fetch(`${product.url}/auth/callback?state=${nth}`, { redirect: 'manual' }));
    }
    expect(answers.at(-1)?.status).toBe(429);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await fetch(`${product.url}/auth/login`, { redirect: 'manual' })).status).toBe(429);
    expect((await product.as('ua-mfa-duty').get('/me')).status).toBe(200);
  }, 180_000);
});
