import { instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { ForeignAlarms, PAST_THE_API } from './foreign-alarms.js';
import type { HouseLog } from './house-log.js';

const NOON = Date.parse('2027-03-27T12:00:00.000Z');
const at = (minutes: number): string => instant(NOON + minutes * 60_000);

const entry = (stream: string, body: unknown): Entry => ({ schema: 1, stream, seq: 1, prev: '', recordedAt: '', body });
const foreign = (minutes: number, office: string): Entry =>
  entry('case/c', {
    decidedAt: at(minutes),
    cause: { kind: 'command', command: 'noteForeign', body: { claimed: { office } } },
    events: [{ type: 'refused', refusal: { code: 'forbidden', detail: `said to be of ${office}.` } }],
  });
const started = (minutes: number): Entry =>
  entry('workers', { type: 'start-refused', at: at(minutes), detail: 'a start.' });

/** What it asks the house to enter; entered entries come back to it as the follower would deliver them. */
function setUp(before: readonly Entry[] = []) {
  const alarms: { at: string; since: string; last: string }[] = [];
  const house = {
    enter: (body: (typeof alarms)[number]) => {
      alarms.push(body);
      one.fold(entry('house', body));
      return Promise.resolve();
    },
  } as unknown as HouseLog;
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const one: ForeignAlarms = new ForeignAlarms(house, log);
  for (const each of before) one.fold(each);
  one.begin();
  return { one, alarms };
}

describe('messages that come past the API', () => {
  it('alarm at the third within ten minutes, whomever they name, once an hour', () => {
    const { one, alarms } = setUp();
    for (const next of [foreign(0, 'a'), started(4), foreign(9, 'b'), foreign(9.5, 'c'), foreign(20, 'd')])
      one.fold(next);
    expect(alarms).toMatchObject([{ at: at(9), since: at(0), who: PAST_THE_API, last: 'said to be of b.' }]);
    for (const next of [foreign(70, 'a'), foreign(71, 'a'), foreign(72, 'a')]) one.fold(next);
    expect(alarms.map((alarm) => alarm.at)).toEqual([at(9), at(72)]);
  });

  it('do not alarm when they lie further apart, nor for other refusals of a case', () => {
    const { one, alarms } = setUp();
    const ownRight = {
      ...foreign(0, 'a'),
      body: { ...(foreign(0, 'a').body as object), cause: { kind: 'command', command: 'propose' } },
    };
    for (const next of [foreign(0, 'a'), foreign(6, 'a'), foreign(12, 'a'), ownRight, ownRight]) one.fold(next);
    expect(alarms).toEqual([]);
  });

  it('alarm after a restart only for what nobody was told of', () => {
    const told = entry('house', { type: 'attempts-refused', who: PAST_THE_API, at: at(2) });
    const three = [foreign(0, 'a'), foreign(1, 'a'), foreign(2, 'a')];
    expect(setUp([...three, told]).alarms).toEqual([]);
    expect(setUp(three).alarms).toHaveLength(1);
    expect(setUp([...three, told, foreign(80, 'a'), foreign(81, 'a'), foreign(82, 'a')]).alarms).toHaveLength(1);
  });
});
