/**
 * The exercise room of the program as people start it: who may direct, hostile input, and an API that is killed in the
 * middle of a script. The script is `huliaipole`, 72 hours in half a minute and slower.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';
import type { ApiAnswer } from '../../exercise/api-client.js';
import { readKeys } from '../../exercise/world.js';
import { freePort } from '../support/free-port.js';

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'holdfire-room-'));
let program: ChildProcess;
let port: number;
let url: string;

/** Starts it, or starts it again on the same folder. */
async function start(): Promise<void> {
  // A server or a folder of the tests around this one must not be taken for one that was named.
  const clean = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|HOLDFIRE)_/.test(name));
  const parameters = ['start', '--no-exercise', '--data', folder, '--port', String(port), '--speed', '2000'];
  program = spawn(process.execPath, [join('dist', 'cli', 'main.js'), ...parameters], {
    env: Object.fromEntries(clean),
    stdio: 'ignore',
  });
  await known('/me', ({ status }) => status === 200);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is such; an API that is away is asked again. */
async function known(path: string, is: (answer: ApiAnswer) => boolean): Promise<ApiAnswer> {
  for (;;) {
    const answer = await new ApiClient(url).get(path).catch((error: unknown) => {
      if (error instanceof Unreachable) return undefined;
      throw error;
    });
    if (answer && is(answer)) return answer;
    if (program.exitCode !== null) throw new Error('The program has ended.');
    await wait(200);
  }
}

interface Play {
  n: number;
  state: string;
  how?: string;
  answered: number;
  planned: number;
  differed: number;
  script: { id: string };
}
const currentOf = ({ body }: ApiAnswer): Play | undefined => (body as { current?: Play }).current;
const as = (office: string): ApiClient => new ApiClient(url, keyOf(office));
const keyOf = (office: string): string => readKeys(folder).find((row) => row.office === office)?.key ?? 'none';
const ready = async (): Promise<ApiAnswer> =>
  await known('/exercises', ({ body }) => (body as { player?: { ready: boolean } }).player?.ready === true);

beforeAll(async () => {
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  await start();
  await ready();
}, 180_000);

afterAll(async () => {
  if (program.exitCode === null) {
    program.kill('SIGINT');
    await once(program, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}, 180_000);

const COMMANDS = ['/exercises', '/exercises/current/hold', '/exercises/current/release', '/exercises/current/stop'];

it('is directed by the watch and by administrators, and by nobody else', async () => {
  const refused = [
    ['alert-network-feed', 403],
    ['auditor', 403],
    ['observers-vienna-duty', 403],
    ['legal-kyiv-duty', 403],
    ['fr-mfa-duty', 403],
    ['ua-general-staff-duty', 403],
    ['gb-mod-duty', 403],
    ['us-state-duty', 403],
  ] as const;
  const wrong: string[] = [];
  for (const path of COMMANDS) {
    const body = path === '/exercises' ? { script: 'quiet-case' } : {};
    for (const [office, expected] of refused) {
      const { status } = await as(office).post(path, body);
      if (status !== expected) wrong.push(`${path} by ${office}: ${status}`);
    }
    const keyless = await new ApiClient(url).post(path, body);
    if (keyless.status !== 401) wrong.push(`${path} by nobody: ${keyless.status}`);
    const foreign = await new ApiClient(url, 'not-a-key').post(path, body);
    if (foreign.status !== 401) wrong.push(`${path} by a wrong key: ${foreign.status}`);
  }
  for (const office of ['watch-kyiv-duty', 'gb-mod-duty']) {
    const { status } = await as(office).post('/exercises/player', { player: 'me' });
    if (status !== 403) wrong.push(`player by ${office}: ${status}`);
  }
  expect(wrong).toEqual([]);
  expect(currentOf(await new ApiClient(url).get('/exercises'))).toBeUndefined();
});

it('takes no input that makes no sense, and starts nothing for it', async () => {
  const watch = as('watch-kyiv-duty');
  const bodies: [object, number][] = [
    [{}, 422],
    [{ script: '../../etc/passwd' }, 422],
    [{ script: 'quiet-case.yaml' }, 422],
    [{ script: 'quiet-case', speed: 0 }, 422],
    [{ script: 'quiet-case', speed: 1e9 }, 422],
    [{ script: 'quiet-case', speed: '60' }, 422],
    [{ script: 'quiet-case', speed: 60, more: true }, 422],
    [{ script: '<img src=x onerror=alert(1)>' }, 422],
  ];
  const wrong: string[] = [];
  for (const [body, expected] of bodies) {
    const { status } = await watch.post('/exercises', body);
    if (status !== expected) wrong.push(`${JSON.stringify(body)}: ${status}`);
  }
  const admin = as('admin');
  const answers = [{ n: 1, step: 0, office: 'x', status: 200, at: 'yesterday' }];
  for (const body of [{ player: '' }, { player: 'x', answers }, { player: 'x', announces: { script: {} } }]) {
    const { status } = await admin.post('/exercises/player', body);
    if (status !== 422) wrong.push(`player ${JSON.stringify(body)}: ${status}`);
  }
  for (const path of ['current/messages?after=x', 'current/messages?limit=0', 'current/messages?limit=1e9']) {
    const { status } = await watch.get(`/exercises/${path}`);
    if (status !== 422) wrong.push(`${path}: ${status}`);
  }
  const nowhere = [
    'current/report',
    '7/report',
    'x/report',
    'current/messages/mail-9',
    'current/messages/..%2f..%2fkeys.json',
  ];
  const statuses = await Promise.all(nowhere.map(async (path) => (await watch.get(`/exercises/${path}`)).status));
  expect(statuses).toEqual(nowhere.map(() => 404));
  expect(wrong).toEqual([]);
  const { status } = await watch.post('/exercises/current/stop', {});
  expect(status).toBe(404);
});

it('tries a start out without starting anything', async () => {
  const { status, body } = await as('watch-kyiv-duty').call('POST', '/exercises', {
    body: { script: 'quiet-case' },
    query: { dryRun: 'true' },
  });
  expect([status, (body as { allowed: boolean }).allowed]).toEqual([200, true]);
  expect(currentOf(await new ApiClient(url).get('/exercises'))).toBeUndefined();
});

it('plays a script to its end over an API that is killed in the middle, once', async () => {
  const watch = as('watch-kyiv-duty');
  const asked = { script: 'quiet-case', speed: 8000 };
  const [first, second] = await Promise.all([
    watch.post('/exercises', asked, 'one'),
    watch.post('/exercises', asked, 'one'),
  ]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect((first.body as Play).n).toBe((second.body as Play).n);
  expect((await watch.post('/exercises', { script: 'quiet-case', speed: 60 }, 'one')).status).toBe(409);
  expect((await watch.post('/exercises', asked)).status).toBe(409);
  await known('/exercises', (answer) => (currentOf(answer)?.answered ?? 0) > 3);
  const { children } = JSON.parse(readFileSync(join(folder, 'holdfire.lock'), 'utf8')) as {
    children: Record<string, { pid: number }>;
  };
  process.kill(children['api']?.pid ?? 0, 'SIGKILL');
  const ended = currentOf(await known('/exercises', (answer) => currentOf(answer)?.state === 'ended'));
  expect(ended).toMatchObject({ n: 1, how: 'played', script: { id: 'quiet-case' } });
  expect(ended?.answered).toBe(ended?.planned);
  const report = (await new ApiClient(url).get('/exercises/1/report')).body as {
    verdict: string;
    counts: { cases: number; asked: number };
    steps: { state: string }[];
  };
  expect(report.counts.cases).toBe(1);
  expect(report.counts.asked).toBeGreaterThan(5);
  expect(report.steps).toHaveLength(ended?.planned ?? 0);
  const { body } = await new ApiClient(url).get('/exercises/current/messages', { limit: '500' });
  const { messages } = body as { messages: { id: string; kind: string; office: string; text: string }[] };
  expect(messages.length).toBeGreaterThan(20);
  const links = messages.filter(({ text }) => text.includes(`${url}/a/`));
  expect(links.length).toBeGreaterThan(0);
  const whole = (await new ApiClient(url).get(`/exercises/current/messages/${messages[0]?.id ?? ''}`)).body as object;
  expect(whole).toMatchObject({ source: expect.stringContaining('EXERCISE') as unknown });
});

it('shows an office with a key what was sent to it, and to the watch everything', async () => {
  const offices = async (client: ApiClient): Promise<Set<string>> => {
    const { body } = await client.get('/exercises/current/messages', { limit: '500' });
    return new Set((body as { messages: { office: string }[] }).messages.map(({ office }) => office));
  };
  expect([...(await offices(as('gb-mod-duty')))]).toEqual(['gb-mod-duty']);
  expect((await offices(as('watch-kyiv-duty'))).size).toBeGreaterThan(5);
  expect((await as('alert-network-feed').get('/exercises/current/messages')).status).toBe(403);
});

it('takes the next number, holds inputs back while clocks run on, and is stopped', async () => {
  const watch = as('watch-brussels-duty');
  const begun = await watch.post('/exercises', { script: 'quiet-case', speed: 2000 });
  expect(begun).toMatchObject({ status: 201, body: { n: 2, agreement: 'exercise-2' } });
  expect((await new ApiClient(url).get('/me')).body).toMatchObject({ agreement: 'exercise-2' });
  await known('/exercises', (answer) => (currentOf(answer)?.answered ?? 0) > 0);
  expect((await watch.post('/exercises/current/hold', {})).status).toBe(200);
  expect((await watch.post('/exercises/current/hold', {})).status).toBe(409);
  // What was under way is answered within moments; after it nothing more is.
  await wait(3000);
  const held = currentOf(await new ApiClient(url).get('/exercises'));
  await wait(4000);
  expect(currentOf(await new ApiClient(url).get('/exercises'))).toMatchObject({
    state: 'held',
    answered: held?.answered,
  });
  expect((await as('admin').post('/exercises/current/release', {})).status).toBe(200);
  await known('/exercises', (answer) => (currentOf(answer)?.answered ?? 0) > (held?.answered ?? 0));
  expect((await watch.post('/exercises/current/stop', {})).status).toBe(200);
  const ended = currentOf(await known('/exercises', (answer) => currentOf(answer)?.state === 'ended'));
  expect(ended).toMatchObject({ n: 2, how: 'stopped' });
  const { body } = await new ApiClient(url).get('/exercises/current/report');
  expect(body).toMatchObject({ verdict: 'stopped' });
});

it('says of a script whose program was killed that it is over, and keeps the number', async () => {
  const watch = as('watch-kyiv-duty');
  const begun = await watch.post('/exercises', { script: 'quiet-case', speed: 1000 });
  expect(begun).toMatchObject({ status: 201, body: { n: 3 } });
  await known('/exercises', (answer) => (currentOf(answer)?.answered ?? 0) > 0);
  program.kill('SIGKILL');
  await once(program, 'exit');
  await start();
  const ended = currentOf(await known('/exercises', (answer) => currentOf(answer)?.state === 'ended'));
  expect(ended).toMatchObject({ n: 3, how: 'interrupted' });
  expect((await new ApiClient(url).get('/me')).body).toMatchObject({ agreement: 'exercise-3' });
});
