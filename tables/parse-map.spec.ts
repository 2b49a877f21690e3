import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { mapSchema } from './map-shape.js';
import { faultsOfColumns, parseMap } from './parse-map.js';

const MAPS = join(__dirname, '..', 'maps');
const FAULTY = `
schema: 1
id: test
titel: Test
table: { encoding: klingon }
times: { zone: Europe/Kyjiv, formats: ['HH:mm'] }
report:
  source: 'a } brace'
  occurredAt: { at: '{day}', arround: PT1H }
  sector: []
  kind: { of: '{what}' }
  description: '[no column]'
  standing: { otherwise: verified }
`;

it('finds every fault at once', () => {
  const { map, faults } = parseMap(parse(FAULTY));
  expect(map).toBeUndefined();
  expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    '/titel: The key "titel" is unknown here. Known: schema, id, title, table, times, leaveOut, report, rehearsal.',
    ': "title" is missing: expected a text.',
    '/report/occurredAt/arround: The key "arround" is unknown here. Did you mean "around"?',
    '/report/sector: Expected a list of templates with at least one, found an empty list.',
    '/report/kind: "names" is missing: expected a table of names.',
    '/report/standing/otherwise: Expected one of alleged, credible, found "verified".',
    '/report/source: "}" stands alone: a column is written {column}, a part that may be missing [, {column}].',
    '/report/description: A part in square brackets names a column.',
    '/times/formats/0: It needs a year, a month and a day: YYYY-MM-DD.',
    '/times/zone: Europe/Kyjiv is no IANA time zone, such as Europe/Kyiv.',
    '/table/encoding: klingon is no encoding, such as utf-8 or windows-1251.',
  ]);
});

const shipped = readdirSync(MAPS).filter((name) => name.endsWith('.yaml'));

it.each(shipped)('reads the shipped map %s', (name) => {
  expect(parseMap(parse(readFileSync(join(MAPS, name), 'utf8'))).faults).toEqual([]);
});

it('names the columns that a table does not have, also those of conditions', () => {
  const { map } = parseMap(parse(readFileSync(join(MAPS, 'air-raid-alerts-raised.yaml'), 'utf8')));
  const header = ['oblast', 'raion', 'hromadas', 'started_at', 'finished_at'];
  const faults = map ? faultsOfColumns(map, header) : [];
  expect(faults).toContainEqual({
    path: '/report/standing/rules/0/when/level',
    message: expect.stringContaining('The table has no column "level".') as unknown,
  });
  expect(faults).toContainEqual({
    path: '/report/sourceReportId',
    message: 'The table has no column "hromada". Did you mean "hromadas"?',
  });
});

it('stands beside the maps as editors have it (`holdfire plan schema --map > maps/map.schema.json`)', () => {
  expect(JSON.parse(readFileSync(join(MAPS, 'map.schema.json'), 'utf8'))).toEqual(mapSchema());
});
