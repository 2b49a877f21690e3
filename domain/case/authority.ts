/**
 * Who may do what (RULES 6): deny by default, from the plan's table and the directory that the case carries. The
 * actor's organisation and groups are looked up here; what a message says of them counts for nothing.
 */
import type { CaseOffice, OrganisationId } from '../directory/directory.js';
import { Refused } from '../refused.js';
import type { Act, ActRule, GroupId, PartyId, Plan, SingleAct, Words } from '../plan/plan.js';
import type { Actor } from './commands.js';
import { isMember } from './members.js';
import type { CaseState, ProposalState, SignatureState } from './state.js';

/** What a right is judged by. */
export type Authority = Pick<CaseState, 'plan' | 'directory' | 'behaviours'>;

/** The actor's office in the directory; refuses who is not in it. */
export function officeOf(state: Authority, actor: Actor): CaseOffice {
  const office = state.directory.offices[actor.office];
  if (!office) throw new Refused('forbidden', `The office ${actor.office} is not in the directory of this case.`);
  return office;
}

/** Machines report and do nothing else; auditors read; administrators run the machine. */
function requirePerson(office: CaseOffice): void {
  if (office.roles.includes('machine')) {
    throw new Refused('forbidden', 'A machine may report and read its own reports; this needs a person of an office.');
  }
  if (office.roles.includes('auditor')) {
    throw new Refused('forbidden', 'An auditor reads everything and changes nothing.');
  }
  if (office.roles.includes('admin')) {
    throw new Refused('forbidden', 'An administrator runs the machine and can change no case.');
  }
}

/** RULES 5, for plans of the first release, which do not say it. */
const REVIEWERS: readonly GroupId[] = ['watch', 'legal'];

export function requireSingle(state: Authority, actor: Actor, act: SingleAct): CaseOffice {
  const office = officeOf(state, actor);
  const allowed = state.plan.single[act] ?? (act === 'review' ? REVIEWERS : []);
  if (!isMember(state, office, allowed)) {
    throw new Refused(
      'forbidden',
      `This is for ${nameGroups(state.plan, allowed)}; ${office.name.en} is not among them.`,
    );
  }
  if (act !== 'report') requirePerson(office);
  return office;
}

/** Refuses who may neither sign nor propose; answers whether the proposer's signature counts. */
export function requireProposer(state: CaseState, actor: Actor, act: Act): { office: CaseOffice; counts: boolean } {
  const office = officeOf(state, actor);
  requirePerson(office);
  const rule = state.plan.authority[act];
  const counts = isMember(state, office, rule.signers);
  if (!counts && !isMember(state, office, rule.proposers))
    throw new Refused('forbidden', mayNot(state.plan, act, office));
  if (counts) requireConfirmed(actor);
  return { office, counts };
}

export function requireSigner(state: CaseState, actor: Actor, act: Act): CaseOffice {
  const office = officeOf(state, actor);
  requirePerson(office);
  if (!isMember(state, office, state.plan.authority[act].signers)) {
    throw new Refused('forbidden', mayNot(state.plan, act, office));
  }
  requireConfirmed(actor);
  return office;
}

/** RULES 6, keys: nobody makes a quorum by issuing keys. */
function requireConfirmed({ unconfirmed }: Actor): void {
  if (!unconfirmed) return;
  throw new Refused(
    'forbidden',
    'Your key is new and not confirmed yet: another person of your organisation, or a legal office, confirms it first.',
  );
}

/** For acknowledging, completing and the like: an office in person, whatever its groups. */
export function requireOffice(state: CaseState, actor: Actor): CaseOffice {
  const office = officeOf(state, actor);
  requirePerson(office);
  return office;
}

/** The party for which this organisation speaks, if any. */
export function partySpokenFor(state: CaseState, organisation: OrganisationId): PartyId | undefined {
  return state.plan.parties.find(({ id }) => state.directory.parties[id]?.speaks === organisation)?.id;
}

/** What is still needed in words, or `undefined` when the quorum is there. */
export function stillNeeded(state: CaseState, rule: ActRule, signatures: readonly SignatureState[]): Words | undefined {
  const persons = new Set(signatures.map((one) => one.person)).size;
  const organisations = new Set(signatures.map((one) => one.organisation)).size;
  const more = Math.max(rule.persons - persons, rule.organisations - organisations, 0);
  const missing = rule.oneOfEach.filter(
    (groups) => !signatures.some(({ office }) => isMember(state, state.directory.offices[office], groups)),
  );
  if (more === 0 && missing.length === 0) return undefined;
  const sets = missing.length > 0 ? missing : [rule.signers];
  const count = Math.max(more, missing.length);
  const en = sets.map((groups) => nameGroups(state.plan, groups)).join('; and ');
  const uk = sets.map((groups) => nameGroupsUk(state.plan, groups)).join('; а також ');
  return {
    en: `${count} more signature${count === 1 ? '' : 's'}, by a person of another organisation (${en})`,
    uk: `ще підписів: ${count}, від особи іншої організації (${uk})`,
  };
}

/** Refuses a signature that cannot count: same person, same organisation. */
export function requireDistinct(proposal: ProposalState, actor: Actor, office: CaseOffice): void {
  const same = proposal.signatures.find(({ person }) => person === actor.person);
  if (same) {
    throw new Refused('conflict', 'You have signed this proposal already; the other signature is another person’s.');
  }
  if (proposal.signatures.some(({ organisation }) => organisation === office.organisation)) {
    throw new Refused(
      'conflict',
      'Your organisation has signed this proposal already; the other signature is another organisation’s.',
    );
  }
}

function mayNot(plan: Plan, act: Act, office: CaseOffice): string {
  return `${office.name.en} may not sign "${act}": this is for ${nameGroups(plan, plan.authority[act].signers)}.`;
}

function nameGroups(plan: Plan, groups: readonly GroupId[]): string {
  return groups.map((id) => plan.groups.find((group) => group.id === id)?.name.en ?? id).join(', ');
}

function nameGroupsUk(plan: Plan, groups: readonly GroupId[]): string {
  return groups.map((id) => plan.groups.find((group) => group.id === id)?.name.uk ?? id).join(', ');
}
