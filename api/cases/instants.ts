/** The instants of a case, those that have acted and those ahead, each with its words and its reason. */
import { dues } from '../../domain/case/due.js';
import type { Due, DueKind } from '../../domain/case/due.js';
import { isOwed, planDuty } from '../../domain/case/duties.js';
import type { CaseState, DutyState, GateState } from '../../domain/case/state.js';
import { formatSpan } from '../../domain/instant.js';
import type { Gate } from '../../domain/plan/plan.js';
import type { Acted } from '../worlds/case-views.js';
import type { InstantRow } from './case.schema.js';
import { instantWords } from './instant-words.js';

export const KIND: Record<DueKind, InstantRow['kind']> = {
  expiry: 'expiry',
  confirmation: 'expiry',
  gate: 'gate',
  undecided: 'duty',
  duty: 'duty',
  overdue: 'reminder',
  reminder: 'reminder',
  acknowledgement: 'acknowledgement',
  digest: 'reminder',
  lapse: 'lapse',
  prolonged: 'prolonged',
  quiet: 'quiet',
};

/** Gates and duties go by their id in the plan; whatever else hangs on them is told apart by what it is. */
export function idOf({ kind, subject }: Pick<Due, 'kind' | 'subject'>): string {
  if (kind === 'gate' || kind === 'duty') return subject;
  return subject === '' ? kind : `${subject}.${kind}`;
}

/** By instant; duties and gates always, whatever their state. */
export function instantsOf(state: CaseState, acted: readonly Acted[]): InstantRow[] {
  const duties = Object.values(state.duties).map((duty) => dutyRow(state, duty, acted));
  const gates = state.plan.gates.flatMap((gate) => {
    const now = state.gates[gate.id];
    return now ? [gateRow(state, gate, now)] : [];
  });
  const own = (due: Pick<Due, 'kind'>): boolean => due.kind === 'duty' || due.kind === 'gate';
  const past = acted.filter((one) => !own(one)).map((one) => actedRow(state, one));
  const ahead = dues(state)
    .filter((due) => !own(due))
    .map((due) => aheadRow(state, due));
  return [...duties, ...gates, ...past, ...ahead].sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

function dutyRow(state: CaseState, duty: DutyState, acted: readonly Acted[]): InstantRow {
  const { id, workingDueAt: dueAt } = duty;
  const due = { at: dueAt, kind: 'duty' as const, subject: id };
  const row = acted.findLast((one) => one.kind === 'duty' && one.subject === id);
  return {
    ...aheadRow(state, due),
    state: isOwed(duty) && duty.state === 'open' ? 'ahead' : duty.state,
    ...(row === undefined ? {} : { actedAt: row.actedAt, latenessMs: row.latenessMs }),
  };
}

function gateRow(state: CaseState, gate: Gate, now: GateState): InstantRow {
  const due = { at: now.openedAt ?? now.opensAt, kind: 'gate' as const, subject: gate.id };
  return {
    ...aheadRow(state, due),
    state: gateState(state, gate, now),
    ...(now.actedAt === undefined ? {} : { actedAt: now.actedAt }),
    ...(now.latenessMs === undefined ? {} : { latenessMs: now.latenessMs }),
  };
}

function gateState(state: CaseState, gate: Gate, now: GateState): string {
  if (now.openedAt !== undefined) return 'opened';
  if (now.waiting) return 'waiting';
  if (state.status !== 'open') return 'shut';
  const asksDeclaration = gate.condition.kind === 'declaration' && state.declaration?.act !== gate.condition.act;
  return asksDeclaration ? 'undeclared' : 'ahead';
}

const actedRow = (state: CaseState, { kind, subject, dueAt, actedAt, latenessMs }: Acted): InstantRow => ({
  ...aheadRow(state, { at: dueAt, kind, subject }),
  state: 'acted',
  actedAt,
  latenessMs,
});

const aheadRow = (state: CaseState, due: Due): InstantRow => ({
  id: idOf(due),
  kind: KIND[due.kind],
  label: labelOf(state, due),
  words: instantWords(state, due),
  dueAt: due.at,
  state: 'ahead',
  because: becauseOf(state, due),
});

export const labelOf = (state: CaseState, due: Due): string => instantWords(state, due).en;

const gateOf = (state: CaseState, id: string): Gate | undefined => state.plan.gates.find((gate) => gate.id === id);

function becauseOf(state: CaseState, { kind, subject }: Due): string {
  const anchor = `the first violation at ${state.firstViolationAt}`;
  switch (kind) {
    case 'gate': {
      const gate = gateOf(state, subject);
      if (gate?.condition.kind === 'declaration') return `${subject}: when "${gate.condition.act}" is in effect.`;
      return `${subject}: ${formatSpan(gate?.notBefore ?? 0)} after ${anchor}, and grace where the plan gives it.`;
    }
    case 'lapse':
      return `${subject}: ${formatSpan(gateOf(state, subject)?.lapses ?? 0)} after ${anchor}, if nothing was declared.`;
    case 'duty':
    case 'undecided':
      return dutyReason(state, subject, anchor);
    case 'reminder':
    case 'overdue':
      return `${subject}: the plan’s reminders of a duty that is owed.`;
    case 'confirmation':
      return 'The plan: recorded after the instant, so a second person confirms.';
    case 'expiry':
      return `The plan: "${state.proposals[subject]?.act ?? ''}" lapses without its quorum.`;
    case 'prolonged':
      return `The plan: ${formatSpan(state.plan.timing.prolonged)} open since the opening or the last resumption.`;
    case 'quiet':
      return 'The plan: the quiet period after a stand-down.';
    case 'acknowledgement':
      return 'The plan: who does not acknowledge is asked by another way.';
    case 'digest':
      return 'The plan: at most one digest in its span.';
  }
}

function dutyReason(state: CaseState, id: string, anchor: string): string {
  if (!state.duties[id]) return id;
  const { due, anchor: from, phase } = planDuty(state, id);
  const where = {
    'first-violation': anchor,
    opening: `the opening at ${state.openedAt}`,
    phase: `the opening of phase ${phase}`,
    creation: `what created it at ${state.duties[id].createdAt}`,
  }[from];
  return `${id}: ${formatSpan(due)} after ${where}, and grace where the plan gives it.`;
}
