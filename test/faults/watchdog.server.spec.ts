/**
 * The watchdog beside the whole product, as processes: a worker that stands still over a gate is spoken of within the
 * bound to a webhook and a mailbox, and so is its end; the heartbeat stops meanwhile; `kill -9` of the watchdog says
 * nothing twice; `kill -9` of the Temporal server leaves it alone.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Flock, writePlan } from '../../bench/flock.js';
import { RunningStart } from '../../bench/running-start.js';
import { main } from '../../cli/main.js';
import { ms } from '../../domain/instant.js';
import { ApiClient } from '../../exercise/api-client.js';
import { openMailSink } from '../../exercise/mail-sink.js';
import type { MailSink } from '../../exercise/mail-sink.js';
import { openWebhookSink } from '../../exercise/webhook-sink.js';
import type { WebhookSink } from '../../exercise/webhook-sink.js';
import { readKeys } from '../../exercise/world.js';
import { freePorts } from '../support/free-port.js';

/** 24 h in twenty seconds. */
const SPEED = 4320;
const BOUND_S = 5;
const SETTLE_MS = 100;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PATIENCE_MS = 120_000;

jest.setTimeout(300_000);

const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-watchdog-'));
const calls = join(dataDir, 'calls.jsonl');
let start: RunningStart;
let flock: Flock;
let webhooks: WebhookSink;
let mails: MailSink;
let heart: Server;
let beats: number[] = [];
let apiUrl = '';
let metricsUrl = '';

interface Call {
  at: string;
  id: string;
  verified: boolean;
  body: { subject: string; text: string; exercise: boolean; type: string };
}
const said = (): Call[] =>
  readFileSync(calls, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Call);

/** Of the exercise world, in which the case is; a slow machine may have more to say of others. */
const ofGate = (ending: string): Call[] =>
  said().filter(({ id }) => id.startsWith('watchdog.exercise.due.') && id.endsWith(ending));

interface Kept {
  at: string;
  well: boolean;
  alarms: { taken: string[] }[];
}
const journal = (): Kept => JSON.parse(readFileSync(join(dataDir, 'watchdog.json'), 'utf8')) as Kept;

async function until(what: string, holds: () => boolean): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > limit)
      throw new Error(`Not within ${PATIENCE_MS} ms: ${what}\n${JSON.stringify(said(), null, 1)}`);
    await sleep(50);
  }
}

const pidOf = (name: 'worker' | 'watchdog' | 'temporal'): number => start.children()[name]?.pid ?? 0;

beforeAll(async () => {
  webhooks = await openWebhookSink(calls, () => SECRET);
  mails = await openMailSink(join(dataDir, 'mails'));
  heart = createServer((_, response) => {
    beats.push(Date.now());
    response.end();
  });
  await new Promise<void>((resolve) => heart.listen(0, '127.0.0.1', resolve));
  const { port: heartPort } = heart.address() as { port: number };
  const plan = join(dataDir, 'plan.yaml');
  writePlan(plan, ['S-1'], { quiet: true });
  const [port = 0, metricsPort = 0] = await freePorts(2);
  apiUrl = `http://127.0.0.1:${port}`;
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  start = RunningStart.begin(dataDir, ['--port', String(port), '--speed', String(SPEED), '--no-exercise'], {
    HOLDFIRE_PLAN: plan,
    HOLDFIRE_WATCHDOG_URL: `http://127.0.0.1:${webhooks.port}/watchdog smtp://127.0.0.1:${mails.port}/duty@ops.invalid`,
    HOLDFIRE_WATCHDOG_SECRET: SECRET,
    HOLDFIRE_WORKER_METRICS: new URL(metricsUrl).host,
    HOLDFIRE_WATCHDOG_BOUND: String(BOUND_S),
    HOLDFIRE_HEARTBEAT_URL: `http://127.0.0.1:${heartPort}/beat`,
  });
  await start.says('Ready after');
  flock = new Flock(apiUrl, dataDir);
});

afterAll(async () => {
  if (start.isUp) start.signal('SIGINT');
  await start.ended();
  await webhooks.close();
  await mails.close();
  heart.closeAllConnections();
  await new Promise((resolve) => heart.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

it('beats while all is well', async () => {
  await until('a heartbeat', () => beats.length > 0);
  expect(journal().well).toBe(true);
});

it('speaks of a gate that no worker opens, within the bound, by webhook and by mail', async () => {
  await flock.open(['S-1']);
  while (flock.caseIds.length === 0) {
    await flock.findAll();
    await sleep(100);
  }
  const [gate] = await flock.gates();
  const due = ms(gate?.dueAt ?? '');
  // Notices of the opening are out, and the gate has not come.
  await sleep(due - Date.now() - 3000);
  process.kill(pidOf('worker'), 'SIGSTOP');
  await until('word of the gate', () => ofGate('.1').length > 0);
  const [call] = ofGate('.1') as [Call];
  // A reminder may have been due between the standing still and the gate.
  const [, missed = ''] = /was due at (\S+), and the record has no trace/.exec(call.body.text) ?? [];
  const lateMs = ms(call.at) - ms(missed) - SETTLE_MS - BOUND_S * 1000;
  process.stdout.write(`watchdog: spoke ${lateMs} ms after the instant + settle + bound of ${BOUND_S} s\n`);
  expect(ms(missed)).toBeLessThanOrEqual(due);
  expect(lateMs).toBeGreaterThanOrEqual(0);
  // A look every second, and what a busy machine takes for one.
  expect(lateMs).toBeLessThan(20_000);
  expect(call).toMatchObject({ verified: true, body: { exercise: true, type: 'notice.watchdog' } });
  await until('the mail', () => mails.count > 0);
  const [mail = ''] = readdirSync(join(dataDir, 'mails'));
  expect(readFileSync(join(dataDir, 'mails', mail), 'utf8')).toContain('EXERCISE: Holdfire watchdog');
});

it('says nothing twice after kill -9, and the heartbeat stays away while something is wrong', async () => {
  await until('both places in the journal', () => journal().alarms.every(({ taken }) => taken.length === 2));
  const before = start.output.length;
  const beatsBefore = beats.length;
  process.kill(pidOf('watchdog'), 'SIGKILL');
  await start.says('The watchdog ended (SIGKILL)', before);
  const killedAt = Date.now();
  await until('another watchdog', () => ms(journal().at) > killedAt + 12_000);
  expect(journal().well).toBe(false);
  expect(new Set(said().map(({ id }) => id)).size).toBe(said().length);
  expect(ofGate('.1')).toHaveLength(1);
  expect(beats.length).toBe(beatsBefore);
});

it('is left alone by kill -9 of the Temporal server', async () => {
  const { watchdog } = start.children();
  const before = start.output.length;
  process.kill(pidOf('temporal'), 'SIGKILL');
  await start.says('The Temporal server ended (SIGKILL)', before);
  const killedAt = Date.now();
  await until('the watchdog’s journal going on', () => ms(journal().at) > killedAt);
  expect(start.children()['watchdog']).toEqual(watchdog);
});

it('says when it is over, and beats again', async () => {
  const beatsBefore = beats.length;
  process.kill(pidOf('worker'), 'SIGCONT');
  await until('the end', () => ofGate('.over').length > 0);
  expect(ofGate('.over')[0]?.body.subject).toContain('Over: Everything that was due has its entry.');
  await until('a heartbeat', () => beats.length > beatsBefore);
  expect(ofGate('.over')).toHaveLength(1);
});

/** The names of what Prometheus would get. */
async function figures(url: string): Promise<Set<string>> {
  const text = await (await fetch(url)).text();
  return new Set([...text.matchAll(/^([a-z_]+)(?:\{|\s)/gm)].map(([, name = '']) => name));
}

it('shows every figure that the alerts and the dashboard ask for', async () => {
  // Of what is only there once it has happened: a machine asks for what is not its right.
  const { key } = readKeys(dataDir).find(({ office }) => office === 'alert-network-feed') ?? { key: '' };
  const refused = await new ApiClient(apiUrl, key).post('/holds', { minutes: 5, reason: 'Many reports.' });
  expect(refused.status).toBe(403);
  const asked = ['prometheus/holdfire.rules.yml', 'grafana/holdfire.json'].flatMap((file) =>
    [...readFileSync(join(__dirname, '../../deploy', file), 'utf8').matchAll(/\b(holdfire|temporal)_[a-z_]+/g)].map(
      ([name]) => name,
    ),
  );
  expect(new Set(asked).size).toBeGreaterThan(20);
  let missing: string[] = [];
  for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await sleep(500)) {
    const shown = new Set([...(await figures(`${apiUrl}/metrics`)), ...(await figures(metricsUrl))]);
    missing = [...new Set(asked)].filter((name) => !shown.has(name));
    if (missing.length === 0) break;
  }
  expect(missing).toEqual([]);
});

it('is what the doctor looks for, beside everything else', async () => {
  const doctor = async (env: Record<string, string> = {}): Promise<string[]> => {
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    const own = { HOLDFIRE_DATA: dataDir, HOLDFIRE_URL: apiUrl, HOLDFIRE_WATCHDOG_BOUND: String(BOUND_S) };
    await main(['doctor'], { env: { ...own, ...env }, out: say, err: say });
    return said.join('\n').split('\n');
  };
  let said: string[] = [];
  for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await sleep(1000)) {
    said = await doctor();
    if (said.every((line) => line.startsWith('well'))) break;
  }
  expect(said.filter((line) => !line.startsWith('well'))).toEqual([]);
  for (const words of [
    'is ready',
    'can be written, and flushed',
    'suffices for plan',
    'The canary came',
    'watchdog looks',
  ])
    expect(said.join('\n')).toContain(words);
  expect(said.filter((line) => /workers ask for (workflows|activities) of holdfire/.test(line)).length).toBe(6);
  const elsewhere = await doctor({ HOLDFIRE_DATA: join(dataDir, 'none'), HOLDFIRE_SMTP_URL: 'smtp://127.0.0.1:1' });
  expect(elsewhere.filter((line) => line.startsWith('WRONG')).join('\n')).toMatch(
    /no record at .*\n.*does not take mail/,
  );
});
