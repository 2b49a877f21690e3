/** Whether the people of a directory suffice for plans, now and at every instant at which somebody's time begins or ends. */
import { directoryAt, turningPoints } from '../directory/directory-at.js';
import type { Directory } from '../directory/directory.js';
import { checkGroups } from '../directory/parse-directory.js';
import type { Instant } from '../instant.js';
import { checkAgainstDirectory } from '../plan/check-against-directory.js';
import type { Plan } from '../plan/plan.js';
import type { Fault } from '../refused.js';

/** Faults of a plan against the directory in force; paths are those of the plan. */
export const planFaults = (plan: Plan, directory: Directory, at: Instant): Fault[] =>
  once(fromNowOn(directory, at).flatMap(([, now]) => checkAgainstDirectory(plan, now)));

/**
 * Faults of a directory against every plan that counts: the one in force and those of open cases. A change that would
 * leave one of their groups unreachable is none.
 */
export function directoryFaults(directory: Directory, plans: readonly Plan[], at: Instant): Fault[] {
  const known = plans.flatMap(({ groups }) => groups.map(({ id }) => id));
  const lacking = plans.flatMap((plan) =>
    fromNowOn(directory, at).flatMap(([from, now]) =>
      checkAgainstDirectory(plan, now).map(({ message }) => {
        const when = from === at ? '' : ` from ${from}`;
        return { path: '/offices', message: `Plan ${plan.id} ${plan.version}${when}: ${message}` };
      }),
    ),
  );
  return once([...checkGroups(directory, known), ...lacking]);
}

function fromNowOn(directory: Directory, at: Instant): [Instant, Directory][] {
  const later = turningPoints(directory).filter((one) => one > at);
  return [at, ...later].map((one) => [one, directoryAt(directory, one)]);
}

const once = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values(),
];
