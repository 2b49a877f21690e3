import { assert, date, property } from 'fast-check';
import { instant, ms } from './instant.js';

it('reads an instant as the runtime would, day after day', () => {
  const instants = date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  assert(
    property(instants, instants, (one, other) => {
      for (const at of [one, other, one]) expect(ms(instant(at.getTime()))).toBe(at.getTime());
    }),
  );
});

it('leaves every other form to the runtime', () => {
  expect(ms('2027-03-27T20:00:00Z')).toBe(Date.parse('2027-03-27T20:00:00Z'));
  expect(ms('2027-03-27T20:00:00.000000+02:00')).toBe(Date.parse('2027-03-27T18:00:00Z'));
  expect(ms('')).toBeNaN();
});
