import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SECTORS } from '../../domain/sectors.js';
import { OUTLINES } from './outlines.js';
import { HEIGHT, isInside, middleOf, projected, ringsOf, WIDTH } from './projection.js';

/** Latitude and longitude of the middle of each region's capital, of Sevastopol and of Kyiv. */
const CAPITALS: Record<string, [latitude: number, longitude: number]> = {
  'UA-05': [49.233, 28.468],
  'UA-07': [50.747, 25.325],
  'UA-09': [48.574, 39.308],
  'UA-12': [48.465, 35.046],
  'UA-14': [48.016, 37.803],
  'UA-18': [50.255, 28.659],
  'UA-21': [48.621, 22.288],
  'UA-23': [47.839, 35.14],
  'UA-26': [48.923, 24.711],
  'UA-30': [50.45, 30.523],
  // Bila Tserkva: the region's capital is Kyiv, which is a region of its own.
  'UA-32': [49.809, 30.112],
  'UA-35': [48.508, 32.262],
  'UA-40': [44.605, 33.5225],
  'UA-43': [44.952, 34.102],
  'UA-46': [49.84, 24.03],
  'UA-48': [46.975, 31.995],
  'UA-51': [46.483, 30.723],
  'UA-53': [49.588, 34.551],
  'UA-56': [50.62, 26.252],
  'UA-59': [50.908, 34.798],
  'UA-61': [49.554, 25.595],
  'UA-63': [49.994, 36.23],
  'UA-65': [46.6425, 32.625],
  'UA-68': [49.423, 26.987],
  'UA-71': [49.444, 32.06],
  'UA-74': [51.498, 31.289],
  'UA-77': [48.292, 25.936],
};

/** The regions in which a place lies. */
function regionsAt(latitude: number, longitude: number): string[] {
  const point = projected(latitude, longitude);
  return Object.entries(OUTLINES).flatMap(([id, path]) => (isInside(ringsOf(path), point) ? [id] : []));
}

it('has an outline for each of the 27 regions, and for nothing else', () => {
  expect(Object.keys(OUTLINES).sort()).toEqual(SECTORS.map(({ id }) => id).sort());
});

it('has Simferopol in Crimea and Sevastopol in Sevastopol, regions of Ukraine', () => {
  expect(regionsAt(44.952, 34.102)).toEqual(['UA-43']);
  expect(regionsAt(44.605, 33.5225)).toEqual(['UA-40']);
});

it.each(Object.entries(CAPITALS))('has the capital of %s in it, and in no other', (id, [latitude, longitude]) => {
  expect(regionsAt(latitude, longitude)).toEqual([id]);
});

it.each([
  ['Warsaw', 52.23, 21.01],
  ['Chișinău', 47.01, 28.86],
  ['Minsk', 53.9, 27.57],
  ['Rostov', 47.23, 39.72],
  ['Krasnodar', 45.04, 38.98],
  ['the middle of the Black Sea', 43.5, 34],
])('has %s in none', (_, latitude, longitude) => {
  expect(regionsAt(latitude, longitude)).toEqual([]);
});

it('fits its drawing, and a page: at most 40 kB', () => {
  for (const [x, y] of Object.values(OUTLINES).flatMap((path) => ringsOf(path).flat())) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(WIDTH);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(HEIGHT);
  }
  expect(statSync(join(__dirname, 'outlines.ts')).size).toBeLessThanOrEqual(40_000);
});

it('puts the mark of a region within the drawing', () => {
  for (const path of Object.values(OUTLINES)) {
    const [x, y] = middleOf(path);
    expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT).toBe(true);
  }
});
