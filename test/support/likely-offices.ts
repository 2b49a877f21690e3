/** Which offices the rules name for what a random move asks, so that most of what is asked is allowed. */
import { missingParties, ownersOf } from '../../domain/case/duties.js';
import { ruleOf } from '../../domain/case/duty-instances.js';
import type { CaseState } from '../../domain/case/state.js';
import { officesOf } from '../../domain/directory/directory.js';
import type { OfficeId } from '../../domain/directory/directory.js';
import type { Act, DutyId, GroupId } from '../../domain/plan/plan.js';

export const pick = <T>(from: readonly T[], nth: number): T | undefined => from[nth % from.length];

export const ofGroups = (state: CaseState, groups: readonly GroupId[]): OfficeId[] =>
  officesOf(state.directory, groups);

export const signers = (state: CaseState, act: Act | undefined): OfficeId[] =>
  act === undefined ? [] : ofGroups(state, state.plan.authority[act].signers);

/** Offices whose organisation speaks for a party. */
export function speakers(state: CaseState): OfficeId[] {
  const speaking = Object.values(state.directory.parties).map(({ speaks }) => speaks);
  return Object.entries(state.directory.offices)
    .filter(([, office]) => office.groups.length > 0 && speaking.includes(office.organisation))
    .map(([id]) => id);
}

/** Of the owning groups; of a duty that every member owes, those of the members that have not recorded it. */
export function owners(state: CaseState, dutyId: DutyId): OfficeId[] {
  const rule = state.plan.duties.find(({ id }) => id === ruleOf(dutyId));
  const duty = state.duties[dutyId];
  if (!rule || !duty || rule.owner === 'parties') return [];
  if (typeof rule.owner !== 'object') return ownersOf(state, dutyId);
  const offices = ofGroups(state, rule.owner.groups);
  if (duty.parties.length === 0) return offices;
  const missing = missingParties(state, duty);
  return offices.filter((id) => missing.includes(partyOf(state, id)));
}

const partyOf = (state: CaseState, office: OfficeId): string =>
  state.directory.organisations[state.directory.offices[office]?.organisation ?? '']?.party ?? '';

/** One office of each organisation that is asked for an acknowledgement. */
export const awaited = (state: CaseState): OfficeId[] =>
  Object.values(state.awaiting).flatMap(({ offices }) => offices.slice(0, 1));

/** Two offices whose signatures carry the act. */
export function quorum(state: CaseState, act: Act, nth: number): OfficeId[] {
  const { oneOfEach } = state.plan.authority[act];
  const all = signers(state, act);
  const first = pick(oneOfEach[0] ? ofGroups(state, oneOfEach[0]) : all, nth);
  const organisation = (id: OfficeId | undefined) => state.directory.offices[id ?? '']?.organisation;
  const rest = (oneOfEach[1] ? ofGroups(state, oneOfEach[1]) : all).filter(
    (id) => organisation(id) !== organisation(first),
  );
  const second = pick(rest, nth);
  return first === undefined || second === undefined ? [] : [first, second];
}
