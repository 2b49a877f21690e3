import { ApiClient } from '../../exercise/api-client.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

interface Issued {
  id: string;
  key: string;
  confirmed: boolean;
  scope: string;
  to: string;
}

describe('keys', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start();
    story = await CaseStory.open(product);
    await story.until('+0:12');
  }, 120_000);
  afterAll(() => product.stop(), 120_000);

  const issues = async (body: object, by = 'admin'): Promise<ApiAnswer> => await product.as(by).post('/keys', body);

  async function issued(body: object): Promise<Issued & { client: ApiClient }> {
    const { status, body: answer } = await issues(body);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(answer)}`);
    return { ...(answer as Issued), client: new ApiClient(product.url, (answer as Issued).key) };
  }

  const confirms = async (by: string | ApiClient, id: string): Promise<number> =>
    (await (typeof by === 'string' ? product.as(by) : by).call('POST', `/keys/${id}/confirmations`)).status;

  const proposes = async (client: ApiClient, act = 'stand-down'): Promise<ApiAnswer> =>
    await client.post(`/cases/${story.caseId}/proposals`, { act, text: 'Firing has stopped.' });

  it('are shown once, are 256 random bits, and stand in the record by their hash alone', async () => {
    const { key, id, to, scope } = await issued({ office: 'ua-mfa-duty', label: 'night shift', expiresInDays: 30 });
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(scope).toBe('all');
    expect(Date.parse(to) - Date.parse(product.at('+0:12'))).toBeGreaterThanOrEqual(30 * 24 * 3600 * 1000);
    const { body } = await product.as('admin').get('/keys');
    expect(JSON.stringify(body)).not.toContain(key);
    expect(JSON.stringify(await product.record('keys'))).not.toContain(key);
    expect((body as { keys: { id: string }[] }).keys.find((row) => row.id === id)).toMatchObject({
      office: 'ua-mfa-duty',
      confirmed: false,
      issuedBy: 'admin',
      state: 'in-force',
    });
  }, 180_000);

  it('are issued by administrators, for 90 days at most, to an office that there is', async () => {
    const statuses = await Promise.all([
      issues({ office: 'ua-mfa-duty' }, 'watch-kyiv-duty'),
      issues({ office: 'ua-mfa-duty' }, 'alert-network-feed'),
      issues({ office: 'ua-mfa-duty' }, 'auditor'),
      issues({ office: 'ua-mfa-duty', expiresInDays: 91 }),
      issues({ office: 'nobody' }),
      issues({ office: 'alert-network-feed', scope: 'all' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 422, 422, 422]);
  }, 180_000);

  it('make no quorum by being issued: they sign nothing until somebody else has confirmed them', async () => {
    const ukraine = await issued({ office: 'ua-mfa-duty' });
    const france = await issued({ office: 'fr-mfa-duty' });
    expect([(await proposes(ukraine.client)).status, (await proposes(france.client)).status]).toEqual([403, 403]);
    // Neither the administrator, nor its holder, nor another that nobody confirmed, nor a foreign organisation.
    const second = await issued({ office: 'ua-mfa-duty' });
    expect(await confirms('admin', ukraine.id)).toBe(403);
    expect(await confirms(ukraine.client, ukraine.id)).toBe(409);
    expect(await confirms(second.client, ukraine.id)).toBe(403);
    expect(await confirms('fr-mfa-duty', ukraine.id)).toBe(403);
    const legal = await issued({ office: 'legal-kyiv-duty' });
    expect(await confirms(legal.client, ukraine.id)).toBe(403);
    const admin = await issued({ office: 'admin' });
    expect((await admin.client.post('/keys', { office: 'us-state-duty' })).status).toBe(403);
    expect((await story.read()).proposals).toEqual([]);
    // A colleague of the organisation does; from then on it signs.
    expect(await confirms('ua-mfa-head', ukraine.id)).toBe(200);
    expect(await confirms('ua-mfa-head', ukraine.id)).toBe(409);
    expect(await confirms('legal-brussels-duty', france.id)).toBe(200);
    const { status, body } = await proposes(ukraine.client);
    expect(status).toBe(201);
    const { proposalId } = body as { proposalId: string };
    await ukraine.client.call('DELETE', `/cases/${story.caseId}/proposals/${proposalId}`);
  }, 180_000);

  it('make no quorum for offices that may sign only later', async () => {
    const offices = ['ua-mfa-deputy', 'gb-mod-deputy'];
    const [ukraine, britain] = await Promise.all(offices.map((office) => issued({ office })));
    if (!ukraine || !britain) throw new Error('No keys.');
    const directory = structuredClone({ ...product.settings.directory, version: 100 });
    for (const { id, groups } of directory.offices) {
      if (id === offices[0]) groups.push('ukraine-diplomatic');
      if (id === offices[1]) groups.push('coalition');
    }
    const { body } = await product.as('legal-kyiv-duty').post('/directory', directory);
    const { publicationId, hash } = body as { publicationId: string; hash: string };
    expect((await product.as('admin').post(`/publications/${publicationId}/signatures`, { hash })).status).toBe(200);
    for (const { client } of [ukraine, britain]) {
      // Until the case has the new directory, the office has no group in it.
      let answer = await proposes(client);
      while (JSON.stringify(answer.body).includes('may not sign')) answer = await proposes(client);
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([403, expect.stringContaining('not confirmed yet')]);
    }
    expect(await confirms('ua-mfa-head', ukraine.id)).toBe(200);
    const { status, body: proposed } = await proposes(ukraine.client);
    expect(status).toBe(201);
    const { proposalId } = proposed as { proposalId: string };
    await ukraine.client.call('DELETE', `/cases/${story.caseId}/proposals/${proposalId}`);
  }, 180_000);

  it('do no more than they were issued for', async () => {
    const reads = await issued({ office: 'watch-kyiv-duty', scope: 'read' });
    const reports = await issued({ office: 'watch-kyiv-duty', scope: 'report' });
    const machine = await issued({ office: 'alert-network-feed' });
    expect([reads.confirmed, reports.confirmed, machine.confirmed, machine.scope]).toEqual([
      true,
      true,
      true,
      'report',
    ]);
    const report = (nth: number) => ({
      source: 'keys',
      sourceReportId: String(nth),
      occurredAt: product.t0,
      place: { sector: 'UA-23' },
      kind: 'shelling',
      description: 'One of a key.',
    });
    const waiver = { reason: 'No object.' };
    const path = `/cases/${story.caseId}/duties/D3/waiver`;
    const answers = await Promise.all([
      reads.client.get(`/cases/${story.caseId}`),
      reads.client.post('/reports', report(1)),
      reports.client.post(path, waiver),
      product.known('alert-network-feed', machine.client.post('/reports', report(2))),
    ]);
    expect(answers.map(({ status }) => status).slice(0, 3)).toEqual([200, 403, 403]);
    expect([200, 201]).toContain(answers[3]?.status);
  }, 180_000);

  it('end at once when they are revoked, those of the directory too, but never the last of the administrators', async () => {
    const { client, id } = await issued({ office: 'ua-president-duty' });
    expect((await client.get('/me')).status).toBe(200);
    expect((await product.as('fr-mfa-duty').call('DELETE', `/keys/${id}`)).status).toBe(403);
    expect((await client.call('DELETE', `/keys/${id}`)).status).toBe(200);
    const { status, body } = await client.get('/me');
    expect([status, (body as { detail: string }).detail]).toEqual([401, expect.stringContaining('was revoked at')]);
    expect((await product.as('admin').call('DELETE', '/keys/ro-mod-duty')).status).toBe(200);
    expect((await product.as('ro-mod-duty').get('/me')).status).toBe(401);
    expect((await product.as('admin').call('DELETE', '/keys/admin')).status).toBe(409);
    expect((await product.as('admin').call('DELETE', '/keys/k999')).status).toBe(404);
  }, 180_000);

  it('end the event streams that were opened with them', async () => {
    const { id, key } = await issued({ office: 'observers-vienna-duty' });
    const headers = { authorization: `Bearer ${key}` };
    const { status, body } = await fetch(`${product.url}/api/v1/events`, { headers });
    expect(status).toBe(200);
    expect((await product.as('admin').call('DELETE', `/keys/${id}`)).status).toBe(200);
    // What happens now is no longer for this key: the stream ends, and nothing of the case was on it.
    await story.reports('+0:13', '+0:11');
    const told = await new Response(body).text();
    expect(told).not.toContain(story.caseId);
    expect((await fetch(`${product.url}/api/v1/events`, { headers })).status).toBe(401);
  }, 180_000);

  it('answer the same request once, without the key the second time', async () => {
    const body = { office: 'de-mfa-duty' };
    const first = await product.as('admin').post('/keys', body, 'one-key');
    const again = await product.as('admin').post('/keys', body, 'one-key');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toMatchObject({ id: (first.body as Issued).id });
    expect(again.body).not.toHaveProperty('key');
    const other = await product.as('admin').post('/keys', { office: 'gb-fcdo-duty' }, 'one-key');
    expect(other.status).toBe(409);
  }, 180_000);

  it('expire, and say when', async () => {
    const { client } = await issued({ office: 'observers-vienna-duty', expiresInDays: 1 });
    expect((await client.get('/me')).status).toBe(200);
    await product.waitUntil('+25:00');
    const { status, body } = await client.get('/me');
    expect([status, (body as { detail: string }).detail]).toEqual([
      401,
      expect.stringContaining('This key expired at'),
    ]);
  }, 180_000);
});
