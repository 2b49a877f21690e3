/** The declaration of a large-scale attack, its withdrawal, and the review of one that was made alone (RULES 4 and 6). */
import { between, later } from '../instant.js';
import { because } from './because.js';
import type { Draft } from './draft.js';
import { isPhaseOpen } from './due.js';
import { createDuties, isOwed, makeMoot, planDuty } from './duties.js';
import { conditionHolds, openGate } from './gates.js';
import { highestPhaseOfTime } from './stand-down.js';
import type { DutyState, ProposalState } from './state.js';
import { tell } from './tell.js';

/** Creates each party's decision, and opens the gates that wait for it where their instant has passed. */
export function declare(draft: Draft, proposal: ProposalState): void {
  const { act, id: proposalId, text } = proposal;
  const { at } = draft;
  const offices = proposal.signatures.map(({ office }) => office);
  const count = offices.length === 1 ? 'One office' : 'Two offices';
  const why = because(act, `${count} recorded that they regard this as a large-scale attack.`);
  if (act !== 'large-scale') return;
  draft.emit({ type: 'declaration-made', because: why, act, proposalId, at, offices, text });
  createDuties(draft, (duty) => duty.createdBy === 'declaration', {
    knownAt: at,
    grace: draft.state.plan.grace.declaration.duties,
  });
  const gate = draft.state.plan.gates.find((one) => one.condition.kind === 'declaration');
  if (!gate) return;
  returnPosture(draft, gate.phase);
  const opensAt = later(draft.state.gates[gate.id]?.opensAt ?? at, at);
  const decision = decisionOwed(draft);
  const window = decision === undefined ? 0 : between(at, decision.treatyDueAt);
  tell(
    draft,
    {
      topic: 'declaration-in-effect',
      act,
      offices,
      text,
      at,
      phase: gate.phase,
      opensAt,
      left: window,
      ...(decision === undefined ? {} : { decideBy: decision.workingDueAt }),
    },
    why,
    { phase: gate.phase },
  );
  const { holds } = conditionHolds(draft.state, gate, at);
  if (holds && opensAt <= at) openGate(draft, gate, at, 0, 'The declaration is in effect.');
}

/** A second declaration: the gate stays open since the first, the phase counts again. */
function returnPosture(draft: Draft, phase: number): void {
  if (!isPhaseOpen(draft.state, phase) || draft.state.posture >= phase) return;
  const why = because('RULES 6', 'The phase has been open since the first declaration.');
  draft.emit({ type: 'posture-returned', because: why, posture: phase });
}

const decisionOwed = (draft: Draft): DutyState | undefined =>
  Object.values(draft.state.duties).findLast(
    (duty) => planDuty(draft.state, duty.id).createdBy === 'declaration' && isOwed(duty),
  );

/** Posture falls to the highest other open phase; level and the 72 hours stay; those told are told. */
export function withdrawDeclaration(draft: Draft, { id: proposalId, signatures, text }: ProposalState): void {
  const { declaration, posture: before } = draft.state;
  if (!declaration) return;
  const { at } = draft;
  const { act } = declaration;
  const offices = signatures.map(({ office }) => office);
  const posture = highestPhaseOfTime(draft.state);
  const why = because('withdraw-large-scale', 'The declaration is withdrawn by the quorum that makes one.');
  draft.emit({ type: 'declaration-withdrawn', because: why, act, proposalId, at, offices, text, posture });
  const moot = makeMoot(draft, (duty) => duty.createdBy === 'declaration', 'The declaration is withdrawn.');
  tell(draft, { topic: 'declaration-withdrawn', act, offices, text, at, posture, moot }, why, { posture: before });
}

/** RULES 6, break-glass: in effect at once and flagged; all who could have been the second are told and review it. */
export function askForReview(
  draft: Draft,
  { id: proposalId, act, office: by, text, reason = '' }: ProposalState,
): void {
  const { at } = draft;
  createDuties(draft, (duty) => duty.createdBy === 'break-glass', { knownAt: at, grace: 0, about: proposalId });
  const review = Object.values(draft.state.duties).find(({ about }) => about === proposalId);
  if (!review) return;
  const why = because(act, 'A senior office let it take effect without the second signature.');
  const { id: dutyId, workingDueAt: reviewBy } = review;
  tell(draft, { topic: 'break-glass', act, proposalId, by, text, reason, at, dutyId, reviewBy }, why, { dutyId });
}
