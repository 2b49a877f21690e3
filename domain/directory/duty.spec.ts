import type { Roster } from './directory.js';
import { dutyOver, gapsIn } from './duty.js';

const KYIV = 'Europe/Kyiv';
const channels = [{ kind: 'email' as const, address: 'a@example.org' }];
const roster = (weekly: [string, string, string][], dated: [string, string, string][] = []): Roster => ({
  office: 'ua-mfa-duty',
  weekly: weekly.map(([turn, from, to]) => ({ turn, from, to, channels })),
  dated: dated.map(([turn, from, to]) => ({ turn, from, to, channels })),
});
const rows = (one: Roster, from: string, to: string, zone = KYIV) =>
  dutyOver(one, zone, from, to).map(({ turn = '–', from: begin, to: end }) => `${turn} ${begin} ${end}`);

const WEEK = roster([
  ['first', 'mon 08:00', 'thu 08:00'],
  ['second', 'thu 08:00', 'sun 08:00'],
]);

it('goes through the turns of a week by the clocks of the office, and shows where there is none', () => {
  // Kyiv is at UTC+2 until 28 March 2027, 03:00, and at UTC+3 then.
  expect(rows(WEEK, '2027-03-24T12:00:00.000Z', '2027-03-31T12:00:00.000Z')).toEqual([
    'first 2027-03-24T12:00:00.000Z 2027-03-25T06:00:00.000Z',
    'second 2027-03-25T06:00:00.000Z 2027-03-28T05:00:00.000Z',
    '– 2027-03-28T05:00:00.000Z 2027-03-29T05:00:00.000Z',
    'first 2027-03-29T05:00:00.000Z 2027-03-31T12:00:00.000Z',
  ]);
});

it('finds each gap of the coming weeks once', () => {
  const gaps = gapsIn(dutyOver(WEEK, KYIV, '2027-04-05T00:00:00.000Z', '2027-05-03T00:00:00.000Z'));
  expect(gaps.map(({ from }) => from.slice(0, 10))).toEqual([
    // The week begins before the first watch does.
    '2027-04-05',
    '2027-04-11',
    '2027-04-18',
    '2027-04-25',
    '2027-05-02',
  ]);
});

it('puts a dated turn into the week, also into its gap', () => {
  const covered = roster(
    [['first', 'mon 08:00', 'sun 08:00']],
    [['stand-in', '2027-03-28T05:00:00.000Z', '2027-03-29T05:00:00.000Z']],
  );
  expect(gapsIn(dutyOver(covered, KYIV, '2027-03-24T12:00:00.000Z', '2027-03-31T12:00:00.000Z'))).toEqual([]);
});

it('knows a turn that never ends, and a roster without turns', () => {
  const always = roster([['always', 'mon 00:00', 'mon 00:00']]);
  const [from, to] = ['2027-03-24T12:00:00.000Z', '2027-03-31T12:00:00.000Z'];
  expect(rows(always, from, to)).toEqual([`always ${from} ${to}`]);
  expect(rows(roster([]), from, to)).toEqual([`– ${from} ${to}`]);
});

it('covers the whole time without a break, whatever the zone', () => {
  for (const zone of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
    const spans = dutyOver(WEEK, zone, '2027-03-01T00:00:00.000Z', '2027-04-20T00:00:00.000Z');
    expect(spans[0]?.from).toBe('2027-03-01T00:00:00.000Z');
    expect(spans.at(-1)?.to).toBe('2027-04-20T00:00:00.000Z');
    expect(spans.slice(1).every(({ from }, index) => from === spans[index]?.to)).toBe(true);
    expect(spans.slice(1).every(({ turn }, index) => turn !== spans[index]?.turn)).toBe(true);
  }
});
