/**
 * `npm run faults -- [--short] [--minutes N] [--seed S] [--only TEXT]`: the product as real processes, one fault after
 * the other at moments of random cases, and the checker's word on each. One JSON object a line, then a table.
 * `--model N`: N random sequences through the core alone, against the checker's model.
 * `--minutes`: a storm of random faults for so long, in the place of the rows.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../../config/package-root.js';
import { temporalProgram } from '../../../cli/start/temporal-program.js';
import { modelLevel } from './model-level.js';
import { isGood, runRow } from './row.js';
import type { Row } from './row.js';
import { Rig } from './rig.js';
import { ALLEGED_SECTORS, BURST_SECTORS, ROWS, SHORT, STORM } from './rows.js';
import type { Planned } from './rows.js';
import { Seeded } from './seeded.js';
import { table, writeDocument } from './table.js';

const HOUR_MS = 1000;
const SHORT_HOUR_MS = 700;
/** Of sequences of the model level. */
const LOT = 5000;
const CALM_BOUND_MS = 6000;
const STORM_BOUND_MS = 12_000;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    cases: { type: 'string' },
    model: { type: 'string' },
    write: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed);
if (values.model !== undefined) await models(Number(values.model));
const rows: Row[] = values.minutes === undefined ? await planned() : await storm(Number(values.minutes));
process.stdout.write(`\n${table(rows)}\n`);
if (values.write) writeDocument(rows, seed);
const bad = rows.filter((row) => !isGood(row));
process.stdout.write(`${rows.length} rows, ${bad.length} bad, seed ${seed}\n`);
process.exitCode = bad.length === 0 ? 0 : 1;

/** Where it stands in the sources: it is not built with the rest. */
async function checker(): Promise<typeof import('../checker/check.mjs')> {
  const file = join(packageRoot(), 'test', 'faults', 'checker', 'check.mjs');
  return (await import(pathToFileURL(file).href)) as typeof import('../checker/check.mjs');
}

/** In lots, each of a seed of its own: one line each, so that a long run can be looked at. */
async function models(sequences: number): Promise<never> {
  const { check } = await checker();
  let good = true;
  for (let lot = 0; lot * LOT < sequences && good; lot += 1) {
    const since = performance.now();
    const run = modelLevel(Math.min(LOT, sequences - lot * LOT), seed + lot, check);
    good = run.wrong.length === 0;
    process.stdout.write(
      `${JSON.stringify({ seed: seed + lot, ...run, ms: Math.round(performance.now() - since) })}\n`,
    );
  }
  process.exit(good ? 0 : 1);
}

async function planned(): Promise<Row[]> {
  const list = (values.short ? SHORT : ROWS).filter(
    ({ name }) => values.only === undefined || name.includes(values.only),
  );
  const done: Row[] = [];
  for (const record of ['postgres', 'folder'] as const) {
    const here = list.filter((row) => row.record === record);
    if (here.length > 0) done.push(...(await onRig(record, here)));
  }
  return done;
}

async function onRig(record: 'folder' | 'postgres', list: readonly Planned[]): Promise<Row[]> {
  const cases = Number(values.cases ?? (values.short ? 10 : 16));
  const sectors = Array.from({ length: cases * list.length }, (_, nth) => `F-${String(nth + 1).padStart(4, '0')}`);
  const rig = await Rig.start(await temporalProgram((sentence) => void process.stderr.write(`${sentence}\n`)), {
    sectors: [...sectors, ...BURST_SECTORS, ...ALLEGED_SECTORS],
    record,
    hourMs: values.short ? SHORT_HOUR_MS : HOUR_MS,
  });
  const done: Row[] = [];
  let good = false;
  try {
    for (const [nth, { name, struck, cannot }] of list.entries()) {
      const why = cannot ?? struck.map(({ fault }) => fault.cannot?.(rig) ?? '').find((one) => one !== '');
      const row = why
        ? notRun(name, why)
        : await runRow(rig, {
            sectors: sectors.slice(nth * cases, (nth + 1) * cases),
            seed: seed * 1000 + nth,
            struck,
            spreadMs: 3000,
            boundMs: CALM_BOUND_MS,
          });
      done.push(row);
      process.stdout.write(`${JSON.stringify(row)}\n`);
    }
    good = done.every(isGood);
  } finally {
    await rig.stop(values.keep && !good);
    if (values.keep && !good) process.stdout.write(`Kept: ${rig.folder}\n`);
  }
  return done;
}

function notRun(fault: string, why: string): Row {
  return {
    ...{ fault, phase: '–', seed, proven: '–', cases: 0, due: 0, lost: 0, early: 0, doubled: 0, strange: 0 },
    ...{
      notToldOfTheEnd: 0,
      repeats: 0,
      worstLateMs: 0,
      boundMs: 0,
      latest: '',
      convergedMs: 0,
      faults: [],
      wrong: [],
      notRun: why,
    },
  };
}

/** Batches of cases, each with two to four random faults at random phases, until the time is over. */
async function storm(minutes: number): Promise<Row[]> {
  const until = Date.now() + minutes * 60_000;
  const cases = Number(values.cases ?? 24);
  const random = new Seeded(seed);
  const done: Row[] = [];
  // A rig holds so many sectors; then a fresh one.
  for (let batch = 0; Date.now() < until;) {
    const record = random.pick(['postgres', 'folder'] as const);
    const sectors = Array.from({ length: cases * 20 }, (_, nth) => `R-${String(nth + 1).padStart(4, '0')}`);
    const rig = await Rig.start(await temporalProgram((sentence) => void process.stderr.write(`${sentence}\n`)), {
      sectors,
      record,
      hourMs: HOUR_MS,
    });
    try {
      for (let nth = 0; nth < 20 && Date.now() < until; nth += 1, batch += 1) {
        const struck = STORM(random).filter(({ fault }) => (fault.cannot?.(rig) ?? '') === '');
        const row = await runRow(rig, {
          sectors: sectors.slice(nth * cases, (nth + 1) * cases),
          seed: seed * 100_000 + batch,
          struck,
          spreadMs: 6000,
          boundMs: STORM_BOUND_MS,
        });
        done.push(row);
        process.stdout.write(`${JSON.stringify(row)}\n`);
      }
    } finally {
      await rig.stop(values.keep);
    }
  }
  return done;
}
