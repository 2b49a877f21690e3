import { turnsOfFeed } from './turns-of-feed.js';

const KYIV = `BEGIN:VTIMEZONE
TZID:Kyiv
BEGIN:STANDARD
DTSTART:19701025T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE`;

const event = (...lines: string[]): string =>
  ['BEGIN:VEVENT', 'UID:one', 'ATTENDEE;CN=Somebody:mailto:First@Example.org', ...lines, 'END:VEVENT'].join('\n');
const feed = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR'].join('\n').replaceAll('\n', '\r\n');
const options = { from: '2027-03-22T00:00:00.000Z', until: '2027-04-05T00:00:00.000Z', zone: 'UTC' };
const times = (text: string, over = {}): string[] =>
  turnsOfFeed(text, { ...options, ...over }).turns.map(({ from, to }) => `${from.slice(0, 16)} ${to.slice(0, 16)}`);

it('writes out what repeats, by the clocks of the feed’s own zone over a clock change', () => {
  const weekly = event('DTSTART;TZID=Kyiv:20270322T080000', 'DTEND;TZID=Kyiv:20270322T200000', 'RRULE:FREQ=WEEKLY');
  expect(times(feed(KYIV, weekly))).toEqual(['2027-03-22T06:00 2027-03-22T18:00', '2027-03-29T05:00 2027-03-29T17:00']);
});

it('goes by the name of a zone that the feed does not describe, and by the one asked for where there is none', () => {
  const named = event('DTSTART;TZID=Europe/Kyiv:20270322T080000', 'DURATION:PT1H');
  const floating = event('DTSTART:20270329T080000', 'DURATION:PT1H');
  expect(times(feed(named))).toEqual(['2027-03-22T06:00 2027-03-22T07:00']);
  expect(times(feed(floating), { zone: 'Europe/Kyiv' })).toEqual(['2027-03-29T05:00 2027-03-29T06:00']);
  expect(times(feed(event('DTSTART;VALUE=DATE:20270323', 'DTEND;VALUE=DATE:20270324')))).toEqual([
    '2027-03-23T00:00 2027-03-24T00:00',
  ]);
});

it('keeps to exceptions: left out, moved, cancelled', () => {
  const daily = event(
    'DTSTART:20270322T080000Z',
    'DTEND:20270322T090000Z',
    'RRULE:FREQ=DAILY;COUNT=4',
    'EXDATE:20270323T080000Z',
  );
  const moved = event('RECURRENCE-ID:20270324T080000Z', 'DTSTART:20270324T100000Z', 'DTEND:20270324T110000Z');
  const off = event(
    'RECURRENCE-ID:20270325T080000Z',
    'DTSTART:20270325T080000Z',
    'DTEND:20270325T090000Z',
    'STATUS:CANCELLED',
  );
  expect(times(feed(daily, moved, off))).toEqual([
    '2027-03-22T08:00 2027-03-22T09:00',
    '2027-03-24T10:00 2027-03-24T11:00',
  ]);
});

it('names turns without names of people, and says which event names nobody', () => {
  const nobody = event('DTSTART:20270322T080000Z', 'DTEND:20270322T090000Z').replace(/ATTENDEE.*\n/, '');
  const { turns, faults } = turnsOfFeed(feed(event('DTSTART:20270323T080000Z', 'DURATION:PT1H'), nobody), options);
  expect(turns).toEqual([
    {
      turn: expect.stringMatching(/^turn-[0-9a-f]{8}$/) as string,
      from: '2027-03-23T08:00:00.000Z',
      to: '2027-03-23T09:00:00.000Z',
      channels: [{ kind: 'email', address: 'first@example.org' }],
    },
  ]);
  expect(faults).toEqual([
    'Event one at 2027-03-22T08:00:00.000Z names nobody: give it one ATTENDEE with a mail address.',
  ]);
});

it('looks at no more than it must of what repeats without end', () => {
  const every = event('DTSTART:19700101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY');
  expect(turnsOfFeed(feed(every), options)).toEqual({
    turns: [],
    faults: [expect.stringContaining('repeats more than')],
  });
});

it('throws for what is no calendar', () => expect(() => turnsOfFeed('Dear all,', options)).toThrow('invalid line'));
