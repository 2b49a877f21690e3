/** Authority and routing: known groups, quorums that can be reached, and two organisations for whatever stops or shortens. */
import type { Fault } from '../refused.js';
import { didYouMean } from '../shape/did-you-mean.js';
import { below } from '../shape/shape.js';
import type { Part } from '../shape/shape.js';
import { unknown } from './names.js';
import type { Names, PlanPart } from './names.js';
import type { Act, ActRule } from './plan.js';
import { RELATIONS } from './terms.js';

/** RULES 6: no single organisation stops or shortens a response. */
const STOPPING: readonly string[] = [
  'stand-down',
  'withdraw-large-scale',
  'void-violation',
  'move-first-violation',
  'adopt-plan',
] satisfies Act[];

export function checkAuthority(plan: PlanPart, names: Names): Fault[] {
  const acts = Object.entries(plan.authority ?? {}).flatMap(([act, rule]) => (rule ? checkAct(act, rule, names) : []));
  const single = Object.entries(plan.single ?? {}).flatMap(([act, groups]) =>
    unknown(groups, names.groups, 'group', `${below('/single', act)}/value`),
  );
  const notices = Object.entries(plan.notices ?? {}).flatMap(([topic, rule]) => {
    const path = below('/notices', topic);
    return [
      ...audiences(rule?.tell, names, `${path}/tell`),
      ...audiences(rule?.acknowledge, names, `${path}/acknowledge`),
      ...audiences(rule?.alsoFor?.tell, names, `${path}/alsoFor/tell`),
      ...audiences(rule?.alsoFor?.acknowledge, names, `${path}/alsoFor/acknowledge`),
    ];
  });
  const { tell, climbs } = plan.reports?.triage ?? {};
  const triage = [
    ...unknown(tell, names.groups, 'group', '/reports/triage/tell'),
    ...unknown(climbs, names.groups, 'group', '/reports/triage/climbs'),
  ];
  return [...acts, ...single, ...notices, ...triage];
}

function checkAct(act: string, rule: Part<ActRule>, names: Names): Fault[] {
  const path = below('/authority', act);
  const faults = [
    ...unknown(rule.signers, names.groups, 'group', `${path}/signers`),
    ...unknown(rule.proposers, names.groups, 'group', `${path}/proposers`),
  ];
  const note = (key: string, message: string): void => void faults.push({ path: `${path}/${key}`, message });
  const { persons = 1, organisations = 1, expiry, oneOfEach = [] } = rule;
  if (organisations > persons) {
    note(
      'persons',
      `${organisations} organisations cannot sign with ${persons === 1 ? '1 person' : `${persons} persons`}: expected at least ${organisations}.`,
    );
  }
  if (oneOfEach.length > persons) {
    note(
      'oneOfEach',
      `${oneOfEach.length} sets cannot each be among ${persons} signatures: expected at most ${persons}.`,
    );
  }
  if (persons > 1 && expiry === 0)
    note('expiry', 'A proposal that needs a second signature needs time for it, such as PT2H.');
  if (persons === 1 && expiry !== undefined && expiry > 0) {
    note('expiry', 'One signature takes effect at once, so nothing expires: expected PT0H.');
  }
  if (STOPPING.includes(act) && rule.organisations !== undefined && organisations < 2) {
    note('organisations', `"${act}" can stop or shorten a response, so it takes at least 2 organisations.`);
  }
  for (const [at, set] of oneOfEach.entries()) {
    faults.push(...unknown(set, names.groups, 'group', `${path}/oneOfEach/${at}`));
    for (const [index, group] of (set ?? []).entries()) {
      if (group === undefined || names.groups?.includes(group) === false || rule.signers?.includes(group)) continue;
      note(`oneOfEach/${at}/${index}`, `The group "${group}" is not among the signers of "${act}". Add it there.`);
    }
  }
  return faults;
}

function audiences(used: readonly (string | undefined)[] | undefined, names: Names, path: string): Fault[] {
  const relations: readonly string[] = RELATIONS;
  const groups = (used ?? []).map((one) => (one?.startsWith('@') ? undefined : one));
  const faults = unknown(groups, names.groups, 'group', path);
  for (const [index, one] of (used ?? []).entries()) {
    if (!one?.startsWith('@') || relations.includes(one)) continue;
    faults.push({
      path: below(path, index),
      message: `The relation "${one}" does not exist.${didYouMean(one, relations)}`,
    });
  }
  return faults;
}
