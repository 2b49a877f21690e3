/** `directory roster`: an iCalendar feed as the dated turns of an office, for the directory file. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { instant, ms } from '../../domain/instant.js';
import { isTimeZone } from '../../domain/local-times.js';
import { Arguments } from '../arguments.js';
import { turnsOfFeed } from '../roster/turns-of-feed.js';
import type { TurnsOfFeed } from '../roster/turns-of-feed.js';
import { DONE, REFUSED, WrongUsage } from '../verb.js';
import type { Verb } from '../verb.js';

const DAY_MS = 24 * 3600 * 1000;
const DAYS = 28;
const MOST_DAYS = 366;

export const directoryRoster: Verb = {
  name: 'directory roster',
  group: 'Plans',
  usage: 'FILE.ics --office OFFICE [--from INSTANT] [--days N] [--zone ZONE] [--json]',
  says: 'turns an iCalendar feed into the dated turns of an office, for the directory file',
  more: [
    '  --from INSTANT          turns from here on; default: now',
    `  --days N                for so long; default ${DAYS}, at most ${MOST_DAYS}`,
    '  --zone ZONE             of times that name no zone; default UTC',
    '',
    'Each event is a turn of its first ATTENDEE, by mail. Names of people are left out.',
  ],
  run: async (args, { out, err }) => {
    const options = { office: 'text', from: 'text', days: 'text', zone: 'text', json: 'flag' } as const;
    const given = Arguments.parse(args, ['FILE.ics'], options);
    const office = given.needed('office');
    const days = given.number('days') ?? DAYS;
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
      throw new WrongUsage(`--days is "${days}"; a whole number from 1 to ${MOST_DAYS} is needed.`);
    }
    const zone = given.text('zone') ?? 'UTC';
    if (!isTimeZone(zone)) throw new WrongUsage(`--zone is "${zone}"; an IANA name such as Europe/Kyiv is needed.`);
    const from = given.instant('from') ?? instant(Date.now());
    const read = feed(given.positional('FILE.ics'), { from, until: instant(ms(from) + days * DAY_MS), zone });
    if (typeof read === 'string') {
      err(read);
      return REFUSED;
    }
    for (const fault of read.faults) err(fault);
    const rosters = [{ office, dated: read.turns }];
    out(given.flag('json') ? JSON.stringify({ rosters }, null, 2) : stringify({ rosters }).trimEnd());
    return Promise.resolve(read.faults.length === 0 ? DONE : REFUSED);
  },
};

/** A sentence where it cannot be read at all. */
function feed(file: string, options: Parameters<typeof turnsOfFeed>[1]): TurnsOfFeed | string {
  try {
    return turnsOfFeed(readFileSync(file === '-' ? 0 : file, 'utf8'), options);
  } catch (error) {
    return `${file} cannot be read as iCalendar: ${error instanceof Error ? error.message : String(error)}`;
  }
}
