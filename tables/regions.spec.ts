import { SECTORS } from '../domain/sectors.js';
import { regionOf } from './regions.js';

it.each(SECTORS.map(({ id, name }) => [id, name.en, name.uk] as const))('knows %s as %s and %s', (id, en, uk) => {
  expect([regionOf(id), regionOf(en), regionOf(uk), regionOf(uk.toUpperCase())]).toEqual([id, id, id, id]);
});

it.each([
  ['Vinnytska oblast', 'UA-05'],
  ['Kyiv City', 'UA-30'],
  ['Kyiv', 'UA-30'],
  ['Kyivska oblast', 'UA-32'],
  ['Kyiv region', 'UA-32'],
  ['Київська обл.', 'UA-32'],
  ['Khmelnytska oblast', 'UA-68'],
  ['Ivano-Frankivsk', 'UA-26'],
  ['  Zaporizka   oblast ', 'UA-23'],
  ['Crimea', 'UA-43'],
  ['Lubenskyi raion', undefined],
  ['', undefined],
])('reads %p as %p', (name, id) => expect(regionOf(name)).toBe(id));
