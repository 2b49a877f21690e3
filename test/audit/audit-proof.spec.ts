/**
 * Somebody changes the bundle of a case that escalated to its last phase: N of N are found, at the right step and place;
 * and honest bundles of random cases raise no alarm. `npm run audit-proof` makes a thousand of these, has Temporal's own
 * replay look at the histories beside, and writes `docs/record-proof.md`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { bundleIn } from '../../record/bundle/read-bundle.js';
import { filesInTar } from '../../record/bundle/tar.js';
import type { Checked } from '../../record/verify/fault.js';
import { verifyBundle } from '../../record/verify/verify-bundle.js';
import { sequences } from '../support/command-sequences.js';
import { PlayedSequence } from '../support/played-sequence.js';
import { FORGERIES } from './forgeries.js';
import { bundleOfPlayed } from './played-bundle.js';
import { proofPage } from './proof-page.js';
import type { Row } from './proof-page.js';
import { seal, sealKey } from './sealed-bundle.js';
import type { Editable } from './sealed-bundle.js';

const WHOLE = process.env['AUDIT_PROOF'] === '1';
const HONEST = WHOLE ? 1000 : 25;

jest.setTimeout(WHOLE ? 3_600_000 : 400_000);

const kept = filesInTar(gunzipSync(readFileSync(join(__dirname, '..', 'bundles', 'escalated.tar.gz')))).files;
const keys = { log: [sealKey(), sealKey()], stranger: sealKey() };
const honest: Editable = seal(new Map(kept), keys.log);

const faultsOf = (steps: readonly Checked[]): { step: string; where: string; says: string }[] =>
  steps.flatMap(({ step, faults }) => faults.map((fault) => ({ step, ...fault })));

/** Loads the SDK, which nothing else here needs. */
const replayOf = async (files: Editable): Promise<string> => (await import('./plain-replay.js')).plainReplay(files);

const rows: Row[] = [];
let flips = 0;
let judged = 0;

it('finds nothing in the honest bundle', () => {
  expect(faultsOf(verifyBundle(bundleIn(honest)))).toEqual([]);
});

it('finds one bit that was flipped in any file, and names the file', () => {
  for (const [name, content] of honest) {
    if (content.length === 0) continue;
    const changed = Buffer.from(content);
    const byte = (flips * 7919) % content.length;
    changed[byte] = (changed[byte] ?? 0) ^ (1 << (flips % 8));
    const { faults } = bundleIn(new Map(honest).set(name, changed));
    flips += 1;
    if (name === 'manifest.json') expect(faults.length).toBeGreaterThan(0);
    else expect(faults.map(({ where }) => where)).toContain(name);
  }
  expect(flips).toBe([...honest.values()].filter(({ length }) => length > 0).length);
});

it.each(FORGERIES.map((one) => [one.name, one] as const))(
  'finds: %s',
  async (name, { forge, found, where, history }) => {
    const files: Editable = new Map([...honest].map(([file, content]) => [file, Buffer.from(content)]));
    const known = forge(files, keys);
    const steps = verifyBundle(bundleIn(files), known ?? {});
    const faults = faultsOf(steps);
    const at = new Set(faults.map(({ step }) => step));
    rows.push({
      name,
      steps: [...at],
      first: faults[0] ? `${faults[0].where}: ${faults[0].says}` : 'NOT FOUND',
      replay: history ? (WHOLE ? await replayOf(files) : 'not run') : 'sees no record',
    });
    expect([...at]).toEqual(expect.arrayContaining(found));
    expect(faults.some((fault) => where.test(fault.where))).toBe(true);
  },
);

it(`finds nothing in ${HONEST} honest bundles of random cases`, () => {
  fc.assert(
    fc.property(sequences(12), (sequence) => {
      const played = new PlayedSequence(sequence).make(sequence.moves);
      judged += 1;
      expect(faultsOf(verifyBundle(bundleIn(bundleOfPlayed(played))))).toEqual([]);
    }),
    { numRuns: HONEST },
  );
  expect(judged).toBeGreaterThanOrEqual(HONEST);
});

afterAll(() => {
  const page = proofPage({ rows, flips, honest: judged });
  process.stdout.write(`${page.slice(page.indexOf('|'))}\n`);
  if (WHOLE) writeFileSync(join(__dirname, '..', '..', 'docs', 'record-proof.md'), page);
});
