import { Sessions } from './sessions.js';

const NOW = Date.parse('2027-03-27T20:00:00.000Z');
const made = { world: 'real', office: 'ua-mfa-duty', until: '2027-03-28T08:00:00.000Z' } as const;
const sessions = () => new Sessions([Buffer.alloc(32, 7)], () => NOW);

it('makes two sessions of two sign-ins in one moment: the end of one is not that of the other', () => {
  const all = sessions();
  const [first, second] = [all.write(made), all.write(made)];
  all.end(first);
  expect([all.read(first), all.read(second)]).toEqual([undefined, expect.objectContaining(made)]);
});

it('keeps no text that is no session, so that nobody pushes out what was ended', () => {
  const all = sessions();
  const ended = all.write(made);
  all.end(ended);
  for (let count = 0; count < 20_000; count += 1) all.end(`junk-${count}`);
  expect(all.read(ended)).toBeUndefined();
});

it('takes none that has run out, or of another installation', () => {
  const all = sessions();
  expect(all.read(all.write({ ...made, until: '2027-03-27T19:59:59.999Z' }))).toBeUndefined();
  expect(all.read(new Sessions([Buffer.alloc(32, 8)], () => NOW).write(made))).toBeUndefined();
});
