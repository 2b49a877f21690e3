/**
 * The core against the checker's model, which shares no code with it: every telling of random sequences of commands at
 * its instant, and no other. `npm run faults -- --model 1000000` plays a million; here so many that a slip shows.
 */
import { check } from './checker/check.mjs';
import { modelLevel } from './bench/model-level.js';

const SEQUENCES = 250;

it(`tells nothing else than the model, in ${SEQUENCES} sequences that reach every phase and end`, () => {
  const run = modelLevel(SEQUENCES, 1, check);
  expect(run.wrong).toEqual([]);
  expect(run.sequences).toBe(SEQUENCES);
  const topics = [
    'phase-opened',
    'declaration-in-effect',
    'stood-down',
    'case-closed',
    'lapsed',
    'proposal-lapsed',
    'undecided',
  ];
  for (const topic of topics) expect([topic, (run.reached[topic] ?? 0) > 5]).toEqual([topic, true]);
}, 120_000);

it('bites where the core and the model are not of one plan', () => {
  interface Raw {
    gates: { notBefore: { value: string } }[];
  }
  const run = modelLevel(20, 1, (asked) => {
    const plan = structuredClone(asked.plan) as Raw;
    for (const { notBefore } of plan.gates.slice(0, 1)) notBefore.value = 'PT24.001S';
    return check({ ...asked, plan });
  });
  expect(run.wrong.join('\n')).toContain('phase-opened');
}, 180_000);
