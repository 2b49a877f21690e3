import * as fc from 'fast-check';
import { shippedPlan } from '../../test/support/seed.js';
import { HOUR, MINUTE, SECOND } from '../instant.js';
import type { Plan } from './plan.js';
import { LEAST, divide } from './speed.js';

const seed = shippedPlan().plan;
const plans = ['seed', 'literal-72h-after', 'strict-recorded'].map((name) => shippedPlan(name).plan);

/** Every span of a plan by its place. */
function spansOf(plan: Plan): Record<string, number> {
  const { timing, reports, completion, repetition, grace } = plan;
  const { overdueTimes: _times, acknowledgeLastPhaseDivisor: _divisor, reminders, acknowledge, ...rest } = timing;
  const { corroboration, triage, ...ofReports } = reports;
  return {
    ...rest,
    ...ofReports,
    ...completion,
    corroboration: corroboration.within,
    ...named('triage', triage ? [triage.due, triage.every, triage.thenEvery] : []),
    repetition: repetition.within,
    ...named('reminder', reminders),
    ...named('step', acknowledge),
    ...named(
      'grace',
      Object.values(grace).flatMap(({ duties, gates }) => [duties, gates]),
    ),
    ...named(
      'gate',
      plan.gates.flatMap(({ notBefore, lapses }) => [notBefore, lapses ?? 0]),
    ),
    ...named(
      'due',
      plan.duties.map(({ due }) => due),
    ),
    ...named(
      'expiry',
      Object.values(plan.authority).map(({ expiry }) => expiry),
    ),
  };
}

const named = (name: string, spans: readonly number[]): Record<string, number> =>
  Object.fromEntries(spans.map((span, index) => [`${name}-${index}`, span]));

it('returns the plan as it is at speed 1', () => {
  expect(divide(seed, 1)).toBe(seed);
});

it('plays 72 hours in a minute at 4320', () => {
  const fast = divide(seed, 4320);
  expect(fast.gates.map(({ notBefore, lapses }) => ({ notBefore, lapses }))).toEqual([
    { notBefore: 20 * SECOND, lapses: undefined },
    { notBefore: 0, lapses: 60 * SECOND },
  ]);
  expect(fast.duties.map(({ id, due }) => [id, due])).toEqual([
    ['D1', 20_000],
    ['D2', 20_000],
    ['D3', 5_000],
    ['D4', 5_000],
    ['D5', 20_000],
    ['D6', 10_000],
    ['D7', 60_000],
    ['D8', 10_000],
    ['D9', 2500],
  ]);
  expect(fast.timing.reminders).toEqual([10_000, 5_000, 834]);
});

it('keeps the lower bounds of an exercise', () => {
  const fast = divide(seed, 4320);
  expect(fast.timing).toMatchObject({ settle: 100, lateTold: 5_000, acknowledge: [5_000, 10_000, 15_000] });
  expect(fast.timing.acknowledgeLastPhaseDivisor).toBe(1);
  expect(fast.authority['large-scale'].expiry).toBe(5_000);
  expect(fast.completion).toMatchObject({ ahead: 2_000, recordingDelay: 5_000 });
  expect(fast.reports.futureTolerance).toBe(2_000);
});

it('leaves out of the last phase only what would fall below its bound', () => {
  // 30 minutes become 7.5 s; half of that would be less than 5 s.
  expect(divide(seed, 240).timing).toMatchObject({
    acknowledge: [7_500, 15_000, 22_500],
    acknowledgeLastPhaseDivisor: 1.5,
  });
  expect(divide(seed, 10).timing.acknowledgeLastPhaseDivisor).toBe(2);
});

it('rounds up to the millisecond, so that nothing acts early', () => {
  expect(divide(seed, 7).gates[0]?.notBefore).toBe(Math.ceil((24 * HOUR) / 7));
});

it('gives no time to what takes effect at once, and leaves counts and distances alone', () => {
  const fast = divide(seed, 4320);
  expect(fast.authority['withdraw-stand-down'].expiry).toBe(0);
  expect(fast.grace.declaration.gates).toBe(0);
  expect(fast.repetition.count).toBe(seed.repetition.count);
  expect(fast.timing.overdueTimes).toBe(seed.timing.overdueTimes);
  expect(fast.reports.corroboration.distanceKm).toBe(seed.reports.corroboration.distanceKm);
});

it('keeps a bound that the plan itself sets shorter', () => {
  const quick: Plan = { ...seed, timing: { ...seed.timing, settle: 20, lateTold: SECOND } };
  expect(divide(quick, 4320).timing).toMatchObject({ settle: 20, lateTold: SECOND });
});

it('divides every span of every plan, and never below its bound', () => {
  fc.assert(
    fc.property(fc.constantFrom(...plans), fc.integer({ min: 2, max: 100_000 }), (plan, speed) => {
      const fast = divide(plan, speed);
      const before = spansOf(plan);
      for (const [name, span] of Object.entries(spansOf(fast))) {
        const was = before[name] ?? 0;
        expect(Number.isInteger(span)).toBe(true);
        expect(span).toBeGreaterThanOrEqual(was / speed);
        expect(span).toBeLessThanOrEqual(was);
        expect(span > 0).toBe(was > 0);
      }
      expect(fast.timing.settle).toBeGreaterThanOrEqual(LEAST.settle);
      expect(fast.timing.lateTold).toBeGreaterThanOrEqual(LEAST.lateTold);
      expect(fast.completion.recordingDelay).toBeGreaterThanOrEqual(LEAST.recordingDelay);
      expect(fast.reports.futureTolerance).toBeGreaterThanOrEqual(LEAST.futureTolerance);
      for (const { expiry } of Object.values(fast.authority)) expect(expiry === 0 || expiry >= LEAST.expiry).toBe(true);
      for (const [index, step] of fast.timing.acknowledge.entries()) {
        const least = (index + 1) * LEAST.acknowledgeStep;
        expect(step).toBeGreaterThanOrEqual(least);
        expect(Math.ceil(step / fast.timing.acknowledgeLastPhaseDivisor)).toBeGreaterThanOrEqual(least);
      }
    }),
  );
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('is not divided by %p', (speed) => {
  expect(() => divide(seed, speed)).toThrow('Invariant broken');
});

it('has the steps of the seed in minutes', () => {
  expect(seed.timing.acknowledge).toEqual([30 * MINUTE, 60 * MINUTE, 90 * MINUTE]);
});
