/** Who may issue, confirm and revoke keys (RULES 6): nobody makes a quorum by issuing keys. Pure; deny by default. */
import type { Actor } from '../case/commands.js';
import type { Directory, Key, Office, OfficeId } from '../directory/directory.js';
import { between, DAY, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import type { Plan } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { LONGEST_VALIDITY } from './key.js';
import type { IssuedKey, KeyActor, KeyBody, KeyCommand, Keys, Scope } from './key.js';

/** Who asks, as the directory in force knows them. */
export interface AskingForKey {
  actor: Actor;
  directory: Directory;
  /** Every plan that was ever in force: cases keep theirs, and with it who may sign. */
  plans: readonly Plan[];
  at: Instant;
  command: KeyCommand;
}

export interface Issuing {
  office: OfficeId;
  /** An opaque name; two keys of one person are one person. Default: one that no other key has. */
  person?: string;
  scope?: Scope;
  validFor: Span;
  label?: string;
  sha256: string;
}

type BodyOf<Type extends KeyBody['type']> = Extract<KeyBody, { type: Type }>;

/** @throws {Refused} */
export function issue(before: Keys, issuing: Issuing, asking: AskingForKey): BodyOf<'key-issued'> {
  const { at, command, directory, plans } = asking;
  const by = administrator(asking);
  const office = officeOf(directory, issuing.office);
  const { validFor, sha256, label } = issuing;
  if (validFor <= 0 || validFor > LONGEST_VALIDITY) {
    throw field('/expiresInDays', `A key is valid for 1 to ${LONGEST_VALIDITY / DAY} days.`);
  }
  const isMachine = office.roles.includes('machine');
  const scope = issuing.scope ?? (isMachine ? 'report' : 'all');
  if (isMachine && scope === 'all') {
    throw field('/scope', `${office.id} is a machine: its keys report, or only read.`);
  }
  const id = nextId(before, directory);
  return {
    type: 'key-issued',
    at,
    command,
    id,
    office: office.id,
    organisation: office.organisation,
    person: issuing.person ?? id,
    scope,
    sha256,
    to: plus(at, validFor),
    ...(label === undefined ? {} : { label }),
    confirmable: scope === 'all' && maySign(plans, office),
    by,
  };
}

/** One that no other key has, of the directory neither: a session and a revocation name a key by its id alone. */
function nextId({ issued }: Keys, { keys }: Directory): string {
  const taken = new Set([...Object.keys(issued), ...keys.map(({ id }) => id)]);
  let number = Object.keys(issued).length + 1;
  while (taken.has(`k${number}`)) number += 1;
  return `k${number}`;
}

/** @throws {Refused} */
export function confirm(before: Keys, id: string, { actor, directory, plans, at, command }: AskingForKey) {
  const key = issuedKey(before, id);
  requireInForce(before, key, at);
  if (!isUnconfirmed(key, plans, officeIn(directory, key.office))) {
    throw new Refused('conflict', `Key ${id} needs no confirmation.`);
  }
  const office = officeOf(directory, actor.office);
  const isOwn = office.organisation === key.organisation && !office.roles.includes('machine');
  if (!isOwn && !office.groups.includes('legal')) {
    throw new Refused(
      'forbidden',
      `A key of ${key.office} is confirmed by its own organisation, or by a legal office.`,
    );
  }
  if (actor.person === key.person) {
    throw new Refused('conflict', 'A key is confirmed by another person than the one who holds it.');
  }
  if (actor.person === key.issuedBy.person) {
    throw new Refused('conflict', 'A key is confirmed by another person than the one who issued it.');
  }
  requireConfirmed(actor);
  const body: BodyOf<'key-confirmed'> = { type: 'key-confirmed', at, command, id, by: named(actor) };
  return body;
}

/** An administrator, or who holds it; one of the directory too. @throws {Refused} */
export function revoke(before: Keys, key: Key, { actor, directory, plans, at, command }: AskingForKey) {
  const { id } = key;
  const isOwn = key.office === actor.office && key.person === actor.person;
  if (!isOwn && !actor.roles.includes('admin')) {
    throw new Refused('forbidden', 'A key is revoked by an administrator, or by the person who holds it.');
  }
  if (!isOwn) requireConfirmed(actor);
  if (before.revoked[id] !== undefined) {
    throw new Refused('conflict', `Key ${id} was revoked at ${before.revoked[id]}.`);
  }
  if (isLastOfAdministrators(before, key, { directory, plans, at })) {
    throw new Refused('conflict', 'This is the last key of an administrator: issue and confirm another one first.');
  }
  const body: BodyOf<'key-revoked'> = { type: 'key-revoked', at, command, id, by: named(actor) };
  return body;
}

/** Offices whose word counts with another's: those that sign or propose an act, legal, and administrators. */
function maySign(plans: readonly Plan[], { groups, roles }: Pick<Office, 'groups' | 'roles'>): boolean {
  if (roles.includes('machine') || roles.includes('auditor')) return false;
  const rules = plans.flatMap(({ authority }) => Object.values(authority));
  const signing = new Set(['legal', ...rules.flatMap(({ signers, proposers }) => [...signers, ...proposers])]);
  return roles.includes('admin') || groups.some((group) => signing.has(group));
}

/**
 * Nobody but who issued it says yet that it is in the right hands, and its office may sign: when the key was issued, or
 * by now. An office that gets a group later must not sign with a key that was never confirmed.
 */
export function isUnconfirmed(key: IssuedKey, plans: readonly Plan[], office: Office | undefined): boolean {
  if (key.confirmedBy !== undefined || key.scope !== 'all') return false;
  return key.confirmable || (office !== undefined && maySign(plans, office));
}

/** The sentence that a key which no longer, or not yet, counts is answered with; `undefined` for one that does. */
export function notInForce(keys: Keys, { id, from, to }: Key, at: Instant): string | undefined {
  const revokedAt = keys.revoked[id];
  if (revokedAt !== undefined) return `This key was revoked at ${revokedAt}; ask an administrator for a new one.`;
  if (from !== undefined && at < from) return `This key counts from ${from} on.`;
  if (to !== undefined && at >= to) return `This key expired at ${to}; ask an administrator for a new one.`;
  return undefined;
}

function administrator(asking: AskingForKey): KeyActor {
  const { actor } = asking;
  if (!actor.roles.includes('admin')) throw new Refused('forbidden', 'Keys are issued by an administrator.');
  requireConfirmed(actor);
  return named(actor);
}

function requireConfirmed({ unconfirmed }: Actor): void {
  if (!unconfirmed) return;
  throw new Refused(
    'forbidden',
    'Your own key is new and nobody has confirmed it; until then it vouches for no other.',
  );
}

function requireInForce(keys: Keys, key: IssuedKey, at: Instant): void {
  const detail = notInForce(keys, key, at);
  if (detail !== undefined) throw new Refused('gone', detail);
}

function issuedKey({ issued }: Keys, id: string): IssuedKey {
  const key = Object.hasOwn(issued, id) ? issued[id] : undefined;
  if (!key) throw new Refused('not-found', `No key ${id} was issued; GET /api/v1/keys lists them.`);
  return key;
}

function officeOf({ offices }: Directory, id: OfficeId): Office {
  const office = officeIn({ offices }, id);
  if (!office) throw field('/office', `There is no office ${id}; GET /api/v1/directory lists them.`);
  return office;
}

const officeIn = ({ offices }: Pick<Directory, 'offices'>, id: OfficeId): Office | undefined =>
  offices.find((one) => one.id === id);

function isLastOfAdministrators(
  keys: Keys,
  { id, office }: Key,
  { directory, plans, at }: Pick<AskingForKey, 'directory' | 'plans' | 'at'>,
): boolean {
  const admins = directory.offices.filter(({ roles }) => roles.includes('admin')).map((one) => one.id);
  if (!admins.includes(office)) return false;
  const issued = Object.values(keys.issued).filter(
    (key) => !isUnconfirmed(key, plans, officeIn(directory, key.office)) && between(at, key.to) > 0,
  );
  const others = [...directory.keys, ...issued].filter((key) => key.id !== id && admins.includes(key.office));
  return others.every((key) => notInForce(keys, key, at) !== undefined);
}

const named = ({ office, organisation, person, means }: Actor): KeyActor => ({ office, organisation, person, means });

const field = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);
