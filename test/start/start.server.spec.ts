import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../cli/start/processes.js';
import { ApiClient } from '../../exercise/api-client.js';
import { mailFolder, readKeys, webhookLog } from '../../exercise/world.js';
import { RunningStart, untilGone } from '../../bench/running-start.js';
import { freePort } from '../support/free-port.js';

/** 72 hours in 22 seconds. */
const SPEED = '12000';

jest.setTimeout(300_000);

const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-start-'));
const begun: RunningStart[] = [];
let port: number;
let running: RunningStart;

const begin = (args: readonly string[] = []): RunningStart => {
  const start = RunningStart.begin(dataDir, ['--port', String(port), ...args]);
  begun.push(start);
  return start;
};
const start = async (args: readonly string[] = []): Promise<void> => {
  running = begin(args);
  await running.says('Ready after');
};
const caseIds = async (): Promise<string[]> => {
  const { body } = await new ApiClient(`http://127.0.0.1:${port}`).get('/cases');
  return (body as { cases: { caseId: string }[] }).cases.map(({ caseId }) => caseId).sort();
};
const report = async (sector: string): Promise<number> => {
  const { key } = readKeys(dataDir).find(({ office }) => office === 'watch-kyiv-duty') ?? { key: '' };
  const { status } = await new ApiClient(`http://127.0.0.1:${port}`, key).post('/reports', {
    source: 'spec',
    sourceReportId: sector,
    occurredAt: new Date().toISOString(),
    place: { sector },
    kind: 'shelling',
    description: 'Seen from the road.',
  });
  return status;
};
const mails = (): string[] =>
  readdirSync(mailFolder(dataDir)).map((name) => readFileSync(join(mailFolder(dataDir), name), 'utf8'));

interface Call {
  verified: boolean;
  body: { exercise: boolean; subject: string };
}
const webhooks = (): Call[] => {
  const lines = readFileSync(webhookLog(dataDir), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Call);
};

beforeAll(async () => {
  port = await freePort();
});

afterAll(async () => {
  for (const one of begun.filter(({ isUp }) => isUp)) {
    const children = Object.values(one.children());
    one.signal('SIGTERM');
    await one.ended();
    await untilGone(children);
  }
  rmSync(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  it('plays the exercise to its end and says on every line that it is one', async () => {
    await start(['--speed', SPEED]);
    await running.says('The script was played');
    expect(running.output).toContain('The script was played as written.');
    expect(running.output).toContain('Phase 2 opens: Coalition');
    expect(running.output).toContain('D2 is overdue');
    expect(running.output).toContain('Phase 3 opens: Coordinated response');
    expect(running.output).toContain('No decision is on record of: Iceland');
    const ladder = running.output.slice(running.output.indexOf('EXERCISE  exercise-1')).trimEnd().split('\n');
    expect(ladder.filter((line) => !line.startsWith('EXERCISE'))).toEqual([]);
    expect(ladder.filter((line) => line.length > 100)).toEqual([]);
    expect(await caseIds()).toHaveLength(2);
  });

  it('serves the board, which reads the cases of the exercise without a key on this host', async () => {
    const at = async (path: string): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return `${answer.status} ${answer.headers.get('content-type')} ${await answer.text()}`;
    };
    const page = await at('/');
    expect(page).toMatch(/^200 text\/html/);
    const parts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(parts.length).toBeGreaterThan(1);
    for (const path of parts) expect(await at(path)).toMatch(/^200 (text\/(javascript|css)|image\/svg\+xml)/);
    for (const caseId of await caseIds()) expect(await at(`/cases/${caseId}`)).toBe(page);
    const { body } = await new ApiClient(`http://127.0.0.1:${port}`).get('/cases');
    expect((body as { cases: { exercise: boolean }[] }).cases.map(({ exercise }) => exercise)).toEqual([true, true]);
  });

  it('captured real mails and signed webhooks, and all of them say EXERCISE', () => {
    expect(mails().length).toBeGreaterThan(200);
    expect(mails().filter((mail) => !/^X-Holdfire-Exercise: true\r?$/m.test(mail))).toEqual([]);
    expect(mails().filter((mail) => !mail.includes('EXERCISE'))).toEqual([]);
    expect(webhooks().length).toBeGreaterThan(10);
    for (const call of webhooks()) {
      expect(call).toMatchObject({ verified: true, body: { exercise: true } });
      expect(call.body.subject).toContain('EXERCISE');
    }
  });

  it('starts API and worker again after kill -9, and nothing is lost', async () => {
    const before = running.output.length;
    const { api, worker } = running.children();
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await running.says('The worker ended (SIGKILL)', before);
    expect([201, 202]).toContain(await report('UA-65'));
    process.kill(api?.pid ?? 0, 'SIGKILL');
    await running.says('The API ended (SIGKILL)', before);
    await running.says('A case opens: UA-65', before);
    expect(await caseIds()).toHaveLength(3);
  });

  it('refuses a second start on the same folder with a sentence', async () => {
    const second = RunningStart.begin(dataDir, []);
    begun.push(second);
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('already works on the data folder');
  });

  it('finds every case again after kill -9 of itself, ends what survived, and plays nothing', async () => {
    const { api, worker, temporal } = running.children();
    running.signal('SIGKILL');
    expect(await running.ended()).toBeNull();
    await untilGone([api, worker].filter((mark) => mark !== undefined));
    await start();
    await running.says('3 cases as before');
    expect(running.output).not.toContain('script huliaipole');
    expect(temporal && isRunning(temporal)).toBe(false);
    expect(await caseIds()).toHaveLength(3);
  });

  it('ends in order with Ctrl-C, also when it comes twice', async () => {
    const children = Object.values(running.children());
    running.signal('SIGINT');
    running.signal('SIGINT');
    expect(await running.ended()).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(join(dataDir, 'holdfire.lock'))).toBe(false);
  });
});
