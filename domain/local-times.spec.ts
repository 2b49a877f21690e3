import { inZone, isTimeZone, localTimes } from './local-times.js';

describe('over the change of clocks of 28 March 2027', () => {
  it('shows the first violation before it', () => {
    expect(localTimes('2027-03-27T20:00:00.000Z')).toEqual({
      utc: 'Sat 27 Mar 2027, 20:00 UTC',
      kyiv: 'Sat 27 Mar 2027, 22:00 (UTC+2)',
      brussels: 'Sat 27 Mar 2027, 21:00 (UTC+1)',
      washington: 'Sat 27 Mar 2027, 16:00 (UTC−4)',
    });
  });

  it('shows 24 elapsed hours later as 23:00 in Kyiv', () => {
    expect(localTimes('2027-03-28T20:00:00.000Z')).toEqual({
      utc: 'Sun 28 Mar 2027, 20:00 UTC',
      kyiv: 'Sun 28 Mar 2027, 23:00 (UTC+3)',
      brussels: 'Sun 28 Mar 2027, 22:00 (UTC+2)',
      washington: 'Sun 28 Mar 2027, 16:00 (UTC−4)',
    });
  });

  it('leaps over the hour that Kyiv does not have', () => {
    expect(inZone('2027-03-28T00:59:59.000Z', 'Europe/Kyiv', 'en')).toBe('Sun 28 Mar 2027, 02:59:59 (UTC+2)');
    expect(inZone('2027-03-28T01:00:00.000Z', 'Europe/Kyiv', 'en')).toBe('Sun 28 Mar 2027, 04:00 (UTC+3)');
  });

  it('tells the two hours apart that autumn has twice', () => {
    expect(inZone('2027-10-31T00:30:00.000Z', 'Europe/Kyiv', 'en')).toBe('Sun 31 Oct 2027, 03:30 (UTC+3)');
    expect(inZone('2027-10-31T01:30:00.000Z', 'Europe/Kyiv', 'en')).toBe('Sun 31 Oct 2027, 03:30 (UTC+2)');
  });
});

it('speaks Ukrainian', () => {
  expect(localTimes('2027-03-28T20:00:00.000Z', 'uk').kyiv).toBe('нд 28 бер. 2027 р., 23:00 (UTC+3)');
  expect(inZone('2027-01-01T00:00:00.000Z', 'UTC', 'uk')).toBe('пт 1 січ. 2027 р., 00:00 UTC');
});

it('writes seconds and milliseconds where there are any', () => {
  expect(inZone('2027-03-28T19:59:59.999Z', 'UTC', 'en')).toBe('Sun 28 Mar 2027, 19:59:59.999 UTC');
  expect(inZone('1990-01-01T00:00:00.001Z', 'UTC', 'en')).toBe('Mon 1 Jan 1990, 00:00:00.001 UTC');
});

it('shows zones that are not whole hours from UTC', () => {
  expect(inZone('2027-03-28T20:00:00.000Z', 'Asia/Kathmandu', 'en')).toBe('Mon 29 Mar 2027, 01:45 (UTC+5:45)');
});

it.each([
  ['Europe/Kyiv', true],
  ['America/New_York', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Europe/Kyjiv', false],
  ['+03:00', false],
  ['', false],
  ['EST', false],
])('takes %p for a time zone: %p', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});
