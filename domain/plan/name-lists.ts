/** Lists of groups, parties and people related to a case, by their names. Ukrainian keeps names in the nominative. */
import type { Audience, GroupId, PartyId, Plan, Words } from './plan.js';
import { AUDIENCES, isRelation } from './terms.js';

export const groupNames = (plan: Plan, ids: readonly GroupId[]): Words => listed(ids.map((id) => groupName(plan, id)));

export const partyNames = (plan: Plan, ids: readonly PartyId[]): Words =>
  listed(ids.map((id) => plan.parties.find((party) => party.id === id)?.name ?? same(id)));

export const audienceNames = (plan: Plan, audiences: readonly Audience[]): Words =>
  listed(audiences.map((one) => (isRelation(one) ? AUDIENCES[one] : groupName(plan, one))));

function groupName(plan: Plan, id: GroupId): Words {
  return plan.groups.find((group) => group.id === id)?.name ?? same(id);
}

const same = (text: string): Words => ({ en: text, uk: text });

/** `a, b and c`; nobody where the list is empty. */
export function listed(names: readonly Words[]): Words {
  if (names.length === 0) return { en: 'nobody', uk: 'ніхто' };
  return {
    en: joined(
      names.map(({ en }) => en),
      'and',
    ),
    uk: joined(
      names.map(({ uk }) => uk),
      'та',
    ),
  };
}

const joined = (names: readonly string[], and: string): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;

/** One of several: `a or b`. */
export function anyOf(names: readonly Words[]): Words {
  return {
    en: joined(
      names.map(({ en }) => en),
      'or',
    ),
    uk: joined(
      names.map(({ uk }) => uk),
      'або',
    ),
  };
}

export const anyGroup = (plan: Plan, ids: readonly GroupId[]): Words => anyOf(ids.map((id) => groupName(plan, id)));

/** The first letter large, to begin a sentence with. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
