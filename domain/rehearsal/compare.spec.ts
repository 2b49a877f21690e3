import { heard, rehearsed } from '../../test/support/rehearsed.js';
import { at } from '../../test/support/timeline.js';
import { compare } from './compare.js';
import { SILENT } from './conduct.js';

const late = { ...heard('+0:00'), at: at('+20:00') };

it('says what another plan would have done instead', () => {
  const [seed, strict] = [rehearsed([late], 'seed', SILENT), rehearsed([late], 'strict-recorded', SILENT)];
  const { cases } = compare(seed, strict);
  // The one counts from the occurrence, the other from the acceptance twenty hours later.
  expect(cases.map(({ sector, words }) => [sector, words])).toEqual([
    ['UA-23', [`phase 2 ${at('+24:00')} → ${at('+44:00')}`]],
  ]);
});

it('names cases that only one of them opened', () => {
  const [some, none] = [rehearsed([heard('+0:00')]), rehearsed([heard('+0:00', { standing: 'alleged' })])];
  const { cases, figures } = compare(some, none);
  expect(cases.map(({ words }) => words)).toEqual([['only here']]);
  expect(figures).toContainEqual({ name: 'Cases', a: 1, b: 0 });
});

it('finds no difference between a plan and itself', () => {
  const seed = rehearsed([heard('+0:00'), heard('+30:00')]);
  const { cases, figures } = compare(seed, seed);
  expect([cases, figures.filter(({ a, b }) => a !== b)]).toEqual([[], []]);
});
