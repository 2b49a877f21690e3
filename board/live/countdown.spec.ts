import { along, countdown } from './countdown.js';

const HOUR = 3_600_000;

describe('countdown', () => {
  it.each([
    [72 * HOUR - 48_000, '71:59:12'],
    [100 * HOUR, '100:00:00'],
    [1, '00:00:01'],
    [0, '00:00:00'],
    [-1, '+00:00:00'],
    [-65_999, '+00:01:05'],
    [-30 * HOUR, '+30:00:00'],
  ])('%d ms are %s', (remaining, text) => {
    expect(countdown(remaining)).toBe(text);
  });

  it('shows the time of the plan in an exercise', () => {
    expect(countdown(60_000, 4320)).toBe('72:00:00');
  });
});

describe('along', () => {
  it('never leaves the bar', () => {
    expect([-5, 0, 36, 72, 400].map((hours) => along(0, hours, 72))).toEqual([0, 0, 0.5, 1, 1]);
  });
});
