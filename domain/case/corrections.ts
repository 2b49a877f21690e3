/**
 * Corrections of violations (RULES 5 and 6): void, moved in time, found to be one event, parted again. What was opened
 * on them stays in history; those told are told what it rested on.
 */
import { between, later, plus } from '../instant.js';
import { Refused } from '../refused.js';
import { requireSingle } from './authority.js';
import { because } from './because.js';
import type { Because } from './because.js';
import { closeCase } from './closing.js';
import type { CommandOf, ProposeBody } from './commands.js';
import type { Draft } from './draft.js';
import { firstViolation, moveEarlier, moveLater } from './first-violation.js';
import { conditionHolds, movedTable, openWaitingGates, planGate } from './gates.js';
import { confirmedBy, confirmPosture, isFlagOn } from './patterns.js';
import type { CaseState, ProposalState, ViolationState } from './state.js';
import { tell } from './tell.js';

/** Refuses a proposal that names no violation that could be voided or moved. @throws {Refused} */
export function requireTarget(state: CaseState, body: ProposeBody, at: string): void {
  const { act, violationId, occurredAt } = body;
  if (violationId === undefined) throw field('/violationId', `"${act}" names a violation of this case.`);
  const violation = violationOf(state, violationId);
  if (violation.standing === 'void') throw new Refused('conflict', `Violation ${violationId} is void already.`);
  if (act === 'void-violation') return;
  if (!occurredAt) throw field('/occurredAt', 'Say when it occurred: an instant, or `earliest` and `latest`.');
  const { spread, futureTolerance } = state.plan.reports;
  if (occurredAt.latest < occurredAt.earliest) throw field('/occurredAt', '`latest` comes before `earliest`.');
  if (between(occurredAt.earliest, occurredAt.latest) > spread) {
    throw field('/occurredAt', 'Give `earliest` and `latest` at most the plan’s spread apart.');
  }
  if (occurredAt.latest > later(plus(violation.acceptedAt, futureTolerance), violation.acceptedAt)) {
    throw field('/occurredAt', `It was reported at ${violation.acceptedAt}; it cannot have occurred after that.`);
  }
  if (at < occurredAt.earliest) throw field('/occurredAt', 'It would lie in the future.');
}

const field = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);

export function violationOf(state: CaseState, id: string): ViolationState {
  const violation = state.violations[id];
  if (!violation) throw new Refused('not-found', `This case has no violation ${id.slice(0, 40)}.`);
  return violation;
}

export function voidViolation(draft: Draft, proposal: ProposalState): void {
  const before = draft.state;
  const { violationId = '', id: proposalId, text } = proposal;
  const rested = restedOn(before, violationId);
  const offices = proposal.signatures.map(({ office }) => office);
  const why = because('void-violation', 'Offices of two organisations found that it is void.', { violationId });
  draft.emit({ type: 'violation-voided', because: why, violationId, at: draft.at, proposalId, offices, text });
  const isFlagged = isFlagOn(before, draft.state, violationId);
  if (before.status === 'closed') {
    // RULES 8: it changes only the count; no clock runs any more.
    return tellCorrected(draft, before, why, { what: 'void', violationId, offices, text, phases: rested.phases });
  }
  const isEmpty = Object.values(draft.state.violations).every(({ standing }) => standing === 'void');
  // Where the opener is void the credible ones count, and one of those may have occurred before it.
  if (!isEmpty && !moveEarlier(draft, why)) moveLater(draft, why);
  const asksAgain = !isEmpty && before.status === 'open' && (rested.anchor || rested.phases.length > 0 || isFlagged);
  if (asksAgain) confirmPosture(draft);
  const flag = isFlagged ? { pattern: true as const } : {};
  tellCorrected(draft, before, why, { what: 'void', violationId, offices, text, phases: rested.phases, ...flag });
  if (isEmpty) closeCase(draft, 'void', because('RULES 5', 'Every violation of the case is void.'));
}

/** What would not be so had the violation never counted: phases that opened on it, and the first violation itself. */
function restedOn(state: CaseState, violationId: string): { anchor: boolean; phases: number[] } {
  const violation = violationOf(state, violationId);
  const violations = { ...state.violations, [violationId]: { ...violation, standing: 'void' as const } };
  const without: CaseState = { ...state, violations, status: 'open' };
  const any = Object.values(violations).some(({ standing }) => standing !== 'void');
  const anchor = violationId === state.openerId || (any && firstViolation(without) !== state.firstViolationAt);
  const phases = state.phases.filter(({ phase, gateId, openedAt }) => {
    if (gateId === undefined) return violationId === state.openerId;
    const gate = planGate(state, gateId);
    return (
      gate.phase === phase && gate.condition.kind !== 'declaration' && !conditionHolds(without, gate, openedAt).holds
    );
  });
  return { anchor, phases: phases.map(({ phase }) => phase) };
}

/** When it occurred is corrected; the first violation is computed afresh. */
export function moveViolation(draft: Draft, proposal: ProposalState): void {
  const before = draft.state;
  const { violationId = '', occurredAt, id: proposalId, text } = proposal;
  if (!occurredAt) return;
  const offices = proposal.signatures.map(({ office }) => office);
  const why = because('move-first-violation', 'Offices of two organisations corrected when it occurred.', {
    violationId,
  });
  const { at } = draft;
  draft.emit({ type: 'violation-moved', because: why, violationId, occurredAt, at, proposalId, offices, text });
  if (!moveEarlier(draft, why)) moveLater(draft, why);
  tellCorrected(draft, before, why, { what: 'moved', violationId, offices, text, phases: [] });
  openWaitingGates(draft);
}

interface Correction {
  what: 'void' | 'moved';
  violationId: string;
  offices: string[];
  text: string;
  phases: number[];
  pattern?: true;
}

function tellCorrected(draft: Draft, before: CaseState, why: Because, correction: Correction): void {
  const table = movedTable(before, draft.state);
  tell(draft, { topic: 'corrected', ...correction, table, ...confirmedBy(draft.state) }, why, {
    posture: before.posture,
  });
}

/** RULES 5: the watch may join two violations; what would shut a gate, hide evidence or lower a count takes two. */
export function decideSameAs(draft: Draft, { body, actor }: CommandOf<'sameAs'>): void {
  const { state } = draft;
  requireSingle(state, actor, 'waive');
  const { violationId, as, text } = body;
  const violation = violationOf(state, violationId);
  const other = violationOf(state, as);
  if (violationId === as) throw new Refused('conflict', 'These are one violation already.');
  if (violation.sameAs !== undefined) throw new Refused('conflict', `${violationId} is joined to ${violation.sameAs}.`);
  if (other.sameAs !== undefined) throw new Refused('conflict', `${as} is joined to ${other.sameAs}; name that one.`);
  if (violation.standing === 'void' || other.standing === 'void') {
    throw new Refused('conflict', 'A void violation is joined to none.');
  }
  if (violation.standing === 'verified' || isEvidence(state, violation, draft.at)) {
    throw new Refused(
      'conflict',
      'This would hide evidence or lower a count, which takes two organisations: use void-violation.',
    );
  }
  const why = because('RULES 5', 'The watch found that both are one event.');
  draft.emit({ type: 'violations-joined', because: why, violationId, as, office: actor.office, text });
}

/** Without it a gate that could open would stay shut. */
function isEvidence(state: CaseState, violation: ViolationState, at: string): boolean {
  const violations = { ...state.violations, [violation.id]: { ...violation, sameAs: 'another' } };
  return state.plan.gates.some((gate) => {
    const judgedAt = later(state.gates[gate.id]?.opensAt ?? at, at);
    const now = conditionHolds({ ...state, status: 'open' }, gate, judgedAt).holds;
    return now && !conditionHolds({ ...state, violations, status: 'open' }, gate, judgedAt).holds;
  });
}

export function decidePart(draft: Draft, { body, actor }: CommandOf<'part'>): void {
  requireSingle(draft.state, actor, 'waive');
  const { violationId } = body;
  if (violationOf(draft.state, violationId).sameAs === undefined) {
    throw new Refused('conflict', `${violationId} is joined to no other violation.`);
  }
  const why = because('RULES 5', 'The watch found that they are two events.');
  draft.emit({ type: 'violations-parted', because: why, violationId, office: actor.office });
  openWaitingGates(draft);
}
