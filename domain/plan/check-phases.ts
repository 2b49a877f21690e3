/** Phases and gates: no gaps, groups in every phase, and one gate for each phase but the first. */
import type { Fault } from '../refused.js';
import { unknown } from './names.js';
import type { Names, PlanPart } from './names.js';

export function checkPhases(plan: PlanPart, names: Names): Fault[] {
  const faults: Fault[] = [];
  for (const [index, phase] of (plan.phases ?? []).entries()) {
    const path = `/phases/${index}`;
    faults.push(...unknown(phase?.groups, names.groups, 'group', `${path}/groups`));
    if (phase?.phase === undefined) continue;
    if (phase.phase !== index + 1) {
      const message = `Phases are numbered 1, 2, 3 … in order; expected ${index + 1} here, found ${phase.phase}.`;
      faults.push({ path: `${path}/phase`, message });
    }
    if (phase.groups?.length === 0) faults.push({ path: `${path}/groups`, message: withoutGroups(plan, phase.phase) });
    if (phase.phase > 1 && plan.gates && !plan.gates.some((gate) => gate?.phase === phase.phase)) {
      const message = `No gate opens phase ${phase.phase}. Add one under "gates" with phase: ${phase.phase}.`;
      faults.push({ path: `${path}/phase`, message });
    }
  }
  return [
    ...faults,
    ...(plan.gates ?? []).flatMap((_, index) => checkGate(plan, names, index)),
    ...checkRepetition(plan, names),
  ];
}

/** What opens at once for a pattern is a phase that has a gate to open. */
function checkRepetition({ repetition }: PlanPart, names: Names): Fault[] {
  const phase = repetition?.opensPhase;
  if (phase === undefined || !names.phases || (phase > 1 && names.phases.includes(phase))) return [];
  const known = names.phases.filter((one) => one > 1).join(', ');
  const message = `A pattern opens a phase after the first; there is no such phase ${phase}. Known: ${known}.`;
  return [{ path: '/repetition/opensPhase/value', message }];
}

function withoutGroups(plan: PlanPart, phase: number): string {
  const gate = plan.gates?.find((one) => one?.phase === phase)?.id;
  const opened = gate === undefined ? `Phase ${phase}` : `The gate ${gate} opens phase ${phase}, which`;
  return `${opened} has no groups, so that nobody would be told. Name at least one group.`;
}

function checkGate(plan: PlanPart, names: Names, index: number): Fault[] {
  const gate = plan.gates?.[index];
  if (!gate) return [];
  const faults: Fault[] = [];
  const note = (key: string, message: string): void => void faults.push({ path: `/gates/${index}/${key}`, message });
  const { phase } = gate;
  if (phase === 1) note('phase', 'Phase 1 opens with the case and needs no gate. Name a later phase.');
  if (phase !== undefined && names.phases && !names.phases.includes(phase)) {
    note('phase', `There is no phase ${phase}. Known: ${names.phases.join(', ')}.`);
  }
  const first = plan.gates?.findIndex((one) => one?.phase !== undefined && one.phase === phase) ?? -1;
  if (first >= 0 && first !== index) {
    note('phase', `Phase ${phase} is opened by ${plan.gates?.[first]?.id ?? 'another gate'} already. Keep one gate.`);
  }
  for (const [at, also] of (gate.opensAlso ?? []).entries()) {
    if (also === undefined) continue;
    const right = (names.phases ?? [also]).includes(also) && also > 1 && (phase === undefined || also < phase);
    const message = `A gate opens besides only phases between the first and its own, found ${also}.`;
    if (!right) note(`opensAlso/value/${at}`, message);
  }
  if (gate.lapses !== undefined && gate.condition?.kind === 'no-stand-down') {
    note('lapses', 'Only a gate that waits for a declaration can lapse. Leave "lapses" out.');
  }
  if (gate.lapses !== undefined && gate.notBefore !== undefined && gate.lapses <= gate.notBefore) {
    note('lapses', '"lapses" is not after "notBefore": the gate would lapse before it can open.');
  }
  return faults;
}
