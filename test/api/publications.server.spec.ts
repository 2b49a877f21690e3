/** A plan and a directory published over the API: legal and an administrator over one hash, and what changes with it. */
import { readFileSync } from 'node:fs';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import type { Directory } from '../../domain/directory/directory.js';
import { CaseStory } from '../support/case-story.js';
import { planFile, rawPlan, spoilt } from '../support/plan-text.js';
import { shippedPlan } from '../support/seed.js';
import { Product } from '../support/product.js';

const LEGAL = 'legal-kyiv-duty';
const ADMIN = 'admin';

interface Row {
  publicationId: string;
  hash: string;
  state: string;
  needs?: { en: string };
  version: number;
}

describe('publications', () => {
  let product: Product;
  let story: CaseStory;
  beforeAll(async () => {
    product = await Product.start();
    story = await CaseStory.open(product);
  }, 180_000);
  afterAll(() => product.stop(), 60_000);

  const { version: own } = shippedPlan().plan;
  /** The shipped plan as its `nth` version after the one that this world began with. */
  const plan = (nth: number): unknown => spoilt(rawPlan(), '/version', own + nth);
  const status = async (office: string, path: string, body: unknown): Promise<number> =>
    (await product.as(office).post(path, body)).status;
  const row = async (office: string, path: string, body: unknown): Promise<Row> => {
    const answer = await product.as(office).post(path, body);
    expect([answer.status < 300, answer.body]).toEqual([true, expect.anything()]);
    return answer.body as Row;
  };
  const changed = (version: number, change: (directory: Directory) => void): Directory => {
    const directory = structuredClone({ ...product.settings.directory, version });
    change(directory);
    return directory;
  };
  const published = async (path: string, body: unknown): Promise<void> => {
    const { publicationId, hash } = await row(LEGAL, path, body);
    const signed = await product.as(ADMIN).post(`/publications/${publicationId}/signatures`, { hash });
    expect([signed.status, signed.body]).toEqual([200, expect.objectContaining({ state: 'in-force' })]);
  };
  const eventually = async <T>(read: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; tries < 150; tries += 1) {
      const found = await read();
      if (holds(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`It did not come: ${JSON.stringify(await read()).slice(0, 500)}`);
  };

  it('are for legal and administrators, and show every fault', async () => {
    for (const office of ['watch-kyiv-duty', 'us-state-duty', 'auditor', 'alert-network-feed']) {
      expect(await status(office, '/plans', plan(1))).toBe(403);
    }
    const faulty = spoilt(spoilt(plan(1), '/duties/0/due', 'P1D'), '/gates/0/phase', 9);
    const { status: code, body } = await product.as(LEGAL).post('/plans', faulty);
    const { errors } = body as { errors: { path: string }[] };
    expect([code, errors.map(({ path }) => path)]).toEqual([422, expect.arrayContaining(['/duties/0/due'])]);
    expect(errors.length).toBeGreaterThan(1);
    expect(await status(LEGAL, '/plans', plan(0))).toBe(409);
    expect(await product.as(LEGAL).get('/publications')).toMatchObject({ status: 200, body: { publications: [] } });
  });

  it('are taken as YAML, with line and column of a fault; YAML is for nothing else', async () => {
    const text = readFileSync(planFile(), 'utf8').replace(/^version: \d+$/m, 'version: one');
    const send = async (path: string, body: string, query = ''): Promise<{ status: number; body: string }> => {
      const answer = await fetch(`${product.url}/api/v1${path}${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${product.keyOf(LEGAL)}`, 'content-type': 'application/yaml' },
        body,
      });
      return { status: answer.status, body: await answer.text() };
    };
    const refused = await send('/plans', text);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/Line \d+, column 1: /);
    expect((await send('/plans', '{a: [', '')).status).toBe(422);
    expect((await send('/plans', 'just words')).status).toBe(422);
    expect((await send('/reports', 'a: 1')).status).toBe(415);
    const tried = await send('/plans', text.replace('version: one', `version: ${own + 1}`), '?dryRun=true');
    expect([tried.status, JSON.parse(tried.body)]).toEqual([200, expect.objectContaining({ allowed: true })]);
  });

  test.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['lists for tables', '{"duties":[[],null,1],"offices":{},"parties":[null],"rosters":[{}],"keys":[[]]}'],
    ['deep nesting', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['names of objects', '{"__proto__":{"id":"seed"},"constructor":1}'],
    ['half a surrogate pair', '{"id":"\\ud800"}'],
    ['more than a megabyte', JSON.stringify({ id: 'x'.repeat(1 << 20) })],
  ])('refuse %s from who may publish, with a problem document', async (_, body) => {
    for (const type of ['application/json', 'application/yaml']) {
      for (const path of ['/plans', '/directory', '/publications/u1/signatures']) {
        const headers = { authorization: `Bearer ${product.keyOf(LEGAL)}`, 'content-type': type };
        const answer = await fetch(`${product.url}/api/v1${path}`, { method: 'POST', headers, body });
        const said = `${path} ${type}: ${answer.status} ${(await answer.text()).slice(0, 200)}`;
        expect(said).toMatch(/: (400|413|415|422) \{"type":"urn:holdfire:problem:/);
      }
    }
  });

  it('come into force with the second signature, by another person over the same hash', async () => {
    const proposed = await row(LEGAL, '/plans', plan(1));
    expect(proposed).toMatchObject({
      state: 'open',
      version: own + 1,
      needs: { en: expect.stringContaining('administrator') },
    });
    const path = `/publications/${proposed.publicationId}/signatures`;
    const { hash } = proposed;
    expect(await status(LEGAL, path, { hash })).toBe(409);
    expect(await status('legal-brussels-duty', path, { hash })).toBe(409);
    expect(await status('watch-kyiv-duty', path, { hash })).toBe(403);
    expect(await status(ADMIN, path, { hash: 'a'.repeat(64) })).toBe(409);
    expect(await status(ADMIN, '/publications/u99/signatures', { hash })).toBe(404);
    expect(await status(LEGAL, '/plans', plan(2))).toBe(409);
    expect((await product.as(ADMIN).get(`/plans/seed/versions/${own + 1}`)).status).toBe(404);
    expect((await story.read()).newerPlan).toBeUndefined();

    const signed = await product.as(ADMIN).post(path, { hash });
    expect([signed.status, signed.body]).toEqual([200, expect.objectContaining({ state: 'in-force' })]);
    expect(await status(ADMIN, path, { hash })).toBe(409);
    expect(await product.as('watch-kyiv-duty').get(`/plans/seed/versions/${own + 1}`)).toMatchObject({
      status: 200,
      body: { hash },
    });
    expect(await product.as('watch-kyiv-duty').get('/plans')).toMatchObject({
      body: {
        plans: [
          { version: own + 1, hash, ofNewCases: true },
          { version: own, ofNewCases: false },
        ],
      },
    });
    const difference = await product.as('watch-kyiv-duty').get(`/plans/seed/versions/${own}/difference`);
    expect(difference).toMatchObject({ status: 200, body: { differences: [{ path: '/version' }] } });
    const { newerPlan, plan: kept } = await story.read();
    expect([kept.version, newerPlan]).toEqual([own, expect.objectContaining({ id: 'seed', version: own + 1, hash })]);
    const next = await CaseStory.open(product, '+0:20', { sector: 'UA-65' });
    expect((await next.read()).plan).toEqual({ id: 'seed', version: own + 1, hash });
    const other = spoilt(plan(1), '/title/en', 'Another title');
    expect(await status(LEGAL, '/plans', other)).toBe(409);
  }, 180_000);

  it('are announced to everybody, once', async () => {
    const mails = await eventually(
      async () =>
        (await product.keptMails()).filter(({ headers }) => headers.get('x-holdfire-topic') === 'plan-published'),
      (found) => found.length > 10,
    );
    expect(mails[0]?.text).toMatch(/legal-kyiv-duty and admin|legal-kyiv-duty і admin/);
  }, 180_000);

  it('answer a repetition with the first answer, and let the proposer withdraw', async () => {
    const again = async (body: unknown): Promise<{ status: number; body: unknown }> =>
      await product.as('legal-brussels-duty').post('/plans', body, 'once');
    const [first, second] = [await again(plan(4)), await again(plan(4))];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect((await again(plan(5))).status).toBe(409);
    const { publicationId, hash } = first.body as Row;
    expect((await product.as(ADMIN).call('DELETE', `/publications/${publicationId}`)).status).toBe(403);
    const gone = await product.as('legal-brussels-duty').call('DELETE', `/publications/${publicationId}`);
    expect(gone).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect(await status(ADMIN, `/publications/${publicationId}/signatures`, { hash })).toBe(410);
  });

  it('refuse a directory that leaves a group unreachable, or a machine in an office’s place', async () => {
    const without = changed(2, ({ offices }) => {
      for (const office of offices) office.groups = office.groups.filter((group) => group !== 'us');
    });
    const { status: code, body } = await product.as(LEGAL).post('/directory', without);
    const { errors } = body as { errors: { message: string }[] };
    expect(code).toBe(422);
    expect(errors.some(({ message }) => message.includes('No office of the directory belongs to "us"'))).toBe(true);
    const machine = changed(2, ({ offices }) => {
      for (const office of offices) if (office.id === 'ua-mfa-duty') office.delegate = 'alert-network-feed';
    });
    const refused = await product.as(LEGAL).post('/directory', machine);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([422, expect.stringContaining('is a machine')]);
    expect(
      await status(
        LEGAL,
        '/directory',
        changed(1, () => undefined),
      ),
    ).toBe(409);
  });

  it('change rights, addresses and open cases without a restart', async () => {
    const before = (await story.read()).directoryHash;
    const to = 'moved-observer@elsewhere.example.org';
    await published(
      '/directory',
      changed(2, (directory) => {
        const watch = directory.offices.find(({ id }) => id === 'watch-kyiv-deputy');
        if (watch) watch.groups = ['watch'];
        const observer = directory.offices.find(({ id }) => id === 'observers-vienna-duty');
        if (observer) observer.channels = [{ kind: 'email', address: to }];
        directory.keys = [];
      }),
    );
    const read = await product.as('watch-kyiv-deputy').get('/me');
    expect(read).toMatchObject({ status: 200, body: { groups: ['watch'] } });
    const { hash, ...directory } = (await product.as(ADMIN).get('/directory')).body as { hash: string };
    expect(directory).toMatchObject({ version: 2 });
    expect(JSON.stringify(directory)).not.toMatch(/elsewhere|whsec_|sha256/);
    const { directoryHash } = await eventually(
      () => story.read(),
      (found: CaseDocument) => found.directoryHash !== before,
    );
    expect(directoryHash).toBe(hash);
    const timeline = (await product.record(`case/${story.caseId}`)).flatMap(
      ({ body }) => (body as { events: { type: string }[] }).events,
    );
    expect(timeline.filter(({ type }) => type === 'directory-changed')).toHaveLength(1);

    const asked = await product.as('watch-kyiv-duty').post('/directory/offices/observers-vienna-duty/test-notices', {});
    expect(asked.status).toBe(201);
    const mails = await eventually(
      async () => (await product.keptMails()).filter(({ to: who }) => JSON.stringify(who ?? '').includes(to)),
      (found) => found.some(({ headers }) => headers.get('x-holdfire-topic') === 'channel-test'),
    );
    expect(mails.length).toBeGreaterThan(0);
    const reach = await eventually(
      async () =>
        (await product.as(ADMIN).get('/directory')).body as { reach: Record<string, { verifiedAt?: string }[]> },
      (found) => found.reach['observers-vienna-duty']?.[0]?.verifiedAt !== undefined,
    );
    expect(reach.reach['observers-vienna-duty']).toEqual([
      expect.objectContaining({
        kind: 'email',
        lastTest: expect.objectContaining({ outcome: 'handed-over' }) as unknown,
      }),
    ]);
    expect(await status('us-state-duty', '/directory/offices/observers-vienna-duty/test-notices', {})).toBe(403);
    expect(await status(ADMIN, '/directory/offices/nobody/test-notices', {})).toBe(404);
  }, 180_000);

  it('let an office end at its instant: its key, its notices and what open cases see', async () => {
    await published(
      '/directory',
      changed(3, ({ offices }) => {
        const office = offices.find(({ id }) => id === 'observers-geneva-duty');
        if (office) Object.assign(office, { to: product.at('+2:00'), successor: 'observers-vienna-duty' });
      }),
    );
    const geneva = product.as('observers-geneva-duty');
    expect((await geneva.get('/me')).status).toBe(200);
    const { hash: before } = (await product.as(ADMIN).get('/directory')).body as { hash: string };
    await eventually(
      () => story.read(),
      ({ directoryHash }) => directoryHash === before,
    );
    await product.waitUntil('+2:00');
    await eventually(
      () => story.read(),
      ({ directoryHash }) => directoryHash !== before,
    );
    expect((await geneva.get('/me')).status).toBe(401);
    expect((await product.as(ADMIN).get('/directory')).body).toMatchObject({
      version: 3,
      successors: { 'observers-geneva-duty': 'observers-vienna-duty' },
    });
  }, 180_000);

  it('lapse after 24 hours', async () => {
    const { publicationId, hash } = await row(LEGAL, '/plans', plan(6));
    await product.waitUntil('+27:00');
    expect(await status(ADMIN, `/publications/${publicationId}/signatures`, { hash })).toBe(410);
    const { body } = await eventually(
      () => product.as(ADMIN).get('/publications'),
      (found) => (found.body as { publications: Row[] }).publications.some(({ state }) => state === 'lapsed'),
    );
    expect(
      (body as { publications: Row[] }).publications.find((one) => one.publicationId === publicationId)?.state,
    ).toBe('lapsed');
  }, 180_000);
});
