import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'holdfire-exercise-spec-'));
const dataDir = join(folder, 'data');
const junit = join(folder, 'junit.xml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The program itself, as CI runs it. */
async function exercise(...args: string[]): Promise<{ code: number; said: string }> {
  // A server or a folder of the tests around this one must not be taken for one that was named.
  const clean = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|HOLDFIRE)_/.test(name));
  const all = ['exercise', ...args, '--headless', '--junit', junit, '--port', String(await freePort())];
  const child = spawn(process.execPath, [join('dist', 'cli', 'main.js'), ...all], {
    env: Object.fromEntries(clean),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const suite = (): string => /<testsuite .*>/.exec(readFileSync(junit, 'utf8'))?.[0] ?? '';

it('passes a script that goes as it expects, and keeps what was asked to be kept', async () => {
  const { code, said } = await exercise('false-report', '--data', dataDir);
  expect(said).toContain('false-report passed: 14 answers, 0 other than expected.');
  expect(code).toBe(0);
  expect(suite()).toContain('name="false-report" tests="14" failures="0"');
  expect(existsSync(join(dataDir, 'exercise', 'mail'))).toBe(true);
});

it('fails one that expects what the plan does not bring about, and says what', async () => {
  const script = join(folder, 'wrong.yaml');
  const shipped = readFileSync(join('exercises', 'false-report.yaml'), 'utf8');
  writeFileSync(script, shipped.replace('status: closed', 'status: quiet'));
  const { code, said } = await exercise(script);
  expect(said).toContain('status is "closed" where the script expects "quiet"');
  expect(code).toBe(1);
  expect(suite()).toContain('failures="1"');
});

it('refuses a script that cannot be played, before anything is started', async () => {
  const script = join(folder, 'faulty.yaml');
  writeFileSync(script, 'schema: 1\nid: faulty\ntitle: Faulty\nsteps: []\n');
  const { code, said } = await exercise(script);
  expect([code, said]).toEqual([1, expect.stringContaining('/steps') as unknown]);
});
