/** `npm run bench -- MEASURE`: one JSON line on what was measured, for `docs/benchmarks.md`. */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { compare } from './compare/compare.js';
import { SIDES } from './compare/side.js';
import { MODES } from './compare/trial.js';
import { core } from './core.js';
import { firstNotice } from './first-notice.js';
import { lateness } from './lateness.js';
import { reads } from './reads.js';
import { seals } from './seals.js';

const MEASURES: Record<string, () => Promise<Record<string, unknown>>> = {
  start: firstNotice,
  lateness,
  reads,
  seals,
  core,
  compare: compared,
};

const name = process.argv[2] ?? '';
const measure = MEASURES[name];
if (!measure) {
  process.stderr.write(`Say what to measure: ${Object.keys(MEASURES).join(', ')}.\n`);
  process.exit(2);
}
process.stdout.write(`${JSON.stringify({ ...(await measure()), ...about() })}\n`);

/** When and on what it was measured. */
function about(): Record<string, unknown> {
  const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
  return { at: new Date().toISOString(), ...machine, load: Math.round((loadavg()[0] ?? 0) * 10) / 10 };
}

async function compared(): Promise<Record<string, unknown>> {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      runs: text('3'),
      modes: text('calm,burst'),
      sides: text('bare,holdfire'),
      profile: text('embedded'),
      cases: text('150'),
      rate: text('5'),
      burst: text('1000'),
      crash: text('40'),
      idle: text('30'),
      gates: text('45,90'),
    },
  });
  const count = z.coerce.number().int().positive();
  const list = <T>(one: z.ZodType<T>) => z.preprocess((value) => String(value).split(','), z.array(one));
  const options = z
    .object({
      runs: count,
      modes: list(z.enum(MODES)),
      sides: list(z.enum(SIDES)),
      profile: z.enum(['embedded', 'postgresql']),
      cases: count,
      rate: z.coerce.number().positive(),
      burst: count,
      crash: count,
      idle: count,
      gates: z.preprocess((value) => String(value).split(','), z.tuple([count, count])),
    })
    .parse(values);
  return await compare(options, (line) => process.stdout.write(`${JSON.stringify({ ...line, ...about() })}\n`));
}
