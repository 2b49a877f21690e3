/** Rules of a directory that join several of its values: names that exist, one speaker at an instant, one of each channel. */
import type { Fault } from '../refused.js';
import { didYouMean } from '../shape/did-you-mean.js';
import type { Part } from '../shape/shape.js';
import { between, DAY } from '../instant.js';
import { LONGEST_VALIDITY } from '../keys/key.js';
import { checkRosters } from './check-rosters.js';
import type { WrittenDirectory } from './directory-shape.js';
import type { Office, Party } from './directory.js';

type DirectoryPart = Part<WrittenDirectory>;

export function checkDirectory(directory: DirectoryPart): Fault[] {
  const ids = {
    parties: idsOf(directory.parties),
    organisations: idsOf(directory.organisations),
    offices: idsOf(directory.offices),
  };
  const faults = [
    ...twice(directory.parties, '/parties', 'id'),
    ...twice(directory.organisations, '/organisations', 'id'),
    ...twice(directory.offices, '/offices', 'id'),
    ...twice(directory.keys, '/keys', 'id'),
    ...twice(directory.keys, '/keys', 'sha256'),
    ...subjectsTwice(directory),
  ];
  for (const [index, party] of (directory.parties ?? []).entries()) {
    if (party) faults.push(...checkSpeakers(directory, party, ids.organisations, `/parties/${index}`));
  }
  for (const [index, organisation] of (directory.organisations ?? []).entries()) {
    faults.push(...unknown(organisation?.party, ids.parties, 'party', `/organisations/${index}/party`));
  }
  for (const [index, office] of (directory.offices ?? []).entries()) {
    if (office) faults.push(...checkOffice(office, ids, `/offices/${index}`), ...machines(directory, office, index));
  }
  for (const [index, key] of (directory.keys ?? []).entries()) {
    faults.push(...unknown(key?.office, ids.offices, 'office', `/keys/${index}/office`));
    faults.push(...period(key, `/keys/${index}`), ...validity(key, `/keys/${index}`));
  }
  return [...faults, ...checkRosters(directory)];
}

/** Somebody who signs in is one person of one office. */
function subjectsTwice({ offices }: DirectoryPart): Fault[] {
  const found = (offices ?? []).flatMap((office, index) =>
    (office?.signOn ?? []).map((one, nth) => ({
      subject: one?.subject,
      path: `/offices/${index}/signOn/${nth}/subject`,
    })),
  );
  return found.flatMap(({ subject, path }) => {
    const first = found.find((one) => one.subject === subject);
    if (subject === undefined || first?.path === path) return [];
    return [{ path, message: `"${subject}" signs in for another office already, at ${first?.path ?? ''}.` }];
  });
}

const idsOf = (items: readonly ({ id?: string | undefined } | undefined)[] | undefined): string[] =>
  (items ?? []).flatMap((item) => item?.id ?? []);

function twice<Key extends string>(
  items: readonly ({ [K in Key]?: string | undefined } | undefined)[] | undefined,
  path: string,
  key: Key,
): Fault[] {
  const values = (items ?? []).map((item) => item?.[key]);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    return [
      {
        path: `${path}/${index}/${key}`,
        message: `"${value}" is given twice, first at ${path}/${first}. Give each its own.`,
      },
    ];
  });
}

function unknown(name: string | undefined, known: readonly string[], what: string, path: string): Fault[] {
  if (name === undefined || known.includes(name)) return [];
  return [{ path, message: `The ${what} "${name}" does not exist.${didYouMean(name, known)}` }];
}

function period(one: { from?: string | undefined; to?: string | undefined } | undefined, path: string): Fault[] {
  if (one?.from === undefined || one.to === undefined || one.from < one.to) return [];
  return [{ path: `${path}/to`, message: `"to" is not after "from" (${one.from}).` }];
}

/** RULES 6. A key without "from" or without "to" has no span to measure; `key new` writes both. */
function validity(key: { from?: string | undefined; to?: string | undefined } | undefined, path: string): Fault[] {
  if (key?.from === undefined || key.to === undefined || between(key.from, key.to) <= LONGEST_VALIDITY) return [];
  const days = LONGEST_VALIDITY / DAY;
  return [{ path: `${path}/to`, message: `A key is valid for at most ${days} days. Set "to" nearer to "from".` }];
}

function checkSpeakers(directory: DirectoryPart, party: Part<Party>, known: readonly string[], path: string): Fault[] {
  const faults: Fault[] = [];
  const speaks = party.speaks ?? [];
  for (const [index, one] of speaks.entries()) {
    const at = `${path}/speaks/${index}`;
    faults.push(...unknown(one?.organisation, known, 'organisation', `${at}/organisation`), ...period(one, at));
    const organisation = directory.organisations?.find(
      (other) => other?.id !== undefined && other.id === one?.organisation,
    );
    if (organisation && party.id !== undefined && organisation.party !== party.id) {
      const message = `${organisation.id} speaks for ${party.id} and belongs to ${organisation.party ?? 'no party'}. Set its party to ${party.id}.`;
      faults.push({ path: `${at}/organisation`, message });
    }
    const other = speaks.slice(0, index).find((before) => overlap(before, one));
    if (other) {
      const message = `${other.organisation} speaks for ${party.id ?? 'this party'} at the same time. Set "from" and "to" so that one organisation does.`;
      faults.push({ path: at, message });
    }
  }
  return faults;
}

type Period = { from?: string | undefined; to?: string | undefined } | undefined;

const overlap = (a: Period, b: Period): boolean =>
  a !== undefined && b !== undefined && (a.from ?? '') < (b.to ?? '9999') && (b.from ?? '') < (a.to ?? '9999');

const RELATIONS = ['delegate', 'parent', 'successor'] as const;

/** A machine reads no notices: nobody would be asked or told in the office's place. */
function machines(directory: DirectoryPart, office: Part<Office>, index: number): Fault[] {
  return RELATIONS.flatMap((relation) => {
    const other = directory.offices?.find((one) => one?.id !== undefined && one.id === office[relation]);
    if (!other?.roles?.includes('machine')) return [];
    const message = `${other.id} is a machine and can stand in for nobody. Name an office of people.`;
    return [{ path: `/offices/${index}/${relation}`, message }];
  });
}

function checkOffice(office: Part<Office>, ids: { organisations: string[]; offices: string[] }, path: string): Fault[] {
  const faults = [
    ...unknown(office.organisation, ids.organisations, 'organisation', `${path}/organisation`),
    ...unknown(office.delegate, ids.offices, 'office', `${path}/delegate`),
    ...unknown(office.parent, ids.offices, 'office', `${path}/parent`),
    ...unknown(office.successor, ids.offices, 'office', `${path}/successor`),
    ...period(office, path),
  ];
  for (const relation of RELATIONS) {
    if (office[relation] === undefined || office[relation] !== office.id) continue;
    faults.push({
      path: `${path}/${relation}`,
      message: `${office.id} cannot be asked in its own place. Name another office.`,
    });
  }
  for (const field of ['groups', 'roles'] as const) {
    const values: readonly (string | undefined)[] = office[field] ?? [];
    for (const [index, value] of values.entries()) {
      if (value === undefined || values.indexOf(value) === index) continue;
      faults.push({
        path: `${path}/${field}/${index}`,
        message: `"${value}" stands twice in this list. Keep it once.`,
      });
    }
  }
  if (office.roles?.includes('machine') && office.roles.length > 1) {
    faults.push({ path: `${path}/roles`, message: 'A machine reports and does nothing else: it has no other role.' });
  }
  const kinds = (office.channels ?? []).map((channel) => channel?.kind);
  for (const [index, kind] of kinds.entries()) {
    if (kind === undefined || kinds.indexOf(kind) === index) continue;
    faults.push({
      path: `${path}/channels/${index}`,
      message: `A second ${kind} channel: an office has one of each kind.`,
    });
  }
  return faults;
}
