/** Who may publish, and what their signatures come to (RULES 6). Pure; deny by default. */
import type { Actor } from '../case/commands.js';
import { directoryAt } from '../directory/directory-at.js';
import type { Directory } from '../directory/directory.js';
import type { Instant } from '../instant.js';
import type { Words } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { directoryInForce, PUBLICATION_EXPIRY, SIDES } from './publication.js';
import type {
  Publication,
  PublicationBody,
  Publications,
  PublicationSignature,
  Published,
  Side,
} from './publication.js';

/** Who asks, as the directory in force knows them. */
export interface Asking {
  actor: Actor;
  directory: Directory;
  at: Instant;
  commandId: string;
}

type BodyOf<Type extends PublicationBody['type']> = Extract<PublicationBody, { type: Type }>;

/** @throws {Refused} */
export function propose(before: Publications, one: Published, asking: Asking): BodyOf<'publication-proposed'> {
  const by = signatureOf(asking);
  requireNew(before, one);
  const own = Object.values(before.proposed).find(
    (other) => isOpen(other, asking.at) && other.what === one.what && other.signatures[0]?.person === by.person,
  );
  if (own) {
    const detail = `You have proposed ${own.id} already: withdraw it, or wait until it is signed or lapses.`;
    throw new Refused('conflict', detail);
  }
  const id = `u${Object.keys(before.proposed).length + 1}`;
  return { type: 'publication-proposed', id, commandId: asking.commandId, ...one, by };
}

/** @throws {Refused} */
export function sign(before: Publications, id: string, hash: string, asking: Asking): BodyOf<'publication-signed'> {
  const by = signatureOf(asking);
  const one = openPublication(before, id, asking.at);
  requireNew(before, one);
  if (hash !== one.hash) {
    throw new Refused('conflict', `${id} is about ${one.hash}; what you signed has another hash. Read it again.`);
  }
  requireSecond(one.signatures[0] as PublicationSignature, by, asking);
  return { type: 'publication-signed', id, commandId: asking.commandId, hash, by };
}

/** @throws {Refused} where `by` is not the other person and side that is still needed after `first` */
export function requireSecond(first: PublicationSignature, by: PublicationSignature, { directory, at }: Asking): void {
  if (first.person === by.person) throw new Refused('conflict', 'You have signed this; a second person is needed.');
  if (needsTwoOrganisations(directoryAt(directory, at)) && first.organisation === by.organisation) {
    throw new Refused('conflict', 'Your organisation has signed this; a person of another organisation is needed.');
  }
  if (missing(first.sides, by.sides).length > 0) {
    throw new Refused('conflict', `${first.office} has signed for ${named(first.sides)}; the other side is needed.`);
  }
}

/** @throws {Refused} */
export function withdraw(before: Publications, id: string, { actor, at }: Asking): BodyOf<'publication-withdrawn'> {
  const one = openPublication(before, id, at);
  const { office, organisation, person, means } = actor;
  if (one.signatures[0]?.person !== person) throw new Refused('forbidden', 'Only who proposed it can withdraw it.');
  return { type: 'publication-withdrawn', id, at, by: { office, organisation, person, means } };
}

/** Those whose time is over and that no entry has ended yet. */
export const lapsing = ({ proposed }: Publications, at: Instant): BodyOf<'publication-lapsed'>[] =>
  Object.values(proposed)
    .filter(({ state, expiresAt }) => state === 'open' && at >= expiresAt)
    .map(({ id, expiresAt }) => ({ type: 'publication-lapsed', id, at: expiresAt }));

/** What is still needed, in words; `undefined` once nothing is. */
export function publicationNeeds({ state, signatures }: Publication): Words | undefined {
  const [first] = signatures;
  if (state !== 'open' || !first) return undefined;
  const other = first.sides.length === 1 ? SIDES.filter((side) => !first.sides.includes(side)) : SIDES;
  const [en, uk] = [other.map((side) => OF_SIDE[side].en), other.map((side) => OF_SIDE[side].uk)];
  return {
    en: `One signature of ${en.join(' or ')}, by another person, over the same hash.`,
    uk: `Один підпис: ${uk.join(' або ')}, інша особа, той самий геш.`,
  };
}

const OF_SIDE: Record<Side, Words> = {
  legal: { en: 'a legal office', uk: 'юридична служба' },
  admin: { en: 'an administrator', uk: 'адміністратор' },
};

const named = (sides: readonly Side[]): string => sides.map((side) => OF_SIDE[side].en).join(' and ');

const PUBLISHES = 'A plan or a directory is published by a legal office and an administrator.';

/** @throws {Refused} for whoever may not publish; `who` says who may do what takes the same two */
export function signatureOf({ actor, directory, at }: Asking, who = PUBLISHES): PublicationSignature {
  const sides = sidesOf(directory, actor.office);
  if (sides.length === 0) throw new Refused('forbidden', who);
  if (actor.unconfirmed) {
    throw new Refused(
      'forbidden',
      'Your key is new and nobody has confirmed it; until then it counts for no signature.',
    );
  }
  const { office, organisation, person, means } = actor;
  return { office, organisation, person, means, at, sides };
}

function sidesOf(directory: Directory, id: string): Side[] {
  const office = directory.offices.find((one) => one.id === id);
  if (!office || office.roles.includes('machine') || office.roles.includes('auditor')) return [];
  const legal: Side[] = office.groups.includes('legal') ? ['legal'] : [];
  return office.roles.includes('admin') ? [...legal, 'admin'] : legal;
}

/** Two offices that can stand for both take one each. */
const missing = (first: readonly Side[], second: readonly Side[]): Side[] =>
  SIDES.filter((side) => ![...first, ...second].includes(side));

/** Where legal and the administrators are of one organisation, two of its people are all that there is. */
function needsTwoOrganisations(directory: Directory): boolean {
  const of = (side: Side): string[] =>
    directory.offices.filter(({ id }) => sidesOf(directory, id).includes(side)).map(({ organisation }) => organisation);
  return of('legal').some((legal) => of('admin').some((admin) => admin !== legal));
}

function openPublication({ proposed }: Publications, id: string, at: Instant): Publication {
  const one = Object.hasOwn(proposed, id) ? proposed[id] : undefined;
  if (!one) throw new Refused('not-found', `There is no publication ${id}; GET /api/v1/publications lists them.`);
  if (one.state === 'in-force') throw new Refused('conflict', `${id} is in force already.`);
  if (one.state === 'withdrawn') throw new Refused('gone', `${id} was withdrawn; propose it anew.`);
  if (!isOpen(one, at)) {
    const hours = PUBLICATION_EXPIRY / 3_600_000;
    throw new Refused(
      'gone',
      `${id} lapsed at ${one.expiresAt}, ${hours} hours after it was proposed; propose it anew.`,
    );
  }
  return one;
}

/** By its expiry too: the entry that says so may come later. */
const isOpen = ({ state, expiresAt }: Publication, at: Instant): boolean => state === 'open' && at < expiresAt;

/** A version is never changed once it was in force; a directory has one line of versions. */
function requireNew(before: Publications, { what, hash, planId, version }: Published): void {
  const same = before.inForce.findLast((one) => one.what === what && one.planId === planId && one.version === version);
  const current = directoryInForce(before);
  if (same?.hash === hash) {
    throw new Refused('conflict', `This content has been in force since ${same.since}; there is nothing to publish.`);
  }
  if (what === 'directory' && current && version <= current.version) {
    const detail = `Version ${current.version} of the directory is in force; give what changes it a higher number.`;
    throw new Refused('conflict', detail);
  }
  if (same) {
    const detail = `Version ${version} of ${planId ?? 'the directory'} is in force with another content (${same.hash}); a version never changes. Give this one a new number.`;
    throw new Refused('conflict', detail);
  }
}
