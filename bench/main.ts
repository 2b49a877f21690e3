/** `npm run bench -- MEASURE`: one JSON line on what was measured, for `docs/benchmarks.md`. */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { compare } from './compare/compare.js';
import { firstNotice } from './first-notice.js';
import { lateness } from './lateness.js';
import { reads } from './reads.js';
import { seals } from './seals.js';

const MEASURES: Record<string, () => Promise<Record<string, unknown>>> = {
  start: firstNotice,
  lateness,
  reads,
  seals,
  compare: compared,
};

const name = process.argv[2] ?? '';
const measure = MEASURES[name];
if (!measure) {
  process.stderr.write(`Say what to measure: ${Object.keys(MEASURES).join(', ')}.\n`);
  process.exit(2);
}
const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
process.stdout.write(`${JSON.stringify({ ...(await measure()), at: new Date().toISOString(), ...machine })}\n`);

async function compared(): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      runs: { type: 'string', default: '3' },
      cases: { type: 'string', default: '150' },
      rate: { type: 'string', default: '5' },
      burst: { type: 'string', default: '1000' },
      gates: { type: 'string', default: '45,90' },
    },
  });
  const [first = 45, second = 90] = values.gates.split(',').map(Number);
  const { runs, cases, rate, burst } = values;
  return await compare(
    { runs: Number(runs), cases: Number(cases), rate: Number(rate), burst: Number(burst), gates: [first, second] },
    (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  );
}
