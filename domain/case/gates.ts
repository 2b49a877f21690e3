/**
 * Gates (RULES 4): the condition and the instant at which a phase opens. A gate opens once, irrevocably, only in an
 * open case, at the first instant at or after `opensAt` at which its condition holds.
 */
import { earlier, later, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { invariant } from '../invariant.js';
import type { Moved } from '../notice/matter.js';
import type { Gate, GateId, Grace } from '../plan/plan.js';
import { because } from './because.js';
import type { Draft } from './draft.js';
import { isPhaseOpen } from './due.js';
import { createPhaseDuties } from './duties.js';
import type { EventOf } from './events.js';
import type { CaseState } from './state.js';
import { tell } from './tell.js';

export function planGate(state: CaseState, id: GateId): Gate {
  const gate = state.plan.gates.find((one) => one.id === id);
  invariant(gate, `the plan has no gate ${id}`);
  return gate;
}

/** `opensAt = max(anchor + notBefore, knownAt + grace)`. */
export function setGates(draft: Draft, knownAt: Instant, grace: Grace): void {
  for (const gate of draft.state.plan.gates) {
    const opensAt = later(plus(draft.state.firstViolationAt, gate.notBefore), plus(knownAt, grace.gates));
    const inputs = {
      firstViolationAt: draft.state.firstViolationAt,
      notBeforeMs: gate.notBefore,
      graceMs: grace.gates,
    };
    const why = because(gate.id, 'Measured from the first violation.', inputs);
    draft.emit({ type: 'gate-set', because: why, gateId: gate.id, opensAt });
  }
}

/** After the first violation moved earlier: no gate that is shut ever opens later for it. */
export function moveGates(draft: Draft, grace: Grace): void {
  for (const gate of draft.state.plan.gates) {
    const old = draft.state.gates[gate.id];
    if (!old || old.openedAt !== undefined || isPhaseOpen(draft.state, gate.phase)) continue;
    const computed = plus(draft.state.firstViolationAt, gate.notBefore);
    const opensAt = earlier(old.opensAt, later(computed, plus(draft.at, grace.gates)));
    if (opensAt === old.opensAt) continue;
    const why = because(gate.id, 'The first violation is earlier than was known.', { graceMs: grace.gates });
    draft.emit({ type: 'gate-set', because: why, gateId: gate.id, opensAt });
  }
}

/** Whether the condition holds at `at`, and why (not). */
export function conditionHolds(state: CaseState, gate: Gate, at: Instant): { holds: boolean; why: string } {
  if (state.status !== 'open') return { holds: false, why: 'A stand-down is in effect.' };
  const { condition } = gate;
  if (condition.kind === 'declaration') {
    const holds = state.declaration?.act === condition.act;
    return { holds, why: holds ? 'The declaration is in effect.' : 'No declaration is in effect.' };
  }
  const counting = Object.values(state.violations).some(
    ({ standing }) => standing !== 'void' && standing !== 'alleged',
  );
  if (!counting) return { holds: false, why: 'No violation of the case is credible or verified.' };
  if (state.continuationAt !== undefined) return { holds: true, why: 'It is on record that hostilities go on.' };
  if (condition.continuation === 'decided') {
    return { holds: false, why: 'The plan asks for a decision that hostilities go on; none is on record.' };
  }
  if ((condition.continuation === 'evidenced' || state.lateness === 'late') && !hasEvidence(state, at)) {
    return { holds: false, why: 'No later violation within the plan’s span shows that hostilities go on.' };
  }
  return { holds: true, why: 'No stand-down is on record.' };
}

/** RULES 5: another credible or verified violation after the first, within the span before the instant of judging. */
function hasEvidence(state: CaseState, at: Instant): boolean {
  const from = plus(at, -state.plan.reports.evidenceWithin);
  return Object.values(state.violations).some(({ id, standing, occurredAt, movedTo, acceptedAt, sameAs }) => {
    // A sender's clock that is ahead by what the plan tolerates must not keep a gate shut for ever.
    const occurred = earlier((movedTo ?? occurredAt).earliest, acceptedAt);
    const counts =
      id !== state.openerId && sameAs === undefined && (standing === 'credible' || standing === 'verified');
    return counts && occurred > state.firstViolationAt && occurred >= from && occurred <= at;
  });
}

/** The gate's instant has come. */
export function actGate(draft: Draft, gateId: GateId, dueAt: Instant, latenessMs: Span): void {
  const gate = planGate(draft.state, gateId);
  const { holds, why } = conditionHolds(draft.state, gate, dueAt);
  if (holds) return openGate(draft, gate, dueAt, latenessMs, why);
  draft.emit({ type: 'gate-waits', because: because(gateId, why), gateId, dueAt, latenessMs });
}

/** A command may have made a condition hold whose gate's instant has passed. */
export function openWaitingGates(draft: Draft): void {
  for (const gate of draft.state.plan.gates) {
    const now = draft.state.gates[gate.id];
    if (!now?.waiting || isPhaseOpen(draft.state, gate.phase)) continue;
    const { holds, why } = conditionHolds(draft.state, gate, draft.at);
    if (holds) openGate(draft, gate, later(now.opensAt, draft.at), 0, why);
  }
}

/** Opens the gate's phase, and the phases that it opens too where they are still shut. */
export function openGate(
  draft: Draft,
  gate: Gate,
  openedAt: Instant,
  latenessMs: Span,
  why: string,
  pattern?: EventOf<'phase-opened'>['pattern'],
): void {
  const phases = [...gate.opensAlso, gate.phase].filter((phase) => !isPhaseOpen(draft.state, phase));
  for (const phase of phases.sort((a, b) => a - b)) {
    const event: EventOf<'phase-opened'> = {
      type: 'phase-opened',
      because: because(gate.id, why, { firstViolationAt: draft.state.firstViolationAt, notBeforeMs: gate.notBefore }),
      phase,
      gateId: gate.id,
      openedAt,
      actedAt: draft.now,
      latenessMs,
      standDownPending: isStandDownPending(draft.state),
      ...(pattern === undefined ? {} : { pattern }),
    };
    draft.emit(event);
    createPhaseDuties(draft, event);
    tellPhaseOpened(draft, event);
  }
}

function tellPhaseOpened(draft: Draft, event: EventOf<'phase-opened'>): void {
  const { phase, gateId, openedAt, actedAt, latenessMs, standDownPending, pattern } = event;
  const dueAfter = Object.values(draft.state.duties)
    .filter(({ id }) => draft.state.plan.duties.some((duty) => duty.id === id && duty.phase === phase))
    .map(({ id, workingDueAt }) => ({ dutyId: id, workingDueAt }));
  const late = latenessMs > draft.state.plan.timing.lateTold ? latenessMs : 0;
  const by = pattern === undefined ? {} : { pattern };
  tell(
    draft,
    { topic: 'phase-opened', phase, gateId, openedAt, actedAt, latenessMs: late, standDownPending, dueAfter, ...by },
    event.because,
    { phase },
  );
}

const isStandDownPending = (state: CaseState): boolean =>
  Object.values(state.proposals).some(({ act, state: now }) => act === 'stand-down' && now === 'open');

/** RULES 4, lapse: told to the watch; the case goes on, and a later declaration is still possible. */
export function actLapse(draft: Draft, gateId: GateId, dueAt: Instant, latenessMs: Span): void {
  const why = because(gateId, 'No declaration was ever in effect by then.');
  draft.emit({ type: 'gate-lapsed', because: why, gateId, dueAt, latenessMs });
  tell(draft, { topic: 'lapsed', gateId, at: dueAt }, why);
}

/** Old and new of every gate and duty that differs between two states, for those told. */
export function movedTable(before: CaseState, after: CaseState): Moved[] {
  const table: Moved[] = [];
  if (before.firstViolationAt !== after.firstViolationAt) {
    const label = { en: 'First violation', uk: 'Перше порушення' };
    table.push({ id: 'T0', label, old: before.firstViolationAt, now: after.firstViolationAt });
  }
  for (const gate of after.plan.gates) {
    const [old, now] = [before.gates[gate.id]?.opensAt, after.gates[gate.id]?.opensAt];
    const name = after.plan.phases.find(({ phase }) => phase === gate.phase)?.name;
    if (now !== undefined && name && old !== now && gate.condition.kind !== 'declaration') {
      table.push({ id: gate.id, label: name, now, ...(old === undefined ? {} : { old }) });
    }
  }
  for (const { id, workingDueAt: now } of Object.values(after.duties)) {
    const old = before.duties[id]?.workingDueAt;
    const label = after.plan.duties.find((duty) => duty.id === id)?.label;
    if (label && old !== now) table.push({ id, label, now, ...(old === undefined ? {} : { old }) });
  }
  return table;
}
