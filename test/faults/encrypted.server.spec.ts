/**
 * The whole product with encrypted payloads, on the real server: turned on while a case is open, its key changed, a key
 * missing; and somebody who can write to the server, with nothing but Temporal's own program, against all of it.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { parseCodecKeys } from '../../config/codec-keys.js';
import { instant } from '../../domain/instant.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { ensureTemporal } from '../../scripts/ensure-temporal.mjs';
import { caseStream, caseWorkflowId } from '../../workflows/messages.js';
import { CaseStory } from '../support/case-story.js';
import { Product } from '../support/product.js';
import { replayed } from '../support/replayed.js';

jest.setTimeout(400_000);

const run = promisify(execFile);
const line = (id: string): string => `${id} ${randomBytes(32).toString('hex')}\n`;
const [K1, K2] = [line('k1'), line('k2')];
const OLD_SECTOR = 'UA-23';
const SECTOR = 'UA-14';
const UI = 'http://127.0.0.1:8233';

let product: Product;
let program: string;
/** Opened before encryption was turned on, and after. */
let before: CaseStory;
let after: CaseStory;

beforeAll(async () => {
  program = await ensureTemporal();
  // Slow enough for nothing to fall due meanwhile.
  product = await Product.start({ speed: 2, watches: true, patienceMs: 4000, api: { temporalUiOrigin: UI } });
});
afterAll(() => product.stop());

const workflowOf = (sector: string): string => caseWorkflowId(product.settings.agreement, sector);

async function temporal(...words: string[]): Promise<string> {
  const { address } = product.server;
  const { stdout } = await run(program, [...words, '--address', address, '--namespace', 'default', '-o', 'json'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** As anybody reads it who reads the server. */
async function raw(sector: string): Promise<string> {
  const { env } = product.server;
  return inClear(historyToJSON(await env.client.workflow.getHandle(workflowOf(sector)).fetchHistory()));
}

/** A history with what its payloads hold beside it. */
function inClear(history: string): string {
  const payloads = [...history.matchAll(/"data": ?"([^"]*)"/g)].map(([, data = '']) => data);
  return history + payloads.map((data) => Buffer.from(data, 'base64').toString('utf8')).join('\n');
}

const bodies = async ({ caseId }: CaseStory): Promise<CaseEntryBody[]> =>
  (await product.record(caseStream(caseId))).map(({ body }) => body as CaseEntryBody);

const refusals = async (story: CaseStory): Promise<string[]> =>
  (await bodies(story)).flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'refused' ? [event.refusal.detail] : [])),
  );

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There was never ${what}.`);
}

const decode = (headers: Record<string, string>, payloads: unknown[] = []) =>
  fetch(`${product.url}/codec/decode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ payloads }),
  });

it('is turned on while a case is open, which goes on', async () => {
  before = await CaseStory.open(product, '+0:00', { sector: OLD_SECTOR });
  expect(await raw(OLD_SECTOR)).toContain('Shelling of the line of contact.');
  await product.startAgain(parseCodecKeys(K1, 'keys'));
  await before.everybodyAcknowledges('+0:00');
  expect(await before.faultsOfRecord()).toEqual([]);
  expect(await refusals(before)).toEqual([]);
});

it('shows nothing of a case that is opened then', async () => {
  after = await CaseStory.open(product, '+0:00', { sector: SECTOR });
  await after.everybodyAcknowledges('+0:00');
  const seen = await raw(SECTOR);
  for (const word of ['line of contact', 'Huliaipole', 'shelling', 'ua-mfa-duty', 'commandId']) {
    expect(seen).not.toContain(word);
  }
  expect(seen).toContain(Buffer.from('binary/encrypted').toString('base64'));
});

it('keeps a process without the keys from starting', async () => {
  await expect(
    Product.prototype.startWorker.call(Object.assign(Object.create(product), { options: {} })),
  ).rejects.toThrow(/The record says that payloads are encrypted .*HOLDFIRE_CODEC_KEYS_FILE/);
});

it('keeps as refused what is encrypted by somebody else, moved from another case, or in the clear', async () => {
  const { env } = product.server;
  const history = await env.client.workflow.getHandle(workflowOf(SECTOR)).fetchHistory();
  const [own] = (history.events ?? []).flatMap(
    ({ workflowExecutionUpdateAcceptedEventAttributes: update }) =>
      update?.acceptedRequest?.input?.args?.payloads ?? [],
  );
  const signal = async (signalName: string, payload: object): Promise<unknown> =>
    await env.connection.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: workflowOf(OLD_SECTOR) },
      signalName,
      input: { payloads: [payload] },
    });
  await signal('acknowledgeSignal', { ...own });
  await signal('acknowledgeSignal', {
    metadata: { encoding: Buffer.from('binary/encrypted'), 'holdfire-key': Buffer.from('k9.000000000000') },
    data: randomBytes(64),
  });
  await signal('signSignal', {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(
      JSON.stringify({ commandId: 'x', actor: {}, acceptedAt: instant(Date.now()), stamp: '', body: {} }),
    ),
  });
  const said = await until('three refusals', async () => {
    const found = await refusals(before);
    return found.length >= 3 ? found : undefined;
  });
  expect(said.filter((one) => one.includes('makes no sense'))).toHaveLength(3);
  // And the case lives: it takes commands, and replays.
  await before.verifies('+0:00');
});

it('shows payloads to people with a key of this world, and to its pages alone', async () => {
  const shown = await temporal(
    ...['workflow', 'show', '--workflow-id', workflowOf(SECTOR)],
    ...['--codec-endpoint', `${product.url}/codec`, '--codec-auth', `Bearer ${product.keyOf('watch-kyiv-duty')}`],
  );
  expect(inClear(shown)).toContain('Shelling of the line of contact.');
  const key = { authorization: `Bearer ${product.keyOf('watch-kyiv-duty')}` };
  expect((await decode({})).status).toBe(401);
  expect((await decode({ authorization: 'Bearer nobody' })).status).toBe(401);
  expect((await decode({ authorization: `Bearer ${product.keyOf('alert-network-feed')}` })).status).toBe(403);
  expect((await decode({ ...key, 'x-namespace': 'another' })).status).toBe(403);
  const fromPage = await decode({ ...key, origin: UI });
  expect([fromPage.status, fromPage.headers.get('access-control-allow-origin')]).toEqual([200, UI]);
  const fromElsewhere = await decode({ ...key, origin: 'https://evil.example' });
  expect(fromElsewhere.headers.get('access-control-allow-origin')).toBeNull();
  expect((await decode(key, [{ data: 'no base64!' }])).status).toBe(422);
});

it('lets a session be used by Temporal’s pages for reading payloads, and for nothing else', async () => {
  const signedIn = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: product.keyOf('watch-kyiv-duty') }),
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = { cookie, origin: UI, 'sec-fetch-site': 'same-site' };
  expect((await decode(page)).status).toBe(200);
  expect((await decode({ ...page, origin: 'http://127.0.0.1:9999' })).status).toBe(401);
  const act = await fetch(`${product.url}/api/v1/cases/${after.caseId}/acknowledgements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...page },
    body: '{}',
  });
  expect(act.status).toBe(401);
  const asked = await fetch(`${product.url}/codec/decode`, { method: 'OPTIONS', headers: { origin: UI } });
  expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
});

it('goes on under another key, and reads what the old one encrypted', async () => {
  await product.startAgain(parseCodecKeys(K1 + K2, 'keys'));
  await product.startAgain(parseCodecKeys(K2 + K1, 'keys'));
  await after.verifies('+0:00');
  expect(await raw(SECTOR)).toMatch(/azIu/);
  expect(await after.faultsOfRecord()).toEqual([]);
});

it('waits for a key that is missing, and says nothing untrue meanwhile', async () => {
  await product.stopWorker();
  const keys = parseCodecKeys(K2 + K1, 'keys');
  // What the new key encrypted is ours, and not to be read by this worker.
  await product.startWorker(parseCodecKeys(K1, 'keys'));
  const { caseId } = after;
  const asked = await product.as('ua-mfa-duty').post(`/cases/${caseId}/acknowledgements`, {});
  expect(asked.status).toBe(202);
  const { commandId } = asked.body as { commandId: string };
  const state = async () => (await product.as('ua-mfa-duty').get(`/commands/${commandId}`)).body as { state: string };
  await until('a task that failed for the key', async () =>
    (await raw(SECTOR)).includes('HOLDFIRE_CODEC_KEYS_FILE of this process does not hold') ? true : undefined,
  );
  expect((await state()).state).toBe('pending');
  await product.stopWorker();
  await product.startWorker(keys);
  await until('its effect', async () => ((await state()).state === 'done' ? true : undefined));
  expect(await refusals(after)).toEqual([]);
});

it('recovers, exports and replays as ever', async () => {
  await replayed(product, before);
  await replayed(product, after);
  await temporal('workflow', 'terminate', '--workflow-id', workflowOf(SECTOR), '--reason', 'a test');
  const recovered = await until('a recovery', async () => {
    const answer = await product
      .as('admin')
      .post(`/cases/${after.caseId}/recovery`, { reason: 'Its workflow was lost.' });
    return answer.status === 201 ? answer : undefined;
  });
  expect(recovered.status).toBe(201);
  await after.completes('+0:00', 'ua-mfa-duty', 'D1', 'Warning handed over.');
  const exported = await until('the history of the run that was ended', async () => {
    const { body } = await product.as('auditor').get(`/cases/${after.caseId}/history`);
    const { runs } = body as { runs: { exportedAt?: string; history: unknown }[] };
    return runs[0]?.exportedAt === undefined ? undefined : JSON.stringify(runs[0].history);
  });
  expect(exported).not.toContain(Buffer.from('binary/encrypted').toString('base64'));
  expect(await after.faultsOfRecord()).toEqual([]);
  await replayed(product, after);
});
