import { planClock, wallSpan } from './plan-clock.js';

it.each([
  [0, '+0:00'],
  [24 * 3_600_000 + 5 * 60_000, '+24:05'],
  [-61_000, '−0:01'],
  [100 * 3_600_000, '+100:00'],
])('shows %d ms of the plan as %s', (span, shown) => {
  expect(planClock(span)).toBe(shown);
});

it.each([
  [312, '0.3 s'],
  [75_400, '75 s'],
  [720_000, '12 min'],
  [9_000_000, '2.5 h'],
])('shows %d ms of the wall as %s', (span, shown) => {
  expect(wallSpan(span, 'en')).toBe(shown);
});
