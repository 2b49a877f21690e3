/**
 * The shape of case that the benchmark runs on bare Temporal too: 6 offices told at the opening, 12 at gate 1 and 6 at
 * gate 2; no duties, no acknowledgements, no people. The rest is as in the plan that it is made from.
 */
import type { Directory, Office } from '../domain/directory/directory.js';
import { HOUR } from '../domain/instant.js';
import type { NoticeRule, Plan } from '../domain/plan/plan.js';

/** By phase. */
export const TOLD = [
  { group: 'diplomatic', offices: 6 },
  { group: 'coalition', offices: 12 },
  { group: 'us', offices: 6 },
] as const;

export function bareShape(plan: Plan): Plan {
  const quiet: NoticeRule = { tell: [], acknowledge: [] };
  const topics = Object.keys(plan.notices) as (keyof Plan['notices'])[];
  const notices = Object.fromEntries(topics.map((topic) => [topic, quiet])) as Plan['notices'];
  const gate = (phase: number, notBefore: number) => ({
    id: `G${phase}`,
    phase,
    opensAlso: [],
    notBefore,
    condition: { kind: 'no-stand-down' as const, continuation: 'presumed' as const },
  });
  return {
    ...plan,
    id: 'bare-shape',
    phases: plan.phases.map((phase, index) => ({ ...phase, groups: [TOLD[index]?.group ?? 'us'] })),
    gates: [gate(2, 24 * HOUR), gate(3, 72 * HOUR)],
    duties: [],
    notices: {
      ...notices,
      'case-opened': { tell: ['diplomatic'], acknowledge: [] },
      'phase-opened': { tell: ['@phase'], acknowledge: [] },
    },
  };
}

/** As many offices as each phase tells, and one machine that reports; each office with the channels of its like. */
export function bareDirectory(base: Directory): Directory {
  const reporters = base.offices.filter(({ groups }) => groups.includes('source'));
  return { ...base, offices: [...reporters, ...TOLD.flatMap(({ group, offices }) => officesOf(base, group, offices))] };
}

function officesOf(base: Directory, group: string, count: number): Office[] {
  const like = base.offices.filter(({ groups }) => groups.includes(group));
  return Array.from({ length: count }, (_, index): Office => {
    const found = like[index % like.length];
    if (!found) throw new Error(`The directory has no office of the group ${group}.`);
    const { delegate: _delegate, parent: _parent, ...office } = found;
    return { ...office, id: `bare-${group}-${index + 1}`, groups: [group], roles: [] };
  });
}
