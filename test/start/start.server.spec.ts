import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFree } from '../../cli/start/ports.js';
import { isRunning } from '../../cli/start/processes.js';
import { ApiClient } from '../../exercise/api-client.js';
import { mailFolder, readKeys, webhookLog } from '../../exercise/world.js';
import { RunningStart, untilGone } from '../../bench/running-start.js';

/** 72 hours in 21 seconds. */
const SPEED = '12000';
const PORT = 20_808;
const UP_MS = 60_000;

jest.setTimeout(180_000);

const dataDir = mkdtempSync(join(tmpdir(), 'holdfire-start-'));
const url = `http://127.0.0.1:${PORT}`;
let running: RunningStart;

const start = async (args: readonly string[] = []): Promise<void> => {
  running = RunningStart.begin(dataDir, ['--port', String(PORT), ...args]);
  await running.says('Ready after', UP_MS);
};
const caseIds = async (): Promise<string[]> => {
  const { body } = await new ApiClient(url).get('/cases');
  return (body as { cases: { caseId: string }[] }).cases.map(({ caseId }) => caseId).sort();
};
const report = async (sector: string): Promise<number> => {
  const { key } = readKeys(dataDir).find(({ office }) => office === 'watch-kyiv-duty') ?? { key: '' };
  const { status } = await new ApiClient(url, key).post('/reports', {
    source: 'spec',
    sourceReportId: sector,
    occurredAt: new Date().toISOString(),
    place: { sector },
    kind: 'shelling',
    description: 'Seen from the road.',
  });
  return status;
};

afterAll(async () => {
  if (running.isUp) running.signal('SIGKILL');
  await running.ended();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  it('plays the exercise to its end and says on every line that it is one', async () => {
    expect(await isFree(PORT)).toBe(true);
    await start(['--speed', SPEED]);
    await running.says('The script was played as written.', 60_000);
    expect(running.output).toContain('Phase 2 opens: Coalition');
    expect(running.output).toContain('D2 is overdue');
    expect(running.output).toContain('Phase 3 opens: Coordinated response');
    expect(running.output).toContain('No decision is on record of: Iceland');
    const ladder = running.output.slice(running.output.indexOf('EXERCISE  exercise-1')).trimEnd().split('\n');
    expect(ladder.filter((line) => !line.startsWith('EXERCISE'))).toEqual([]);
    expect(ladder.filter((line) => line.length > 100)).toEqual([]);
    expect(await caseIds()).toHaveLength(2);
  });

  it('captured real mails and signed webhooks, and all of them say EXERCISE', () => {
    const mails = readdirSync(mailFolder(dataDir)).map((name) => readFileSync(join(mailFolder(dataDir), name), 'utf8'));
    expect(mails.length).toBeGreaterThan(200);
    expect(mails.filter((mail) => !/^X-Holdfire-Exercise: true\r?$/m.test(mail))).toEqual([]);
    expect(mails.filter((mail) => !mail.includes('EXERCISE'))).toEqual([]);
    const calls = readFileSync(webhookLog(dataDir), 'utf8').trimEnd().split('\n');
    for (const line of calls) {
      const call = JSON.parse(line) as { verified: boolean; body: { exercise: boolean; subject: string } };
      expect(call).toMatchObject({ verified: true, body: { exercise: true } });
      expect(call.body.subject).toContain('EXERCISE');
    }
  });

  it('starts API and worker again after kill -9, and nothing is lost', async () => {
    const before = running.output.length;
    const { api, worker } = running.children();
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await running.says('The worker ended (SIGKILL)', 5000, before);
    expect([201, 202]).toContain(await report('UA-65'));
    process.kill(api?.pid ?? 0, 'SIGKILL');
    await running.says('The API ended (SIGKILL)', 5000, before);
    await running.says('A case opens: UA-65', 30_000, before);
    expect(await caseIds()).toHaveLength(3);
  });

  it('refuses a second start on the same folder with a sentence', async () => {
    const second = RunningStart.begin(dataDir, []);
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('already works on the data folder');
  });

  it('ends in order with Ctrl-C, also when it comes twice', async () => {
    const children = Object.values(running.children());
    running.signal('SIGINT');
    running.signal('SIGINT');
    expect(await running.ended()).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
  });

  it('finds every case again and plays nothing the second time', async () => {
    await start();
    await running.says('3 cases as before', 5000);
    expect(running.output).not.toContain('script huliaipole');
  });

  it('leaves nothing behind that the next start does not clean up', async () => {
    const { api, worker, temporal } = running.children();
    running.signal('SIGKILL');
    expect(await running.ended()).toBeNull();
    await untilGone(
      [api, worker].filter((mark) => mark !== undefined),
      20_000,
    );
    await start();
    expect(temporal && isRunning(temporal)).toBe(false);
    expect(await caseIds()).toHaveLength(3);
    running.signal('SIGTERM');
    expect(await running.ended()).toBe(0);
  });
});
