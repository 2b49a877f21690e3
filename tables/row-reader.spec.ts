import { parse } from 'yaml';
import { parseMap } from './parse-map.js';
import { heardAt, rowReader } from './row-reader.js';
import type { ReadRow } from './row-reader.js';

const HEADER = ['region', 'town', 'day', 'until', 'what', 'lat', 'lon', 'checked'];
const MAP = `
schema: 1
id: test
title: Test
times: { zone: Europe/Kyiv, formats: ['YYYY-MM-DD HH:mm', 'YYYY-MM-DD'] }
leaveOut: [{ what: [test, drill] }]
report:
  source: 'list of {region}'
  occurredAt: { at: '{day}', until: '{until}' }
  sector: ['{region}']
  sectors: { South: UA-65 }
  place: { description: '[{town}, ]{region}', latitude: '{lat}', longitude: '{lon}' }
  kind: { of: '{what}', names: { fire: shelling }, otherwise: other }
  description: '{what} in {region}[ near {town}]'
  standing:
    otherwise: alleged
    rules: [{ standing: credible, when: { checked: ['yes'] }, lasts: PT1H }]
`;

function read(cells: string[], change: (text: string) => string = (text) => text): ReadRow {
  const { map, faults } = parseMap(parse(change(MAP)));
  if (!map) throw new Error(JSON.stringify(faults));
  return rowReader(map, HEADER)(cells);
}

const row = (change: Partial<Record<string, string>> = {}): string[] => {
  const cells: Record<string, string> = { region: 'Sumy', day: '2027-01-15 10:00', what: 'fire', ...change };
  return HEADER.map((name) => cells[name] ?? '');
};

it('turns a row into a report', () => {
  expect(read(row({ town: 'Hlukhiv', lat: '51.68', lon: '33.91' }))).toEqual({
    kind: 'report',
    cut: false,
    report: {
      source: 'list of Sumy',
      sourceReportId: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      occurredAt: { earliest: '2027-01-15T08:00:00.000Z', latest: '2027-01-15T08:00:00.000Z' },
      place: { sector: 'UA-59', description: 'Hlukhiv, Sumy', latitude: 51.68, longitude: 33.91 },
      kind: 'shelling',
      description: 'fire in Sumy near Hlukhiv',
      standing: 'alleged',
    },
  });
});

it('gives a row without a number of its own the same id whenever it is read', () => {
  const [first, again, other] = [read(row()), read(row()), read(row({ town: 'Hlukhiv' }))];
  expect(again).toEqual(first);
  expect(other).not.toMatchObject({
    report: { sourceReportId: (first as { report: { sourceReportId: string } }).report.sourceReportId },
  });
});

it('raises a row to credible only where every word of a rule holds', () => {
  const standing = (change: Partial<Record<string, string>>): unknown =>
    (read(row(change)) as { report?: object }).report;
  expect(standing({ checked: 'yes', until: '2027-01-15 11:00' })).toMatchObject({ standing: 'credible' });
  expect(standing({ checked: 'yes', until: '2027-01-15 10:59' })).toMatchObject({ standing: 'alleged' });
  expect(standing({ until: '2027-01-15 12:00' })).toMatchObject({ standing: 'alleged' });
});

it('makes an interval of a day, and cuts what is wider than the map takes', () => {
  expect(read(row({ day: '2027-01-15' }))).toMatchObject({
    cut: false,
    report: { occurredAt: { earliest: '2027-01-14T22:00:00.000Z', latest: '2027-01-15T21:59:59.999Z' } },
  });
  // The day on which the clocks go back has 25 hours: it keeps its beginning.
  expect(read(row({ day: '2027-10-31' }))).toMatchObject({
    cut: true,
    report: { occurredAt: { earliest: '2027-10-30T21:00:00.000Z', latest: '2027-10-31T21:00:00.000Z' } },
  });
});

it('leaves out what the map leaves out', () => expect(read(row({ what: 'drill' }))).toEqual({ kind: 'left-out' }));

it.each([
  [{ region: 'Lubenskyi raion' }, '"Lubenskyi raion" names no region of Ukraine.'],
  [{ day: '15.1.2027' }, '"15.1.2027" is no time written as YYYY-MM-DD HH:mm or YYYY-MM-DD.'],
  [{ day: '' }, 'The row gives no time'],
  [{ until: '2027-01-15 09:00' }, 'It ends (2027-01-15 09:00) before it begins (2027-01-15 10:00).'],
  [{ lat: '99' }, '"99" is no latitude: a number from -90 to 90 is needed.'],
])('refuses %p with a reason', (change, reason) => {
  expect(read(row(change))).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) as unknown });
});

it('refuses a row with a cell too many', () => {
  expect(read([...row(), 'x'])).toEqual({ kind: 'refused', reason: 'The row has 9 cells; the header has 8.' });
});

it('asks the map’s own names before those that every map knows', () => {
  expect(read(row({ region: 'South' }))).toMatchObject({ report: { place: { sector: 'UA-65' } } });
  const renamed = (text: string): string => text.replace('South: UA-65', 'Kyiv: UA-32');
  expect(read(row({ region: 'Kyiv' }), renamed)).toMatchObject({ report: { place: { sector: 'UA-32' } } });
});

it('has it reported after it was over and known', () => {
  const occurredAt = { earliest: '2027-01-15T08:00:00.000Z', latest: '2027-01-15T09:00:00.000Z' };
  const report = { occurredAt, source: '', sourceReportId: '', place: { sector: '' }, kind: '', description: '' };
  const at = (observedAt?: string): string =>
    heardAt({ ...report, standing: 'alleged', ...(observedAt ? { observedAt } : {}) }, 60_000);
  expect(at()).toBe('2027-01-15T09:01:00.000Z');
  expect(at('2027-01-15T08:30:00.000Z')).toBe('2027-01-15T09:01:00.000Z');
  expect(at('2027-01-16T08:30:00.000Z')).toBe('2027-01-16T08:31:00.000Z');
});
