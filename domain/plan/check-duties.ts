/** Duties: somebody owes each of them, by an instant that can be known when it is created. */
import { formatSpan } from '../instant.js';
import type { Fault } from '../refused.js';
import type { Part } from '../shape/shape.js';
import { unknown } from './names.js';
import type { Names, PlanPart } from './names.js';
import type { Duty } from './plan.js';

export function checkDuties(plan: PlanPart, names: Names): Fault[] {
  return (plan.duties ?? []).flatMap((duty, index) => (duty ? checkDuty(plan, names, duty, `/duties/${index}`) : []));
}

function checkDuty(plan: PlanPart, names: Names, duty: Part<Duty>, path: string): Fault[] {
  const faults: Fault[] = [];
  const note = (key: string, message: string): void => void faults.push({ path: `${path}/${key}`, message });
  const id = duty.id ?? 'This duty';
  const gate = plan.gates?.find((one) => one?.phase !== undefined && one.phase === duty.phase);
  const declared = gate?.condition?.kind === 'declaration';

  if (duty.phase !== undefined && names.phases && !names.phases.includes(duty.phase)) {
    note('phase', `There is no phase ${duty.phase}. Known: ${names.phases.join(', ')}.`);
  }
  if (typeof duty.owner === 'object') faults.push(...checkOwner(plan, names, duty, path, id));
  if (duty.record === 'decision' && duty.owner !== undefined && duty.owner !== 'parties') {
    note('owner', 'A decision is recorded for a party, so its owner is `parties`.');
  }
  const made = duty.createdBy === 'break-glass' || duty.createdBy === 'void' || duty.createdBy === 'pattern';
  if (duty.createdBy !== undefined && duty.anchor !== undefined && made !== (duty.anchor === 'creation')) {
    note(
      'anchor',
      'What arises from break-glass, a void violation or a pattern is counted from its creation, and nothing else is.',
    );
  }
  if ((duty.owner === 'skipped') !== (duty.createdBy === 'break-glass')) {
    note('owner', 'Those who were skipped owe what break-glass creates, and nothing else.');
  }
  if (duty.owner === 'parties' && duty.completion === 'any') {
    note('completion', 'What the parties owe, each of them owes: write `every`.');
  }
  if (duty.createdBy === 'declaration' && gate && !declared) {
    note('createdBy', `No declaration opens phase ${duty.phase}, so nothing would ever create ${id}.`);
  }
  if (duty.createdBy === 'opening' && duty.anchor === 'phase' && duty.phase !== 1) {
    note(
      'anchor',
      `${id} is created when the case opens, when nobody knows yet whether phase ${duty.phase} will open.`,
    );
  }
  const { due } = duty;
  if (due !== undefined && duty.anchor === 'first-violation' && gate?.notBefore !== undefined && due < gate.notBefore) {
    const opens = formatSpan(gate.notBefore);
    note(
      'due',
      `${id} is due ${formatSpan(due)} after the first violation, before its phase can open: ` +
        `${gate.id ?? 'its gate'} opens no earlier than ${opens}. Expected at least ${opens}, or the anchor \`phase\`.`,
    );
  }
  return faults;
}

function checkOwner(plan: PlanPart, names: Names, duty: Part<Duty>, path: string, id: string): Fault[] {
  if (typeof duty.owner !== 'object') return [];
  const groups = duty.owner.groups ?? [];
  const faults = unknown(groups, names.groups, 'group', `${path}/owner/groups`);
  if (duty.owner.groups?.length === 0) {
    faults.push({
      path: `${path}/owner/groups`,
      message: `Nobody owes ${id}. Name at least one group, or \`parties\`.`,
    });
  }
  const parties = (plan.groups ?? [])
    .filter((group) => groups.includes(group?.id))
    .flatMap((group) => group?.parties ?? []);
  if (duty.completion === 'every' && groups.length > 0 && faults.length === 0 && parties.length === 0) {
    const message = `Every party of ${groups.join(', ')} owes ${id}, and there is none. Give the group parties, or write \`any\`.`;
    faults.push({ path: `${path}/completion`, message });
  }
  return faults;
}
