import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../main.js';

const folder = mkdtempSync(join(tmpdir(), 'holdfire-rehearse-'));
afterAll(() => rmSync(folder, { recursive: true }));
const MAPS = join(__dirname, '..', '..', 'maps');

/** In the shape of the table of alerts: rows that overlap, one without a region, one whose columns are swapped. */
const TABLE = [
  'oblast,raion,hromada,level,started_at,finished_at,source',
  'Sumska oblast,,,oblast,2026-03-15 16:10:34+00:00,2026-03-15 17:50:07+00:00,official',
  'Sumska oblast,Sumskyi raion,,raion,2026-03-15 16:40:00+00:00,2026-03-15 16:50:00+00:00,official',
  'Lubenskyi raion,Poltavska oblast,,hromada,2026-03-15 16:46:43+00:00,2026-03-15 16:58:17+00:00,official',
  'Nowhere,,,oblast,2026-03-15 17:00:00+00:00,2026-03-15 19:00:00+00:00,official',
].join('\r\n');

async function rehearse(...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const table = join(folder, 'table.csv');
  writeFileSync(table, TABLE);
  const all = ['rehearse', table, '--map', join(MAPS, 'air-raid-alerts-raised.yaml'), ...args];
  const refused = ['--refused', join(folder, 'refused.csv')];
  return { code: await main([...all, ...refused], { env: {}, out: say, err: say }), said: lines.join('\n') };
}

it('rehearses a table, and keeps what it found as figures and as a page', async () => {
  const out = join(folder, 'out');
  const plan = join(MAPS, '..', 'plans', 'strict-recorded.yaml');
  const { code, said } = await rehearse('--out', out, '--against', plan, '--json');
  expect(code).toBe(1);
  const found = JSON.parse(said) as object;
  expect(found).toMatchObject({
    rows: 4,
    refused: 1,
    plan: { id: 'seed' },
    reports: { total: 3, opened: 1, review: 2 },
    cases: { total: 1, list: [{ sector: 'UA-59', status: 'closed' }] },
    against: { findings: { plan: { id: 'strict-recorded' } } },
  });
  expect(JSON.parse(readFileSync(join(out, 'rehearsal.json'), 'utf8'))).toEqual(found);
  expect(readFileSync(join(out, 'rehearsal.html'), 'utf8')).toContain('Rehearsal of table.csv under plan seed');
  expect(readFileSync(join(folder, 'refused.csv'), 'utf8')).toContain('""Nowhere"" and """" name no region');
}, 180_000);

it('says in sentences what came of it', async () => {
  const { said } = await rehearse('--people', 'silent');
  expect(said).toContain('3 reports: 1 opened a case');
  expect(said).toContain('1 cases: 1 up to phase 2');
}, 180_000);

it('shows every fault of the plan and of the map', async () => {
  const plan = join(folder, 'plan.yaml');
  writeFileSync(plan, 'schema: 1\n');
  const { code, said } = await rehearse('--plan', plan);
  expect([code, said]).toEqual([1, expect.stringMatching(/plan\.yaml:1:1: .*\n[\s\S]*\d+ faults\./) as unknown]);
});

it.each([
  ['--people', 'lazy'],
  ['--reporter', 'nobody'],
])('refuses %s %s with its usage', async (option, value) => {
  expect((await rehearse(option, value)).code).toBe(2);
});
