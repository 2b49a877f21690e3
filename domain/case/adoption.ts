/**
 * A running case adopts another version of its plan (RULES 6 and 8): never into the past, nothing un-sent. Opened phases
 * stay opened, what was met stays met; what is new or has moved gets grace and is not charged.
 */
import type { OfficeId } from '../directory/directory.js';
import { later, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Moved } from '../notice/matter.js';
import type { DutyId, PartyId, Plan, PlanRef } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { because } from './because.js';
import type { ProposeBody } from './commands.js';
import { Draft } from './draft.js';
import { isPhaseOpen } from './due.js';
import { anchorOf, createDuties, isOwed, partyOfOffice, planDuty, remindersBefore } from './duties.js';
import { ruleOf } from './duty-instances.js';
import { movedTable, openWaitingGates } from './gates.js';
import { membersOf } from './members.js';
import type { CaseState, DutyState, ProposalState } from './state.js';
import { tell } from './tell.js';

/** @throws {Refused} where no other version is named, or one that this case cannot go on under */
export function requireAdoptable(state: CaseState, { plan }: ProposeBody): void {
  if (!plan) throw field('/planId', 'Name the plan and the version to adopt.');
  const { ref, content } = plan;
  if (ref.hash === state.planRef.hash) throw new Refused('conflict', 'The case runs under this version already.');
  if (content.firstViolation !== state.plan.firstViolation) {
    throw new Refused(
      'conflict',
      'That version measures from another instant: every clock of this case would start anew. A new case can open under it.',
    );
  }
  const lacking = state.phases.find(({ phase }) => !content.phases.some((one) => one.phase === phase));
  if (lacking) {
    throw new Refused('conflict', `Phase ${lacking.phase} of this case is open, and that version does not know it.`);
  }
}

const field = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);

/** What would change for this case if it adopted the version now: for those who are to sign. */
export function adoptionPreview(state: CaseState, plan: { ref: PlanRef; content: Plan }, at: Instant): Moved[] {
  const draft = new Draft(state, at, at);
  const proposal = { id: 'preview', act: 'adopt-plan' as const, plan } as ProposalState;
  draft.state = { ...state, proposals: { ...state.proposals, preview: proposal } };
  change(draft, proposal);
  return movedTable(state, draft.state);
}

export function adoptPlan(draft: Draft, proposal: ProposalState): void {
  const before = draft.state;
  const ref = proposal.plan?.ref;
  if (!ref) return;
  const offices = proposal.signatures.map(({ office }) => office);
  const moot = change(draft, proposal);
  const table = movedTable(before, draft.state);
  const joined = joinedParties(before.plan, draft.state.plan);
  const why = because('adopt-plan', 'Offices of two organisations adopted another version of the plan for this case.');
  const opened = draft.state.phases.map(({ phase, openedAt }) => ({ phase, openedAt }));
  const { text } = proposal;
  tell(
    draft,
    {
      topic: 'plan-adopted',
      plan: ref,
      previous: before.planRef,
      offices,
      text,
      at: draft.at,
      table,
      moot,
      joined,
      opened,
    },
    why,
    { joined: officesThatJoin(draft.state, joined) },
  );
  openWaitingGates(draft);
}

/** Answers the duties that are owed no more. */
function change(draft: Draft, proposal: ProposalState): DutyId[] {
  const before = draft.state;
  const plan = (proposal.plan as { ref: PlanRef }).ref;
  const why = because('adopt-plan', 'Another version of the plan is in force for this case.', {
    version: plan.version,
  });
  draft.emit({
    type: 'plan-adopted',
    because: why,
    proposalId: proposal.id,
    at: draft.at,
    plan,
    previous: before.planRef,
    offices: (proposal.signatures ?? []).map(({ office }) => office),
  });
  changeGates(draft, before);
  const moot = changeDuties(draft, before);
  oweNew(draft, before);
  return moot;
}

/** Only what another version measures otherwise moves; a gate that it lacks is gone, an opened one stays open. */
function changeGates(draft: Draft, before: CaseState): void {
  const { plan, firstViolationAt } = draft.state;
  for (const id of Object.keys(before.gates)) {
    const isOpen = before.phases.some(({ gateId }) => gateId === id);
    if (isOpen || plan.gates.some((gate) => gate.id === id)) continue;
    const gone = because(id, 'The adopted version does not know this gate.');
    draft.emit({ type: 'gate-removed', because: gone, gateId: id });
  }
  for (const gate of plan.gates) {
    if (isPhaseOpen(draft.state, gate.phase)) continue;
    const old = before.plan.gates.find(({ id }) => id === gate.id);
    if (old && before.gates[gate.id] && old.notBefore === gate.notBefore) continue;
    const earliest = later(plus(firstViolationAt, gate.notBefore), plus(draft.at, plan.grace.moved.gates));
    const why = because(gate.id, 'The adopted version measures it otherwise.', {
      notBeforeMs: gate.notBefore,
      graceMs: plan.grace.moved.gates,
    });
    draft.emit({ type: 'gate-set', because: why, gateId: gate.id, opensAt: earliest });
  }
}

function changeDuties(draft: Draft, before: CaseState): DutyId[] {
  const moot: DutyId[] = [];
  for (const duty of Object.values(before.duties).filter(isOwed)) {
    if (draft.state.plan.duties.some(({ id }) => id === ruleOf(duty.id))) moveDuty(draft, before, duty);
    else {
      const why = because(duty.id, 'The adopted version does not know this duty.');
      draft.emit({ type: 'duty-moot', because: why, dutyId: duty.id });
      moot.push(duty.id);
    }
  }
  return moot;
}

function moveDuty(draft: Draft, before: CaseState, duty: DutyState): void {
  const { state } = draft;
  const [rule, old] = [planDuty(state, duty.id), planDuty(before, duty.id)];
  const anchor = anchorOf(state, rule, duty);
  const was = anchorOf(before, old, duty);
  if (anchor === undefined || (rule.due === old.due && rule.anchor === old.anchor && anchor === was)) return;
  const treatyDueAt = plus(anchor, rule.due);
  const workingDueAt = later(treatyDueAt, plus(draft.at, state.plan.grace.moved.duties));
  const reopened = duty.state === 'overdue' && workingDueAt > draft.at;
  draft.emit({
    type: 'duty-moved',
    because: because(duty.id, 'The adopted version measures it otherwise.', {
      dueMs: rule.due,
      graceMs: state.plan.grace.moved.duties,
    }),
    dutyId: duty.id,
    treatyDueAt,
    workingDueAt,
    charged: treatyDueAt > draft.at,
    overdueAtBirth: treatyDueAt <= draft.at,
    reminders: remindersBefore(state, workingDueAt, draft.now),
    ...(reopened ? { reopened } : {}),
  });
}

/** Duties that only the adopted version knows, where what creates them has happened already. */
function oweNew(draft: Draft, before: CaseState): void {
  const known = new Set(before.plan.duties.map(({ id }) => id));
  const { state } = draft;
  createDuties(
    draft,
    ({ id, createdBy, phase }) => {
      if (known.has(id)) return false;
      if (createdBy === 'opening') return true;
      if (createdBy === 'declaration') return state.declaration !== undefined;
      return createdBy === 'phase' && state.status === 'open' && isPhaseOpen(state, phase);
    },
    { knownAt: draft.at, grace: state.plan.grace.moved.duties },
  );
}

const joinedParties = (before: Plan, after: Plan): PartyId[] =>
  after.parties.map(({ id }) => id).filter((id) => !before.parties.some((party) => party.id === id));

/** Told once with the history: the offices of those parties in the groups of the phases. */
function officesThatJoin(state: CaseState, parties: readonly PartyId[]): OfficeId[] {
  const groups = state.plan.phases.flatMap((phase) => phase.groups);
  return membersOf(state, groups).filter((id) => parties.includes(partyOfOffice(state, id) ?? ''));
}
