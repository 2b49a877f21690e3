/** `npm run bench -- MEASURE`: one JSON line on what was measured, for `docs/benchmarks.md`. */
import { cpus, totalmem } from 'node:os';
import { firstNotice } from './first-notice.js';
import { lateness } from './lateness.js';
import { reads } from './reads.js';

const MEASURES: Record<string, () => Promise<Record<string, unknown>>> = { start: firstNotice, lateness, reads };

const name = process.argv[2] ?? '';
const measure = MEASURES[name];
if (!measure) {
  process.stderr.write(`Say what to measure: ${Object.keys(MEASURES).join(', ')}.\n`);
  process.exit(2);
}
const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
process.stdout.write(`${JSON.stringify({ ...(await measure()), at: new Date().toISOString(), ...machine })}\n`);
