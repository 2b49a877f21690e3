/**
 * The API over all its controllers, without a world and without a server: a route that its router refuses, or a schema
 * of which no document can be made, fails here and not when a process starts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLinkKeys } from '../config/link-keys.js';
import { createApi } from './create-api.js';
import type { Api } from './create-api.js';
import { createLog } from './log/log.js';

const said: string[] = [];
let api: Api;

beforeAll(async () => {
  api = await createApi({
    worlds: [],
    clock: Date.now,
    log: createLog('warn', { write: (line: string) => void said.push(line) }),
    settings: { secure: true },
    links: parseLinkKeys(`k1 ${'5a'.repeat(32)}`, 'links of this spec'),
  });
  await api.app.getHttpAdapter().getInstance().ready();
});

afterAll(async () => await api.close());

it('has a route of every controller, and each in the table that answers 405', () => {
  const prefixes = controllers().map((file) => /@Controller\('([^']*)'\)/.exec(file)?.[1] ?? '');
  expect(prefixes.length).toBeGreaterThan(25);
  const paths = api.routes.all.map(({ path }) => path);
  const missing = prefixes.filter((prefix) => !paths.some((path) => path.startsWith(`/${prefix}`)));
  expect(missing).toEqual([]);
  // Two controllers without a prefix of their own.
  expect(paths).toEqual(expect.arrayContaining(['/health/live', '/cases/:caseId', '/api/v1/seals/checkpoint']));
});

it('starts without a warning of its router', () => {
  expect(said).toEqual([]);
});

it('has a document of its routes', async () => {
  const answer = await api.app.inject({ method: 'GET', url: '/api/openapi.json' });
  expect(answer.statusCode).toBe(200);
  const { paths } = answer.json<{ paths: Record<string, object> }>();
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/v1/reports', '/api/v1/cases/{caseId}']));
});

it('lives, and says of other addresses that there is nothing', async () => {
  expect((await api.app.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
  const answer = await api.app.inject({ method: 'GET', url: '/nowhere' });
  expect(answer.json()).toMatchObject({ status: 404, code: 'not-found' });
});

it('has browsers come over TLS alone where people reach it so, and name no address to others', async () => {
  for (const url of ['/health/live', '/nowhere', '/api/v1/cases']) {
    const { headers } = await api.app.inject({ method: 'GET', url });
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'referrer-policy': 'no-referrer',
    });
  }
});

const controllers = (): string[] =>
  readdirSync(__dirname, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.controller.ts'))
    .map((name) => readFileSync(join(__dirname, name), 'utf8'));
