/**
 * The directory: parties, organisations, offices and keys. Offices, never named persons. The workflow and the record
 * see only {@link CaseDirectory}: who belongs to whom and by which kinds of channel each can be reached; addresses
 * and keys stay with the processes that send and sign in.
 */
import type { Instant } from '../instant.js';
import { directoryAt, successorsOf } from './directory-at.js';
import type { GroupId, PartyId, Words } from '../plan/plan.js';

export type OfficeId = string;
export type OrganisationId = string;
export type ChannelKind = 'email' | 'webhook' | 'logbook';

/** `senior` may use break-glass; `auditor` reads everything; `admin` runs the machine. */
export type Role = 'senior' | 'auditor' | 'admin' | 'machine';

export interface Party {
  id: PartyId;
  name: Words;
  /** Who speaks for it, from when to when; one organisation at an instant. */
  speaks: { organisation: OrganisationId; from?: Instant; to?: Instant }[];
}

export interface Organisation {
  id: OrganisationId;
  name: Words;
  /** Absent for organisations of no party (monitoring missions, agencies). */
  party?: PartyId;
  /** Its reports are credible by default; others are alleged. */
  accredited: boolean;
}

export type Channel =
  | { kind: 'email'; address: string; verifiedAt?: Instant }
  | { kind: 'webhook'; url: string; secret: string; verifiedAt?: Instant }
  | { kind: 'logbook' };

export interface Office {
  id: OfficeId;
  name: Words;
  organisation: OrganisationId;
  groups: GroupId[];
  roles: Role[];
  /** Asked when this office does not answer. */
  delegate?: OfficeId;
  parent?: OfficeId;
  /** Told in its place of what goes on in its cases once it is no more (RULES 7); absent: the parent. */
  successor?: OfficeId;
  /** When it begins and ends; absent: it is there. */
  from?: Instant;
  to?: Instant;
  /** IANA name; people are shown UTC and this. */
  timeZone: string;
  language: 'en' | 'uk';
  /** Who of it signs in at the single sign-on: by the issuer's `sub`, and an opaque name of the person. */
  signOn?: { subject: string; person: string }[];
  /** In the order in which they are tried. */
  channels: Channel[];
}

/** A channel that reaches people. */
export type PersonalChannel = Exclude<Channel, { kind: 'logbook' }>;

/** Whose channels are used while it lasts. A turn has a name, never a person's. */
export interface Turn {
  turn: string;
  /** In the place of the office's own of the same kind. */
  channels: PersonalChannel[];
}

/** Every week from `from` to `to`, `mon 08:00`, by the clocks of the office; over midnight and the end of a week too. */
export interface WeeklyTurn extends Turn {
  from: string;
  to: string;
}

export interface DatedTurn extends Turn {
  from: Instant;
  to: Instant;
}

/** Who is on duty for an office: a dated turn before a weekly one, and the office's own channels where there is none. */
export interface Roster {
  office: OfficeId;
  weekly: WeeklyTurn[];
  dated: DatedTurn[];
}

export interface Key {
  id: string;
  office: OfficeId;
  /** An opaque name: two keys of one person are one person. Default: the key's id. */
  person: string;
  /** SHA-256, hex, of the key; the key itself is never stored. */
  sha256: string;
  from?: Instant;
  to?: Instant;
  /** Keys of the example files; production refuses them. */
  example?: boolean;
}

export interface Directory {
  schema: 1;
  version: number;
  parties: Party[];
  organisations: Organisation[];
  offices: Office[];
  keys: Key[];
  /** Absent: every office is reached over its own channels at all times. */
  rosters?: Roster[];
}

export interface CaseOffice {
  name: Words;
  organisation: OrganisationId;
  groups: GroupId[];
  roles: Role[];
  delegate?: OfficeId;
  parent?: OfficeId;
  timeZone: string;
  language: 'en' | 'uk';
  channels: ChannelKind[];
}

/** The part of a directory that a case carries. */
export interface CaseDirectory {
  parties: Record<PartyId, { name: Words; speaks: OrganisationId }>;
  organisations: Record<OrganisationId, { name: Words; party?: PartyId; accredited: boolean }>;
  offices: Record<OfficeId, CaseOffice>;
  /** Offices that are no more, and who is told in their place (RULES 7); absent: none. */
  successors?: Record<OfficeId, OfficeId>;
}

/** The part of `directory` that a case needs, as of `at`; `earlier`: versions before it, for offices that are gone. */
export function caseDirectory(directory: Directory, at: Instant, earlier: readonly Directory[] = []): CaseDirectory {
  const now = directoryAt(directory, at);
  const parties: CaseDirectory['parties'] = {};
  for (const party of now.parties) {
    const [speaks] = party.speaks;
    if (speaks) parties[party.id] = { name: party.name, speaks: speaks.organisation };
  }
  const organisations: CaseDirectory['organisations'] = {};
  for (const { id, name, party, accredited } of now.organisations) {
    organisations[id] = { name, accredited, ...(party === undefined ? {} : { party }) };
  }
  const offices: CaseDirectory['offices'] = {};
  for (const { id, channels, successor: _, from: __, to: ___, signOn: ____, ...office } of now.offices) {
    offices[id] = { ...office, channels: channels.map((channel) => channel.kind) };
  }
  const successors = successorsOf(now, [directory, ...earlier]);
  return {
    parties: inOrder(parties),
    organisations: inOrder(organisations),
    offices: inOrder(offices),
    ...(Object.keys(successors).length > 0 ? { successors: inOrder(successors) } : {}),
  };
}

/** By id, as in canonical JSON: a case decides the same from the record as it did from what it was given. */
const inOrder = <T>(named: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Offices of any of these groups, by their ids. */
export function officesOf(directory: CaseDirectory, groups: readonly GroupId[]): OfficeId[] {
  return Object.entries(directory.offices)
    .filter(([, office]) => office.groups.some((group) => groups.includes(group)))
    .map(([id]) => id);
}
