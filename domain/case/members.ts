/**
 * Who belongs to a group in a case (RULES 6): the directory says which offices stand in it, the plan lists the parties
 * of each group. An office of a party that the plan does not list there is no member, whatever the directory says.
 */
import { officesOf } from '../directory/directory.js';
import type { CaseOffice, OfficeId } from '../directory/directory.js';
import type { GroupId } from '../plan/plan.js';
import { follows } from './behaviours.js';
import type { CaseState } from './state.js';

type Membership = Pick<CaseState, 'plan' | 'directory' | 'behaviours'>;

/** A group without parties (the watch, legal, observers) takes offices of any organisation. */
export function isMember(state: Membership, office: CaseOffice | undefined, groups: readonly GroupId[]): boolean {
  if (office === undefined) return false;
  const named = office.groups.filter((group) => groups.includes(group));
  if (!follows(state, 2)) return named.length > 0;
  const party = state.directory.organisations[office.organisation]?.party;
  return named.some((id) => {
    const parties = state.plan.groups.find((group) => group.id === id)?.parties ?? [];
    return parties.length === 0 || (party !== undefined && parties.includes(party));
  });
}

/** Machines report and are told nothing, not even in somebody's place. */
export const isPeople = (state: Pick<CaseState, 'directory'>, id: OfficeId | undefined): id is OfficeId => {
  const office = id === undefined ? undefined : state.directory.offices[id];
  return office !== undefined && !office.roles.includes('machine');
};

/** Offices of any of these groups, in the directory's order. */
export function membersOf(state: Membership, groups: readonly GroupId[]): OfficeId[] {
  return officesOf(state.directory, groups).filter((id) => isMember(state, state.directory.offices[id], groups));
}
