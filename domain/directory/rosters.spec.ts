import { rawDirectory } from '../../test/support/plan-text.js';
import type { Directory, PersonalChannel } from './directory.js';
import { parseDirectory } from './parse-directory.js';
import { channelAt } from './rosters.js';

const email = (turn: string): PersonalChannel => ({ kind: 'email', address: `${turn}@ua-mfa.example.org` });
const DAY = { turn: 'day', from: 'mon 08:00', to: 'mon 20:00', channels: [email('day')] };
const NIGHT = { turn: 'night', from: 'mon 20:00', to: 'tue 08:00', channels: [email('night')] };
const WEEKEND = { turn: 'weekend', from: 'fri 20:00', to: 'mon 08:00', channels: [email('weekend')] };

const parsed = (...rosters: object[]): ReturnType<typeof parseDirectory> =>
  parseDirectory({ ...(rawDirectory() as object), rosters });
const withTurns = (roster: object): Directory => {
  const { directory, faults } = parsed({ office: 'ua-mfa-duty', ...roster });
  if (!directory) throw new Error(JSON.stringify(faults));
  return directory;
};
const faults = (...rosters: object[]): string[] =>
  parsed(...rosters).faults.map(({ path, message }) => `${path}: ${message}`);

describe('a duty roster', () => {
  const week = withTurns({ weekly: [DAY, NIGHT, WEEKEND] });
  /** Kyiv is at UTC+2 until 28 March 2027, 03:00, and at UTC+3 then. */
  test.each([
    ['2027-03-22T05:59:59.999Z', 'weekend'],
    ['2027-03-22T06:00:00.000Z', 'day'],
    ['2027-03-22T18:00:00.000Z', 'night'],
    ['2027-03-23T06:00:00.000Z', 'ua-mfa-duty'],
    ['2027-03-27T12:00:00.000Z', 'weekend'],
    ['2027-03-29T04:59:59.999Z', 'weekend'],
    ['2027-03-29T05:00:00.000Z', 'day'],
  ])('uses at %s the channel of %s, by the clocks of the office', (at, whose) => {
    expect(channelAt(week, 'ua-mfa-duty', 'email', at)).toMatchObject({ address: `${whose}@ua-mfa.example.org` });
  });

  it('puts a dated turn before a weekly one, and leaves kinds alone that a turn does not have', () => {
    const dated = {
      turn: 'stand-in',
      from: '2027-03-22T10:00:00.000Z',
      to: '2027-03-22T11:00:00.000Z',
      channels: [email('x')],
    };
    const directory = withTurns({ weekly: [DAY], dated: [dated] });
    const at = (time: string) => channelAt(directory, 'ua-mfa-duty', 'email', `2027-03-22T${time}:00.000Z`);
    expect(['09:59', '10:00', '11:00'].map((time) => at(time))).toEqual([email('day'), email('x'), email('day')]);
    expect(channelAt(directory, 'ua-mfa-duty', 'webhook', dated.from)).toMatchObject({ kind: 'webhook' });
    expect(channelAt(directory, 'nobody', 'email', dated.from)).toBeUndefined();
  });

  it('has every fault named', () => {
    expect(faults({ office: 'nobody' })).toEqual(['/rosters/0/office: The office "nobody" does not exist.']);
    expect(faults({ office: 'alert-network-feed' })[0]).toContain('is a machine');
    expect(faults({ office: 'ua-mfa-duty' }, { office: 'ua-mfa-duty' })[0]).toContain('A second roster');
    expect(faults({ office: 'ua-mfa-duty', weekly: [DAY, { ...NIGHT, from: 'mon 19:59' }] })[0]).toMatch(
      /^\/rosters\/0\/weekly\/1: The turn "day" is on duty at the same time/,
    );
    expect(faults({ office: 'ua-mfa-duty', weekly: [{ ...DAY, from: 'Monday 8' }] })[0]).toContain('mon 08:00');
    const webhook = { kind: 'webhook', url: 'https://x.example.org/', secret: `whsec_${'A'.repeat(32)}` };
    expect(faults({ office: 'ua-mfa-deputy', weekly: [{ ...DAY, channels: [webhook] }] })[0]).toContain(
      'has no webhook channel',
    );
  });
});
