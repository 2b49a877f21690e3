/**
 * Duties (RULES 4): something that people owe by an instant. Made, moved, met, overdue; recording one never opens or
 * blocks a gate.
 */
import type { OfficeId } from '../directory/directory.js';
import { between, earlier, later, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { invariant } from '../invariant.js';
import type { Duty, DutyId, Grace, GroupId, PartyId } from '../plan/plan.js';
import { stillNeeded } from './authority.js';
import { because } from './because.js';
import type { Because } from './because.js';
import { follows } from './behaviours.js';
import type { Draft } from './draft.js';
import { nextInstance, ruleOf } from './duty-instances.js';
import { isPhaseOpen } from './due.js';
import type { EventOf, MetState } from './events.js';
import { membersOf } from './members.js';
import type { CaseState, DutyState } from './state.js';

const UNSETTLED: readonly DutyState['state'][] = ['open', 'approaching', 'overdue', 'confirming'];

/** Still owed, whatever its instants. */
export const isOwed = (duty: DutyState): boolean => UNSETTLED.includes(duty.state);

/** The plan's duty behind an id; `D4.2` is the second time that D4 is owed. */
export function planDuty(state: CaseState, id: DutyId): Duty {
  const rules = [...state.plan.duties, ...(state.formerDuties ?? [])];
  const duty = rules.find((one) => one.id === ruleOf(id));
  invariant(duty, `the plan has no duty ${id}`);
  return duty;
}

/** Parties that owe a duty of `every`: those of the owning groups, or of the plan. */
function partiesOf(state: CaseState, duty: Duty): PartyId[] {
  if (duty.completion === 'any') return [];
  if (typeof duty.owner === 'string') return state.plan.parties.map((party) => party.id);
  const { groups } = duty.owner;
  return state.plan.groups.filter((group) => groups.includes(group.id)).flatMap((group) => group.parties);
}

/** Parties that have not yet done what they owe, alphabetical. "Needs time" counts as none. */
export function missingParties(state: CaseState, duty: DutyState): PartyId[] {
  const done = (party: PartyId): boolean =>
    planDuty(state, duty.id).record === 'decision'
      ? (lastDecision(state, party, duty.id)?.choice ?? 'needs-time') !== 'needs-time'
      : duty.completions.some((completion) => completion.party === party);
  return duty.parties.filter((party) => !done(party)).sort();
}

/** What the party last recorded for this duty; what it said before the duty came again is kept and does not count. */
export const lastDecision = (
  state: CaseState,
  party: PartyId,
  dutyId: DutyId,
): CaseState['decisions'][number] | undefined =>
  state.decisions.findLast((one) => one.party === party && (one.dutyId ?? ruleOf(dutyId)) === dutyId);

/** Offices that owe it now: of the owning groups; for `every`, only of the parties that are missing. */
export function ownersOf(state: CaseState, dutyId: DutyId): OfficeId[] {
  const owner = planDuty(state, dutyId).owner;
  const duty = state.duties[dutyId];
  const missing = duty && duty.parties.length > 0 ? missingParties(state, duty) : undefined;
  const { directory } = state;
  if (owner === 'parties') {
    const organisations = (missing ?? []).map((party) => directory.parties[party]?.speaks);
    const groups = state.plan.phases.flatMap((phase) => phase.groups);
    return membersOf(state, groups).filter((id) => organisations.includes(directory.offices[id]?.organisation));
  }
  if (owner === 'posture') return membersOf(state, groupsOfPosture(state));
  if (owner === 'skipped') return duty === undefined ? [] : skippedBy(state, duty);
  const offices = membersOf(state, owner.groups);
  if (!missing) return offices;
  return offices.filter((id) => missing.includes(partyOfOffice(state, id) ?? ''));
}

const groupsOfPosture = ({ plan, posture, phases }: CaseState): GroupId[] =>
  plan.phases
    .filter(({ phase }) => phase <= posture && phases.some((opened) => opened.phase === phase))
    .flatMap(({ groups }) => groups);

/** Whoever could have been the second to sign the act that this duty reviews: always of another organisation. */
function skippedBy(state: CaseState, { about }: DutyState): OfficeId[] {
  const proposal = about === undefined ? undefined : state.proposals[about];
  if (!proposal) return [];
  const rule = state.plan.authority[proposal.act];
  return membersOf(state, rule.signers).filter((office) => {
    const organisation = state.directory.offices[office]?.organisation ?? '';
    const { organisation: proposers, office: proposer, person, madeAt } = proposal;
    const signatures = [
      { office: proposer, organisation: proposers, person, at: madeAt },
      { office, organisation, person: `of ${office}`, at: madeAt },
    ];
    return organisation !== proposers && stillNeeded(state, rule, signatures) === undefined;
  });
}

export function partyOfOffice(state: CaseState, office: OfficeId): PartyId | undefined {
  const organisation = state.directory.offices[office]?.organisation;
  return organisation === undefined ? undefined : state.directory.organisations[organisation]?.party;
}

/**
 * Where a duty's span starts; `undefined` while that is not known. `owed` is the duty as it is owed already: what came
 * again after a resumption is counted from then.
 */
export function anchorOf(state: CaseState, duty: Duty, owed?: DutyState): Instant | undefined {
  if (owed && (duty.anchor === 'creation' || cameAgain(duty, owed))) return owed.createdAt;
  switch (duty.anchor) {
    case 'creation':
      return undefined;
    case 'first-violation':
      return state.firstViolationAt;
    case 'opening':
      return state.openedAt;
    case 'phase': {
      const opened = state.phases.find((one) => one.phase === duty.phase);
      const gate = state.plan.gates.find((one) => one.phase === duty.phase);
      const set = gate === undefined ? undefined : state.gates[gate.id]?.opensAt;
      const atLeast = state.declaration?.at;
      return opened?.openedAt ?? (set !== undefined && atLeast !== undefined ? later(set, atLeast) : set);
    }
  }
}

/** With a resumption; a decision comes again with a declaration, and hangs on its phase as before. */
const cameAgain = (duty: Duty, { id }: DutyState): boolean =>
  duty.anchor === 'phase' && duty.createdBy === 'phase' && id !== duty.id;

interface Making {
  /** Acceptance of what created or moved it. */
  knownAt: Instant;
  grace: Span;
  /** The instant on which it hangs acted this late; above the plan's `lateTold` nobody is charged. */
  latenessMs?: Span;
  /** Counted from here instead of from what the plan names. */
  from?: Instant;
  /** The proposal that it is about. */
  about?: string;
}

export function createDuties(draft: Draft, which: (duty: Duty) => boolean, making: Making): void {
  for (const duty of draft.state.plan.duties) {
    if (!which(duty) || isOwedNow(draft.state, duty.id, making.about)) continue;
    createDuty(draft, duty, making);
  }
}

/** Owed already; a review of another act is another duty. */
const isOwedNow = (state: CaseState, rule: DutyId, about: string | undefined): boolean =>
  Object.values(state.duties).some((duty) => ruleOf(duty.id) === rule && isOwed(duty) && duty.about === about);

function createDuty(draft: Draft, duty: Duty, { knownAt, grace, latenessMs = 0, from, about }: Making): void {
  const { state } = draft;
  const anchor = from ?? (duty.anchor === 'creation' ? knownAt : anchorOf(state, duty));
  invariant(anchor, `duty ${duty.id} is created before its anchor is known`);
  const treatyDueAt = plus(anchor, duty.due);
  const hungLate = latenessMs > state.plan.timing.lateTold;
  const workingDueAt = later(later(treatyDueAt, plus(knownAt, grace)), hungLate ? plus(draft.now, duty.due) : '');
  const overdueAtBirth = treatyDueAt <= knownAt;
  draft.emit({
    type: 'duty-created',
    because: because(duty.id, 'The plan asks for this.', { anchor, dueMs: duty.due, knownAt, graceMs: grace }),
    dutyId: follows(state, 2) ? nextInstance(duty.id, Object.keys(state.duties)) : duty.id,
    at: draft.at,
    treatyDueAt,
    workingDueAt,
    charged: !overdueAtBirth && !hungLate,
    overdueAtBirth,
    reminders: remindersBefore(state, workingDueAt, draft.now),
    parties: partiesOf(state, duty),
    ...(about === undefined ? {} : { about }),
  });
}

/** 12 h, 6 h, 1 h before, those strictly ahead. */
export function remindersBefore(state: CaseState, workingDueAt: Instant, now: Instant): Instant[] {
  return state.plan.timing.reminders.map((before) => plus(workingDueAt, -before)).filter((at) => at > now);
}

/** After the first violation moved earlier: no instant ever becomes later (RULES 3, monotone). */
export function moveDuties(draft: Draft, grace: Grace): void {
  for (const duty of Object.values(draft.state.duties)) {
    const rule = planDuty(draft.state, duty.id);
    const anchor = anchorOf(draft.state, rule, duty);
    if (!isOwed(duty) || anchor === undefined) continue;
    const treatyDueAt = earlier(duty.treatyDueAt, plus(anchor, rule.due));
    // What hangs on the opening, or on a phase that is open, stays; a gate that moved takes its duties along.
    if (treatyDueAt === duty.treatyDueAt) continue;
    const workingDueAt = earlier(duty.workingDueAt, later(treatyDueAt, plus(draft.at, grace.duties)));
    const overdueAtBirth = duty.overdueAtBirth || treatyDueAt <= draft.at;
    draft.emit({
      type: 'duty-moved',
      because: because(duty.id, 'The first violation is earlier than was known.', { graceMs: grace.duties }),
      dutyId: duty.id,
      treatyDueAt,
      workingDueAt,
      charged: duty.charged && treatyDueAt > draft.at,
      overdueAtBirth,
      reminders: duty.state === 'overdue' ? [] : remindersBefore(draft.state, workingDueAt, draft.now),
    });
  }
}

/** How a performance at `performedAt` is judged against the instants in force. */
export function judgePerformance(duty: DutyState, performedAt: Instant): MetState {
  if (performedAt <= duty.treatyDueAt) return 'met';
  return performedAt <= duty.workingDueAt ? 'met-working' : 'met-late';
}

export function meetDuty(draft: Draft, duty: DutyState, state: MetState, performedAt: Instant, why: Because): void {
  const lateBy = Math.max(0, between(duty.treatyDueAt, performedAt));
  draft.emit({ type: 'duty-met', because: why, dutyId: duty.id, state, lateBy });
}

/** Duties that are met by themselves by such an event. */
export function meetBy(draft: Draft, event: NonNullable<Duty['metBy']>, reason: string): void {
  for (const duty of Object.values(draft.state.duties)) {
    if (!isOwed(duty) || planDuty(draft.state, duty.id).metBy !== event) continue;
    const why = because(duty.id, reason);
    meetDuty(draft, duty, judgePerformance(duty, draft.at), draft.at, why);
  }
}

export function makeMoot(draft: Draft, which: (duty: Duty) => boolean, why: string): DutyId[] {
  const moot = Object.values(draft.state.duties).filter(
    (duty) => isOwed(duty) && which(planDuty(draft.state, duty.id)),
  );
  for (const { id } of moot) draft.emit({ type: 'duty-moot', because: because(id, why), dutyId: id });
  return moot.map(({ id }) => id);
}

/** The created-with-a-phase duties of a phase that has just opened. */
export function createPhaseDuties(draft: Draft, event: EventOf<'phase-opened'>): void {
  const late = event.latenessMs;
  createDuties(draft, (duty) => duty.createdBy === 'phase' && duty.phase === event.phase, {
    knownAt: event.openedAt,
    grace: 0,
    latenessMs: late,
  });
  invariant(isPhaseOpen(draft.state, event.phase), `phase ${event.phase} is open`);
}
