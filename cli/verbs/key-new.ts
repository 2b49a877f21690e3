/** `key new`: a key and the row of the directory that goes with it. The key is shown once and kept nowhere. */
import { stringify } from 'yaml';
import { DAY, instant, plus } from '../../domain/instant.js';
import { LONGEST_VALIDITY } from '../../domain/keys/key.js';
import { hashOfKey, newKey } from '../../exercise/world.js';
import { Arguments } from '../arguments.js';
import { DONE, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';

const MOST_DAYS = LONGEST_VALIDITY / DAY;

export const keyNew: Verb = {
  name: 'key new',
  group: 'Keys and checks',
  usage: '--office OFFICE [--person NAME] [--id ID] [--days N] [--json]',
  says: 'make a key of 256 random bits and the row of the directory for it',
  more: [
    '  --office OFFICE         whose key it is',
    '  --person NAME           an opaque name; two keys of one person are one person. Default: the id',
    '  --id ID                 default: the office and four random digits',
    '  --days N                valid from now for so many days, 90 at most and by default',
  ],
  run: async (args, { out, err }) => {
    const given = Arguments.parse(args, [], { office: 'text', person: 'text', id: 'text', days: 'text', json: 'flag' });
    const office = given.needed('office');
    const days = given.number('days') ?? MOST_DAYS;
    if (days < 1 || days > MOST_DAYS) throw new WrongUsage(`--days is ${days}; 1 to ${MOST_DAYS} are needed.`);
    const from = instant(Date.now());
    const key = newKey();
    const sha256 = hashOfKey(key);
    const person = given.text('person');
    const row = {
      id: given.text('id') ?? `${office}-${sha256.slice(0, 4)}`,
      office,
      ...(person ? { person } : {}),
      sha256,
      from,
      to: plus(from, days * DAY),
    };
    if (given.flag('json')) out(JSON.stringify({ key, row }, null, 2));
    else {
      out(key);
      err(
        `This is shown once and kept nowhere. Under "keys:" of the directory file goes:\n\n${stringify([row])}`.trimEnd(),
      );
    }
    return Promise.resolve(DONE);
  },
};
