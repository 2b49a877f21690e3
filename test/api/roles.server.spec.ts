/**
 * Every command of the OpenAPI document × everybody who could send it: whoever has no right is refused, in a problem
 * document, and changes nothing. A route that is new and not in the table fails: somebody has to say who may.
 */
import type { ApiAnswer } from '../../exercise/api-client.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';

/** An office of each kind that the plan and the directory know. */
const OFFICES = {
  machine: 'alert-network-feed',
  auditor: 'auditor',
  admin: 'admin',
  observers: 'observers-vienna-duty',
  legal: 'legal-kyiv-duty',
  watch: 'watch-kyiv-duty',
  diplomatic: 'fr-mfa-duty',
  military: 'ua-general-staff-duty',
  coalition: 'gb-mod-duty',
  us: 'us-state-duty',
} as const;
type Role = keyof typeof OFFICES;
const EVERYBODY = Object.keys(OFFICES) as Role[];
const RESPONDERS: Role[] = ['diplomatic', 'military', 'coalition', 'us'];

interface Right {
  may: readonly Role[];
  body?: (given: Given) => object;
}

interface Given {
  textHash: string;
  publicationHash: string;
  at: string;
  caseId: string;
}

const text = 'As seen.';

/** By method and path; RULES 6. */
const RIGHTS: Record<string, Right> = {
  'POST /api/v1/reports': {
    may: ['machine', 'watch', ...RESPONDERS],
    body: ({ at }) => ({
      source: 'roles',
      sourceReportId: 'one',
      occurredAt: at,
      place: { sector: 'UA-23' },
      kind: 'shelling',
      description: text,
    }),
  },
  'POST /api/v1/cases/{caseId}/recovery': { may: ['admin'], body: () => ({ reason: text }) },
  'POST /api/v1/cases/{caseId}/proposals': {
    may: RESPONDERS,
    body: () => ({ act: 'stand-down', text }),
  },
  'POST /api/v1/cases/{caseId}/proposals/{proposalId}/signatures': {
    may: RESPONDERS,
    body: ({ textHash }) => ({ textHash }),
  },
  'DELETE /api/v1/cases/{caseId}/proposals/{proposalId}': { may: [] },
  'POST /api/v1/cases/{caseId}/acknowledgements': {
    // Whoever was sent something; legal hears of the stand-down that is proposed.
    may: ['watch', 'legal', 'observers', ...RESPONDERS],
    body: () => ({}),
  },
  'DELETE /api/v1/cases/{caseId}/acknowledgements/{acknowledgementId}': { may: [] },
  'POST /api/v1/cases/{caseId}/duties/{dutyId}/completions': {
    may: ['diplomatic'],
    body: ({ at }) => ({ performedAt: at, text }),
  },
  'POST /api/v1/cases/{caseId}/duties/{dutyId}/completions/{completionId}/confirmations': {
    may: ['diplomatic', 'watch'],
    body: () => ({ text }),
  },
  'POST /api/v1/cases/{caseId}/completions/{completionId}/confirmations': {
    may: ['diplomatic', 'watch'],
    body: () => ({ text }),
  },
  'POST /api/v1/cases/{caseId}/duties/{dutyId}/waiver': { may: ['watch'], body: () => ({ reason: text }) },
  'POST /api/v1/cases/{caseId}/decisions': { may: ['coalition', 'us'], body: () => ({ choice: 'support', text }) },
  'POST /api/v1/cases/{caseId}/violations/{violationId}/standing': {
    may: ['watch', ...RESPONDERS],
    body: () => ({ standing: 'verified', text }),
  },
  'POST /api/v1/cases/{caseId}/violations/{violationId}/same-as': {
    may: ['watch'],
    body: () => ({ violationId: 'v2', text }),
  },
  'DELETE /api/v1/cases/{caseId}/violations/{violationId}/same-as': { may: ['watch'] },
  'POST /api/v1/reviews/{id}/outcome': { may: ['watch', 'legal'], body: () => ({ outcome: 'not-a-violation', text }) },
  'POST /api/v1/plans/{id}/versions/{version}/adoptions': {
    may: ['legal', 'diplomatic', 'coalition', 'us'],
    body: ({ caseId }) => ({ cases: [caseId] }),
  },
  'POST /api/v1/plans': { may: ['legal', 'admin'], body: () => ({}) },
  'POST /api/v1/directory': { may: ['legal', 'admin'], body: () => ({}) },
  'POST /api/v1/publications/{id}/signatures': {
    may: ['legal', 'admin'],
    body: ({ publicationHash }) => ({ hash: publicationHash }),
  },
  'DELETE /api/v1/publications/{id}': { may: [] },
  'POST /api/v1/texts/searches': { may: ['legal', 'admin'], body: () => ({ containing: text }) },
  'POST /api/v1/erasures': { may: ['legal', 'admin'], body: () => ({ texts: ['0'.repeat(64)], reason: text }) },
  'POST /api/v1/erasures/{id}/signatures': {
    may: ['legal', 'admin'],
    body: ({ publicationHash }) => ({ hash: publicationHash }),
  },
  'DELETE /api/v1/erasures/{id}': { may: [] },
  'POST /api/v1/directory/offices/{office}/test-notices': { may: ['watch', 'coalition', 'admin'] },
  'POST /api/v1/holds': { may: ['watch'], body: () => ({ minutes: 1, reason: text }) },
  'POST /api/v1/keys': { may: ['admin'], body: () => ({ office: 'gb-mod-duty' }) },
  'POST /api/v1/keys/{id}/confirmations': { may: ['legal'] },
  'DELETE /api/v1/keys/{id}': { may: ['admin'] },
  // This is the real world, whose keys direct no exercise (test/start/exercise-room.server.spec.ts has the other one).
  'POST /api/v1/exercises': { may: [], body: () => ({ script: 'quiet-case' }) },
  'POST /api/v1/exercises/current/hold': { may: [] },
  'POST /api/v1/exercises/current/release': { may: [] },
  'POST /api/v1/exercises/current/stop': { may: [] },
  'POST /api/v1/exercises/player': { may: [], body: () => ({ player: 'x' }) },
};

/** For whom no key is needed: whoever signs in, holds a link or is a witness proves it by what is sent. */
const OPEN = ['POST /api/v1/session', 'DELETE /api/v1/session', 'POST /a/{token}', 'POST /api/v1/seals/cosignatures'];

let product: Product;
let story: CaseStory;
let given: Given;
let ids: Record<string, string>;
let routes: string[];

const json = ({ body }: ApiAnswer): Record<string, string> => body as Record<string, string>;

beforeAll(async () => {
  product = await Product.start();
  story = await CaseStory.open(product);
  const alleged = await product.as('ua-mfa-duty').post('/reports', {
    ...RIGHTS['POST /api/v1/reports']?.body?.({
      textHash: '',
      publicationHash: '',
      at: product.at('+0:05'),
      caseId: '',
    }),
    sourceReportId: 'alleged',
    place: { sector: 'UA-63' },
    standing: 'alleged',
  });
  const { reviewId = '' } = json(alleged);
  const made = json(await product.known('ua-mfa-duty', proposing()));
  await story.done('+0:19', 'ua-mfa-duty', 'acknowledgements', {});
  await story.done('+0:20', 'ua-mfa-duty', 'duties/D1/completions', { performedAt: product.at('+0:15'), text });
  const next = { ...structuredClone(product.settings.directory), version: product.settings.directory.version + 1 };
  const published = json(await product.as('legal-brussels-duty').post('/directory', next));
  // What the house says of a refusal is words that can be erased at once.
  await product.as('auditor').post('/holds', { minutes: 1, reason: text });
  const search = await product.as('legal-brussels-duty').post('/texts/searches', { containing: 'watch' });
  const { texts } = search.body as { texts: { stream: string; hash: string }[] };
  const hashes = texts.filter(({ stream }) => stream === 'house').map(({ hash }) => hash);
  const erasing = json(
    await product.as('legal-brussels-duty').post('/erasures', { texts: hashes, reason: 'Of a test.' }),
  );
  const issued = json(await product.as('admin').post('/keys', { office: 'no-mod-duty' }));
  ids = {
    caseId: story.caseId,
    proposalId: made['proposalId'] ?? '',
    acknowledgementId: 'a1',
    dutyId: 'D1',
    completionId: 'c1',
    violationId: 'v1',
    version: String(product.settings.planRef.version),
    office: 'gb-mod-duty',
    reviews: reviewId,
    plans: product.settings.planRef.id,
    publications: published['publicationId'] ?? '',
    erasures: erasing['erasureId'] ?? '',
    keys: issued['id'] ?? '',
  };
  given = {
    textHash: made['textHash'] ?? '',
    publicationHash: '0'.repeat(64),
    at: product.at('+0:06'),
    caseId: story.caseId,
  };
  const document = (await (await fetch(new URL('/api/openapi.json', product.url))).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}, 400_000);
afterAll(() => product.stop(), 60_000);

const proposing = (): Promise<ApiAnswer> =>
  product.as('ua-mfa-duty').post(`/cases/${story.caseId}/proposals`, { act: 'stand-down', text: 'It is quiet.' });

/** `{id}` is named by the noun before it. */
const addressOf = (path: string): string =>
  path.replaceAll(/(\w+)\/\{(\w+)\}/g, (_, noun: string, name: string) => `${noun}/${ids[name] ?? ids[noun] ?? 'x'}`);

async function send(route: string, authorization?: string): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const body = RIGHTS[route]?.body?.(given);
  return await fetch(new URL(addressOf(path), product.url), {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

it('every command has a row that says who may', () => {
  expect(routes.filter((route) => !OPEN.includes(route)).sort()).toEqual(Object.keys(RIGHTS).sort());
});

it('nobody, a wrong key and whoever has no right are refused everywhere, and change nothing', async () => {
  const before = (await story.read()).stateHash;
  const wrong: string[] = [];
  let cells = 0;
  for (const [route, { may }] of Object.entries(RIGHTS)) {
    const asking: [string, string | undefined, number][] = [
      ['nobody', undefined, 401],
      ['a wrong key', 'Bearer not-a-key', 401],
      ...EVERYBODY.filter((role) => !may.includes(role)).map((role): [string, string, number] => [
        role,
        `Bearer ${product.keyOf(OFFICES[role])}`,
        403,
      ]),
    ];
    for (const [who, key, expected] of asking) {
      cells += 1;
      const response = await send(route, key);
      const problem = (await response.json()) as { detail?: string };
      if (response.status !== expected) wrong.push(`${route} by ${who}: ${response.status} ${problem.detail ?? ''}`);
    }
  }
  process.stdout.write(`roles: ${cells} refused cells of ${routes.length} commands\n`);
  expect(wrong).toEqual([]);
  expect((await story.read()).stateHash).toBe(before);
}, 400_000);

it('whoever may is let through to what the rules say of the moment', async () => {
  const wrong: string[] = [];
  for (const [route, { may }] of Object.entries(RIGHTS)) {
    for (const role of may) {
      const { status } = await send(route, `Bearer ${product.keyOf(OFFICES[role])}`);
      if (status === 401 || status === 403 || status >= 500) wrong.push(`${route} by ${role}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
}, 400_000);
