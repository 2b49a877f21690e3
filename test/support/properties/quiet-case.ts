/** What a case that stands down before its first timed gate does and tells, beyond what it may (HOUSE, tests). */
import { ruleOf } from '../../../domain/case/duty-instances.js';
import type { Facts } from '../../../domain/notice/matter.js';
import type { Act } from '../../../domain/plan/plan.js';
import type { Step } from '../../../domain/case/measured/step.js';
import type { PlayedSequence } from '../played-sequence.js';
import { entered } from '../../../domain/case/measured/entered.js';

/** Of whose duties a quiet case may speak; also where they are owed again, by another version of the plan. */
const DUTIES = ['D1', 'D2', 'D3', 'D8', 'D9'];

/** Whether it stood down, undeclared, for good, while the gate of the second phase was still shut and no phase but the first was open. */
export function stoodDownInTime({ steps }: PlayedSequence): boolean {
  const [stood] = entered(steps, 'stood-down');
  if (!stood || stood.before.everDeclared || entered(steps, 'case-resumed').length > 0) return false;
  const arrived = stood.before;
  const instants = Object.values(arrived.gates).flatMap(({ opensAt }) =>
    opensAt > arrived.firstViolationAt ? [opensAt] : [],
  );
  return instants.every((opensAt) => stood.at < opensAt && stood.decidedAt <= opensAt);
}

export function beyondQuiet({ steps, state }: PlayedSequence): string[] {
  const after = steps.slice(steps.findIndex(({ entry }) => entry.events.some(({ type }) => type === 'stood-down')));
  const until = steps.length - after.length;
  return [
    ...state.phases.filter(({ phase }) => phase > 1).map(({ phase }) => `phase ${phase} opens`),
    ...(state.posture > 0 ? [`the posture is ${state.posture}`] : []),
    ...entered(after, 'gate-lapsed').map(({ at }) => `a gate lapses at ${at}`),
    ...newMatters(steps, 0)
      .filter((facts) => !mayBeTold(facts))
      .map(({ topic }) => `"${topic}" is told`),
    ...newMatters(steps, until)
      .filter((facts) => facts.topic === 'case-opened' || (facts.topic === 'proposal-made' && isForOpen(facts.act)))
      .map(({ topic }) => `"${topic}" is told of a case that stood down`),
  ];
}

/** Corrections and plans are for quiet cases too. */
const isForOpen = (act: Act): boolean => ['stand-down', 'large-scale', 'continuation'].includes(act);

/** Matters made from entry `from` on; older ones may still go out by another channel. */
function newMatters(steps: readonly Step[], from: number): Facts[] {
  const known = new Set<string>();
  return steps.flatMap(({ entry }, index) =>
    entry.events.flatMap((event) => {
      if (event.type !== 'told' || known.has(event.matter.id)) return [];
      known.add(event.matter.id);
      return index >= from ? [event.matter.facts] : [];
    }),
  );
}

function mayBeTold(facts: Facts): boolean {
  switch (facts.topic) {
    case 'duty-approaching':
    case 'duty-overdue':
      return DUTIES.includes(ruleOf(facts.dutyId));
    case 'phase-opened':
    case 'declaration-in-effect':
    case 'undecided':
      return false;
    default:
      return true;
  }
}
