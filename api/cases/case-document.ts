/** A case in full (INTERFACE 2): a mapping of the folded state, computed for one reader at one instant. */
import { allowed } from '../../domain/case/allowed.js';
import { stillNeeded } from '../../domain/case/authority.js';
import type { Actor } from '../../domain/case/commands.js';
import { isOwed, missingParties, planDuty } from '../../domain/case/duties.js';
import type { CaseState, DutyState, ProposalState } from '../../domain/case/state.js';
import type { Instant } from '../../domain/instant.js';
import { hashOf } from '../../record/canonical.js';
import type { CaseView } from '../worlds/case-views.js';
import { summaryOf } from './case-summary.js';
import type { CaseDocument } from './case.schema.js';
import { instantsOf } from './instants.js';
import { signedText } from '../proposals/signed-text.js';

export function caseDocumentOf(view: CaseView, actor: Actor | undefined, now: Instant): CaseDocument {
  const { state, workflowId, runIds, namespace } = view;
  const { previousCaseId, stoodDownAt, resumedAt, repeated, prolonged } = state;
  return {
    ...summaryOf(view),
    ...(previousCaseId === undefined ? {} : { previousCaseId }),
    stateHash: stateHashOf(state),
    directoryHash: state.directoryHash,
    speed: state.speed,
    lateness: state.lateness,
    ...(state.routineHeldUntil === undefined ? {} : { routineHeldUntil: state.routineHeldUntil }),
    ...(stoodDownAt === undefined ? {} : { stoodDownAt }),
    ...(resumedAt === undefined ? {} : { resumedAt }),
    ...(repeated === undefined ? {} : { repeated }),
    ...(prolonged === undefined ? {} : { prolonged }),
    temporal: { namespace, workflowId, runIds },
    instants: instantsOf(state, view.acted),
    violations: Object.values(state.violations),
    duties: Object.values(state.duties).map((duty) => dutyOf(state, duty)),
    phases: phasesOf(state),
    proposals: proposalsOf(state),
    acknowledgements: state.acknowledgements.map(({ ended: _, ...rest }) => rest),
    decisions: state.decisions,
    allowed: actor ? allowed(state, actor, now) : [],
  };
}

/**
 * Two readers of one entry have one hash: the plan and the directory stand in it by their own. What was refused is an
 * entry and no change: neither the number of entries nor the ids of their commands is part of it.
 */
export function stateHashOf(state: CaseState): string {
  const { plan: _, directory: __, seq: ___, recent: ____, ...rest } = state;
  return hashOf(JSON.parse(JSON.stringify(rest)));
}

export const proposalsOf = (state: CaseState): CaseDocument['proposals'] =>
  Object.values(state.proposals).map((proposal) => proposalOf(state, proposal));

function proposalOf(state: CaseState, proposal: ProposalState): CaseDocument['proposals'][number] {
  const { act, signatures, plan, ...rest } = proposal;
  const needs = proposal.state === 'open' ? stillNeeded(state, state.plan.authority[act], signatures) : undefined;
  const since = Object.values(state.violations).filter(({ acceptedAt }) => acceptedAt > proposal.madeAt);
  return {
    ...rest,
    act,
    signatures,
    signs: signedText(state, proposal),
    ...(plan === undefined ? {} : { plan: plan.ref }),
    ...(needs === undefined ? {} : { needs, violationsSince: since.map(({ id }) => id) }),
  };
}

function dutyOf(state: CaseState, duty: DutyState): CaseDocument['duties'][number] {
  const { label, asks, owner, completion, waivable } = planDuty(state, duty.id);
  const { id, treatyDueAt, workingDueAt, charged, overdueAtBirth, completions, lateBy } = duty;
  return {
    id,
    label,
    asks,
    owner: typeof owner === 'object' ? owner.groups : [owner],
    completion,
    waivable,
    state: duty.state,
    treatyDueAt,
    workingDueAt,
    charged,
    overdueAtBirth,
    completions,
    missing: isOwed(duty) ? missingParties(state, duty) : [],
    ...(lateBy === undefined ? {} : { lateBy }),
  };
}

function phasesOf(state: CaseState): CaseDocument['phases'] {
  return state.plan.phases.map(({ phase, name, groups }) => {
    const opened = state.phases.find((one) => one.phase === phase);
    const gate = state.plan.gates.find((one) => one.phase === phase);
    const opensAt = gate === undefined ? undefined : state.gates[gate.id]?.opensAt;
    return {
      phase,
      name,
      groups,
      ...(opensAt === undefined ? {} : { opensAt }),
      ...opened,
      because: opened?.gateId ?? gate?.id ?? 'It opens with the case.',
    };
  });
}
