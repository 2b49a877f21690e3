import { instant } from '../domain/instant.js';
import type { TableMap } from './map.js';
import { faultOfFormat, timeReader } from './written-time.js';

const KYIV: TableMap['times'] = {
  zone: 'Europe/Kyiv',
  formats: ['YYYY-MM-DD HH:mm', 'YYYY-MM-DD', 'D MMMM YYYY', 'YYYY-MM-DDTHH:mm:ss.SSSZ'],
  twice: 'interval',
  missing: 'refuse',
  widest: 24 * 3_600_000,
};

function read(text: string, change: Partial<TableMap['times']> = {}): string[] {
  const { earliest, latest } = timeReader({ ...KYIV, ...change })(text);
  return [instant(earliest), instant(latest)];
}

const once = (at: string): string[] => [at, at];

describe('a local time', () => {
  it('is read by the clocks of its zone, in winter and in summer', () => {
    expect(read('2027-01-15 12:00')).toEqual(once('2027-01-15T10:00:00.000Z'));
    expect(read('2027-07-15 12:00')).toEqual(once('2027-07-15T09:00:00.000Z'));
  });

  it('that the clocks show twice is an interval, or what the map says', () => {
    expect(read('2027-10-31 03:30')).toEqual(['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']);
    expect(read('2027-10-31 03:30', { twice: 'first' })).toEqual(once('2027-10-31T00:30:00.000Z'));
    expect(read('2027-10-31 03:30', { twice: 'second' })).toEqual(once('2027-10-31T01:30:00.000Z'));
    expect(() => read('2027-10-31 03:30', { twice: 'refuse' })).toThrow('was shown twice by the clocks of Europe/Kyiv');
  });

  it('that the clocks never show is refused, or read as if they had not changed yet', () => {
    expect(() => read('2027-03-28 03:30')).toThrow('was never shown by the clocks of Europe/Kyiv');
    expect(read('2027-03-28 03:30', { missing: 'before' })).toEqual(once('2027-03-28T01:30:00.000Z'));
    expect(read('2027-03-28 02:59')).toEqual(once('2027-03-28T00:59:00.000Z'));
    expect(read('2027-03-28 04:00')).toEqual(once('2027-03-28T01:00:00.000Z'));
  });
});

describe('a day', () => {
  it('is from midnight to its last millisecond by the clocks of the zone', () => {
    expect(read('2027-01-15')).toEqual(['2027-01-14T22:00:00.000Z', '2027-01-15T21:59:59.999Z']);
    expect(read('5 July 2027')).toEqual(['2027-07-04T21:00:00.000Z', '2027-07-05T20:59:59.999Z']);
  });

  it('has 23 hours in March and 25 in October', () => {
    expect(read('2027-03-28')).toEqual(['2027-03-27T22:00:00.000Z', '2027-03-28T20:59:59.999Z']);
    expect(read('2027-10-31')).toEqual(['2027-10-30T21:00:00.000Z', '2027-10-31T21:59:59.999Z']);
  });
});

it('takes an offset where one is written, whatever the zone', () => {
  expect(read('2027-01-15T12:00:00.250+05:30')).toEqual(once('2027-01-15T06:30:00.250Z'));
  expect(read('2027-01-15T12:00:00.250Z')).toEqual(once('2027-01-15T12:00:00.250Z'));
});

it.each(['2027-02-30', '2027-13-01', '2027-01-15 24:00', '15.01.2027', '', '5 Jully 2027'])('refuses %p', (text) => {
  expect(() => read(text)).toThrow(/does not exist|is no time written as/);
});

it('reads RFC 3339 where the map names no format', () => {
  expect(read('2027-01-15T12:00:00+02:00', { formats: [] })).toEqual(once('2027-01-15T10:00:00.000Z'));
  expect(() => read('2027-01-15', { formats: [] })).toThrow('is no RFC 3339 instant');
});

it.each([
  ['YYYY-MM-DD HH:mm:ssZ', undefined],
  ['D MMM YYYY', undefined],
  ['HH:mm', 'It needs a year'],
  ['YYYY-MM-DD HH', 'Hours and minutes go together'],
  ['YYYY-MM-DDZ', 'A day has no offset'],
  ['YYYY-MM-DD DD', 'named twice'],
])('judges the format %p', (format, fault) => {
  if (fault === undefined) expect(faultOfFormat(format)).toBeUndefined();
  else expect(faultOfFormat(format)).toContain(fault);
});
