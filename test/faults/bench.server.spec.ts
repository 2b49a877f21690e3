/**
 * The short selection of the fault bench: real processes, a fault at each phase of random cases, judged by the checker.
 * Everything else is behind `npm run faults`. Needs the build, as `npm test` makes it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CASES = 8;

interface Row {
  fault: string;
  cases: number;
  due: number;
  worstLateMs: number;
  boundMs: number;
  wrong: string[];
}

it('loses nothing, is never early, doubles nothing and tells everybody of the end, whatever is killed', async () => {
  const program = join(__dirname, '..', '..', 'dist', 'test', 'faults', 'bench', 'main.js');
  const child = spawn(process.execPath, [program, '--short', '--cases', String(CASES)]);
  let said = '';
  let trouble = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (trouble += bytes.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  const rows = said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Row);
  process.stdout.write(rows.map((row) => `fault bench: ${JSON.stringify(row)}\n`).join(''));
  expect({
    code,
    trouble: code === 0 ? '' : trouble,
    wrong: code === 0 ? [] : rows.flatMap(({ wrong }) => wrong),
  }).toEqual({
    code: 0,
    trouble: '',
    wrong: [],
  });
  expect(rows.map(({ cases }) => cases)).toEqual([CASES]);
  // Openings, phases, proposals, stand-downs and closings, each to two or three dozen offices.
  expect(rows[0]?.due).toBeGreaterThan(CASES * 80);
}, 600_000);
