/**
 * Hostile input on every route of the OpenAPI document, a new one included by itself: a 4xx problem document that says
 * what would be right, the case unchanged, and no workflow task that fails.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

interface Operation {
  method: string;
  path: string;
  takesBody: boolean;
}

const MIB = 1 << 20;
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

const WHOLE = {
  source: 'spec',
  sourceReportId: 'bad',
  occurredAt: '2027-03-27T20:00:00.000Z',
  place: { sector: 'UA-23' },
  kind: 'shelling',
  description: 'Of the spec.',
};
const report = (change: object): string => JSON.stringify({ ...WHOLE, ...change });

/** Bodies that no route takes. */
const BODIES: Record<string, string> = {
  'not JSON': '{"a":',
  nothing: '',
  null: 'null',
  'a number': '1',
  'a list': '[]',
  'an empty object': '{"unknown":true}',
  'unknown keys': report({ unknown: 1 }),
  'wrong types': report({ source: 1, place: [], occurredAt: {} }),
  '1 MiB': JSON.stringify({ description: 'x'.repeat(MIB) }),
  'deep nesting': nested(5000),
  'a lone surrogate': '{"text":"\\ud800","act":"stand-down"}',
  'a lone surrogate as a name': '{"\\ud800":1}',
  ['__proto__']: '{"__proto__":{"act":"stand-down"},"text":"a"}',
  constructor: '{"constructor":{"prototype":{"a":1}}}',
  'NUL in a text': report({ description: 'a\u0000b' }),
  'year 0': report({ occurredAt: '0000-01-01T00:00:00.000Z' }),
  'year 9999': report({ occurredAt: '9999-12-31T23:59:59.999Z' }),
  'year 10000': report({ occurredAt: '+010000-01-01T00:00:00.000Z' }),
  'an interval that ends before it begins': report({
    occurredAt: { earliest: '2027-03-27T20:00:00.000Z', latest: '2027-03-27T19:00:00.000Z' },
  }),
  'an unknown sector': report({ place: { sector: 'XX-99' } }),
  'a sector of Object.prototype': report({ place: { sector: 'constructor' } }),
  'a latitude beyond the pole': report({ place: { sector: 'UA-23', latitude: 91 } }),
};

/** In the place of an id. */
const IDS = [
  '__proto__',
  'constructor',
  '..%2f..%2fetc',
  '%00',
  '%ff',
  'x'.repeat(300),
  "'; DROP TABLE",
  '%F0%9F%92%A5',
];

let product: Product;
let story: CaseStory;
let operations: Operation[];
let key: Record<string, string>;

beforeAll(async () => {
  product = await Product.start();
  story = await CaseStory.open(product);
  await story.until('+0:11');
  const document = (await (await fetch(new URL('/api/openapi.json', product.url))).json()) as {
    paths: Record<string, Record<string, { requestBody?: unknown }>>;
  };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      takesBody: operation.requestBody !== undefined,
    })),
  );
  key = { authorization: `Bearer ${product.keyOf('ua-mfa-duty')}` };
}, 120_000);
afterAll(() => product.stop(), 60_000);

const GIVEN: Record<string, string> = {
  dutyId: 'D1',
  violationId: 'v1',
  proposalId: 'p1',
  completionId: 'c1',
  id: 'a1',
  version: '1',
};

const addressOf = ({ path }: Operation, replace: (name: string) => string | undefined = () => undefined): URL =>
  new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => {
      return replace(name) ?? (name === 'caseId' ? story.caseId : (GIVEN[name] ?? 'x'));
    }),
    product.url,
  );

/** `undefined` where the answer is what it should be. */
async function fault(address: URL, init: RequestInit): Promise<string | undefined> {
  const response = await fetch(address, init);
  const { status, headers } = response;
  const text = await response.text();
  const said = `${init.method} ${address.pathname}${address.search}: ${status} ${text.slice(0, 200)}`;
  if (status < 400 || status >= 500) return said;
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${said} (no problem document)`;
  const problem = JSON.parse(text) as Record<string, unknown>;
  const whole = ['type', 'title', 'detail', 'code'].every((name) => typeof problem[name] === 'string');
  return whole && problem['status'] === status ? undefined : `${said} (not whole)`;
}

const faultsOf = async (tried: Promise<string | undefined>[]): Promise<string[]> =>
  (await Promise.all(tried)).filter((one) => one !== undefined);

describe('bad input', () => {
  let before: string;
  beforeAll(async () => {
    before = (await story.read()).stateHash;
  });

  it.each(Object.keys(BODIES))(
    'is refused with a problem document on every route that takes a body: %s',
    async (name) => {
      const taking = operations.filter(({ takesBody }) => takesBody);
      expect(taking.length).toBeGreaterThanOrEqual(10);
      const faults: string[] = [];
      for (const operation of taking) {
        const init = {
          method: operation.method,
          headers: { ...key, 'content-type': 'application/json' },
          body: BODIES[name],
        };
        const found = await fault(addressOf(operation), init as RequestInit);
        if (found !== undefined) faults.push(found);
      }
      expect(faults).toEqual([]);
    },
  );

  it('is refused in the place of every id', async () => {
    const withIds = operations.filter(({ path }) => path.includes('{'));
    const tried = withIds.flatMap((operation) =>
      IDS.map((id) => {
        const body = operation.takesBody ? { body: '{}' } : {};
        const headers = { ...key, 'content-type': 'application/json' };
        return fault(
          addressOf(operation, () => id),
          { method: operation.method, headers, ...body },
        );
      }),
    );
    expect(await faultsOf(tried)).toEqual([]);
  });

  it('is refused as a query, as a media type, as a method and as a key', async () => {
    const reads = operations.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1'));
    const list = new URL('/api/v1/cases', product.url);
    const query = (text: string): Promise<string | undefined> =>
      fault(new URL(`?${text}`, list), { method: 'GET', headers: key });
    const post = (headers: Record<string, string>, body: string | Uint8Array): Promise<string | undefined> =>
      fault(new URL('/api/v1/reports', product.url), { method: 'POST', headers: { ...key, ...headers }, body });
    const tried = [
      ...['limit=0', 'limit=501', 'limit=a', 'status=burning', 'cursor=AAAA', 'unknown=1', 'limit=1&limit=2'].map(
        query,
      ),
      post({ 'content-type': 'text/xml' }, '<a/>'),
      post({ 'content-type': 'application/json' }, new Uint8Array([0xff, 0xfe, 0x7b])),
      post({ 'content-type': 'application/json', 'idempotency-key': 'x'.repeat(300) }, report({})),
      fault(list, { method: 'PATCH', headers: key }),
      ...reads.map((one) => fault(addressOf(one), { method: 'GET', headers: { authorization: 'Bearer nobody' } })),
      ...reads.map((one) => fault(addressOf(one), { method: 'GET', headers: { ...key, accept: 'image/png' } })),
    ];
    expect(await faultsOf(tried)).toEqual([]);
  });

  it('changed nothing, and failed no workflow task', async () => {
    const { stateHash, temporal } = await story.read();
    expect(stateHash).toBe(before);
    const handle = product.server.env.client.workflow.getHandle(temporal.workflowId);
    expect(JSON.stringify(historyToJSON(await handle.fetchHistory()))).not.toContain('WORKFLOW_TASK_FAILED');
  });

  it('named the faults of a report by their paths', async () => {
    const { body } = await product
      .as('ua-mfa-duty')
      .post('/reports', { ...WHOLE, kind: 1, place: { sector: 'XX-99', x: 1 } });
    const paths = (body as { errors: { path: string }[] }).errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/kind', '/place']));
  });
});
