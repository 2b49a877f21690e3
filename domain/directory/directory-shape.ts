/** What a directory file looks like. Read by `parse-directory.ts`, told to editors by its JSON Schema. */
import { flag, instantText, integer, oneOf, pattern } from '../shape/scalars.js';
import { about, unexpected } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { byKind, list, optional, table, withDefault, words } from '../shape/structures.js';
import { isTimeZone } from '../local-times.js';
import type {
  Channel,
  DatedTurn,
  Directory,
  Key,
  Office,
  Organisation,
  Party,
  PersonalChannel,
  Roster,
  WeeklyTurn,
} from './directory.js';

/** As written: a key may leave out its person, who is then the key's own. */
export type WrittenDirectory = Omit<Directory, 'keys'> & { keys: (Omit<Key, 'person'> & { person?: string })[] };

const id = pattern(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id of small letters, digits and hyphens such as watch-kyiv');
const partyId = pattern(/^[A-Z]{2}$/, 'a country code of two capital letters such as UA');
const groupId = pattern(/^[a-z][a-z0-9-]{0,62}$/, 'a group id such as ukraine-diplomatic');

type Of<Kind extends Channel['kind']> = Extract<Channel, { kind: Kind }>;

const verifiedAt = optional(instantText);

const personal = {
  email: table<Of<'email'>>({
    kind: oneOf('email'),
    address: pattern(/^[^\s@<>(),;:"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'a mail address such as duty@example.org'),
    verifiedAt,
  }),
  webhook: table<Of<'webhook'>>({
    kind: oneOf('webhook'),
    url: pattern(
      /^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)([/?#]\S*)?$/,
      'an address that starts with https:// (http:// only on loopback) and holds no user name',
    ),
    secret: pattern(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 random bytes in base64'),
    verifiedAt,
  }),
};

const channel = byKind<Channel>({ ...personal, logbook: table<Of<'logbook'>>({ kind: oneOf('logbook') }) });

const turnFields = {
  turn: about('A name of its own; never a person.', id),
  channels: list(byKind<PersonalChannel>(personal), 'channels', 1),
};

const weekTime = pattern(
  /^(sun|mon|tue|wed|thu|fri|sat) ([01]\d|2[0-3]):[0-5]\d$/,
  'a day and a time such as mon 08:00, by the clocks of the office',
);

const roster = table<Roster>({
  office: id,
  weekly: withDefault(list(table<WeeklyTurn>({ ...turnFields, from: weekTime, to: weekTime }), 'turns'), []),
  dated: withDefault(list(table<DatedTurn>({ ...turnFields, from: instantText, to: instantText }), 'turns'), []),
});

const party = table<Party>({
  id: partyId,
  name: words,
  speaks: about(
    'Which organisation speaks for it, from when to when.',
    list(
      table<Party['speaks'][number]>({ organisation: id, from: optional(instantText), to: optional(instantText) }),
      'organisations that speak for it',
      1,
    ),
  ),
});

const organisation = table<Organisation>({
  id,
  name: words,
  party: optional(partyId),
  accredited: about('Its reports are credible by default.', withDefault(flag, false)),
});

const zoneWanted = 'a time zone by its IANA name such as Europe/Kyiv';

const timeZone: Shape<string> = {
  wanted: zoneWanted,
  read: (raw, path, reading) =>
    typeof raw === 'string' && isTimeZone(raw) ? raw : unexpected(zoneWanted, raw, path, reading),
  schema: () => ({ type: 'string', examples: ['Europe/Kyiv'] }),
};

const office = table<Office>({
  id,
  name: words,
  organisation: id,
  groups: withDefault(list(groupId, 'groups'), []),
  roles: withDefault(list(oneOf('senior', 'auditor', 'admin', 'machine'), 'roles'), []),
  delegate: optional(about('Asked when this office does not answer.', id)),
  parent: optional(id),
  successor: optional(about('Told in its place once it is no more; else its parent.', id)),
  from: optional(instantText),
  to: optional(instantText),
  signOn: optional(
    about(
      'Who of it signs in at the single sign-on: the `sub` of the issuer, and an opaque name of the person.',
      list(
        table<NonNullable<Office['signOn']>[number]>({
          subject: pattern(/^[\x21-\x7e]{1,255}$/, 'a `sub` of the issuer'),
          person: id,
        }),
        'people',
      ),
    ),
  ),
  timeZone,
  language: oneOf('en', 'uk'),
  channels: about('In the order in which they are tried.', list(channel, 'channels', 1)),
});

const key = table<WrittenDirectory['keys'][number]>({
  id,
  office: id,
  person: optional(id),
  sha256: pattern(
    /^[0-9a-f]{64}$/,
    'the SHA-256 of the key, 64 hexadecimal digits in small letters; never the key itself',
  ),
  from: optional(instantText),
  to: optional(instantText),
  example: optional(flag),
});

export const directoryShape: Shape<WrittenDirectory> = table<WrittenDirectory>({
  schema: oneOf(1),
  version: integer(1, 1_000_000),
  parties: list(party, 'parties', 1),
  organisations: list(organisation, 'organisations', 1),
  offices: list(office, 'offices', 1),
  keys: withDefault(list(key, 'keys'), []),
  rosters: optional(about('Whose channels are used when; else the office’s own.', list(roster, 'rosters'))),
});
