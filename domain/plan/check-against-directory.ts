/**
 * Whether the people of a directory suffice for a plan: quorums that can be reached, groups that can be told, parties
 * that can answer. Paths are those of the plan file.
 */
import type { Directory, Office } from '../directory/directory.js';
import type { Fault } from '../refused.js';
import type { GroupId, PartyId, Plan } from './plan.js';

export function checkAgainstDirectory(plan: Plan, directory: Directory): Fault[] {
  return [...quorums(plan, directory), ...unreachable(plan, directory), ...silentParties(plan, directory)];
}

/** Offices of people, of the parties that the plan lists: a machine signs nothing and is told nothing. */
const peopleOf = (plan: Plan, directory: Directory, groups: readonly GroupId[]): Office[] =>
  directory.offices.filter((office) => {
    const party = partyOf(directory, office);
    const belongs = (id: GroupId): boolean => {
      const parties = plan.groups.find((group) => group.id === id)?.parties ?? [];
      return parties.length === 0 || (party !== undefined && parties.includes(party));
    };
    return !office.roles.includes('machine') && office.groups.some((id) => groups.includes(id) && belongs(id));
  });

/** The logbook is written beside the channels that reach people. */
const isReachable = (office: Office): boolean => office.channels.some(({ kind }) => kind !== 'logbook');

function quorums(plan: Plan, directory: Directory): Fault[] {
  return Object.entries(plan.authority).flatMap(([act, rule]) => {
    const faults: Fault[] = [];
    const eligible = new Set(peopleOf(plan, directory, rule.signers).map(({ organisation }) => organisation)).size;
    if (eligible < rule.organisations) {
      const message =
        `"${act}" needs ${rule.organisations} organisations, and the directory has ${eligible} that may sign ` +
        `(${rule.signers.join(', ')}). Expected at most ${eligible}, or more signers.`;
      faults.push({ path: `/authority/${act}/organisations`, message });
    }
    for (const [index, groups] of rule.oneOfEach.entries()) {
      if (peopleOf(plan, directory, groups).length > 0) continue;
      const message = `"${act}" needs a signature of ${groups.join(' or ')}, and the directory has no such office.`;
      faults.push({ path: `/authority/${act}/oneOfEach/${index}`, message });
    }
    return faults;
  });
}

/** Groups that the plan tells or asks, and that no channel reaches. */
function unreachable(plan: Plan, directory: Directory): Fault[] {
  const named = new Set<string>([
    ...plan.phases.flatMap(({ groups }) => groups),
    ...plan.duties.flatMap(({ owner }) => (typeof owner === 'object' ? owner.groups : [])),
    ...Object.values(plan.notices).flatMap(({ tell, alsoFor }) => [...tell, ...(alsoFor?.tell ?? [])]),
    ...(plan.reports.triage?.tell ?? []),
    ...(plan.reports.triage?.climbs ?? []),
  ]);
  return plan.groups.flatMap(({ id }, index) => {
    if (!named.has(id)) return [];
    const offices = peopleOf(plan, directory, [id]);
    if (offices.some(isReachable)) return [];
    const message =
      offices.length === 0
        ? `No office of the directory belongs to "${id}", which the plan tells or asks. Expected at least one.`
        : `No office of "${id}" has a channel that reaches people. Expected an email or webhook for at least one.`;
    return [{ path: `/groups/${index}`, message }];
  });
}

/** Parties that owe something and have no office to do it. */
function silentParties(plan: Plan, directory: Directory): Fault[] {
  const faults: Fault[] = [];
  const decides = plan.duties.some(({ owner }) => owner === 'parties');
  const inPhases = peopleOf(
    plan,
    directory,
    plan.phases.flatMap(({ groups }) => groups),
  );
  for (const [index, { id }] of plan.parties.entries()) {
    const party = directory.parties.find((one) => one.id === id);
    const note = (message: string): void => void faults.push({ path: `/parties/${index}`, message });
    if (!party) note(`The directory has no party ${id}, so nobody speaks for it.`);
    else if (decides && !inPhases.some(({ organisation }) => speaks(party.speaks, organisation))) {
      note(`${id} is asked for its decision, and no organisation that speaks for it has an office in a phase.`);
    }
  }
  for (const duty of plan.duties) {
    if (typeof duty.owner !== 'object' || duty.completion !== 'every') continue;
    const offices = peopleOf(plan, directory, duty.owner.groups);
    for (const [index, group] of plan.groups.entries()) {
      if (!duty.owner.groups.includes(group.id)) continue;
      for (const [at, party] of group.parties.entries()) {
        if (offices.some((office) => partyOf(directory, office) === party)) continue;
        const message = `${party} owes ${duty.id}, and no organisation of ${party} has an office in "${group.id}".`;
        faults.push({ path: `/groups/${index}/parties/${at}`, message });
      }
    }
  }
  return faults;
}

const speaks = (speakers: readonly { organisation: string }[], organisation: string): boolean =>
  speakers.some((one) => one.organisation === organisation);

const partyOf = (directory: Directory, office: Office): PartyId | undefined =>
  directory.organisations.find(({ id }) => id === office.organisation)?.party;
