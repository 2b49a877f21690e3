import { instant } from '../../domain/instant.js';
import { RefusalAlarms } from './refusal-alarms.js';

const at = (minutes: number): string => instant(Date.UTC(2027, 2, 27, 20) + minutes * 60_000);

it('alarms at the third refusal within ten minutes, and then not for an hour', () => {
  const alarms = new RefusalAlarms();
  const noted = [0, 5, 10, 11, 12, 69, 70, 71].map((minutes) => alarms.note('one', at(minutes)));
  expect(noted).toEqual([undefined, undefined, at(0), undefined, undefined, undefined, undefined, at(69)]);
});

it('counts each actor on its own, and forgets after ten minutes', () => {
  const alarms = new RefusalAlarms();
  expect(['one', 'two', 'one', 'two'].map((actor) => alarms.note(actor, at(0)))).toEqual(Array(4).fill(undefined));
  expect(alarms.note('one', at(11))).toBeUndefined();
});
