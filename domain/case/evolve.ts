/**
 * The fold: events to state. Decides nothing, checks nothing, copies what it changes. Everybody who reads a case
 * (workflow, API, board, rehearsal, verifier) goes through here.
 */
import { later } from '../instant.js';
import { never } from '../invariant.js';
import { divide } from '../plan/speed.js';
import type { NoticeOutcome } from './commands.js';
import type { CaseEntryBody } from './entry-body.js';
import type { CaseEvent, EventOf } from './events.js';
import { DIGEST_ITEMS, RECENT_COMMANDS } from './state.js';
import type { Awaiting, CaseState, DutyState, ProposalState, ViolationState } from './state.js';
import { ruleOf } from './duty-instances.js';
import { again, asked, nextAcknowledgementStep, reminded, unanswered } from './waiting.js';

/** Folds one entry of the record: its events, its number and the command that caused it. */
export function applyEntry(state: CaseState, seq: number, body: CaseEntryBody): CaseState {
  const next = { ...body.events.reduce(evolve, state), seq };
  if (body.cause.kind !== 'command') return next;
  const recent = [...state.recent.slice(1 - RECENT_COMMANDS), { commandId: body.cause.commandId, seq }];
  return { ...next, recent };
}

export function evolve(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'case-opened':
      return opened(state, event);
    case 'violation-recorded':
      return violationRecorded(state, event);
    case 'report-attached':
      return reportAttached(state, event);
    case 'report-revised':
      return reportRevised(state, event);
    case 'report-set-aside':
      return state;
    case 'standing-raised':
      return standingRaised(state, event);
    case 'violation-voided':
      return withViolation(state, event.violationId, { standing: 'void', voidedAt: event.at });
    case 'violation-moved':
      return withViolation(state, event.violationId, { movedTo: event.occurredAt });
    case 'violations-joined':
      return withViolation(state, event.violationId, { sameAs: event.as });
    case 'violations-parted': {
      const { sameAs: _, ...violation } = state.violations[event.violationId] as ViolationState;
      return { ...state, violations: { ...state.violations, [violation.id]: violation } };
    }
    case 'continuation-found':
      return { ...state, continuationAt: event.at };
    case 'pattern-flagged': {
      const { at, violationId = '', rests = [], since = '' } = event;
      return event.what === 'repeated'
        ? { ...state, repeated: { at, violationId, rests } }
        : { ...state, prolonged: { at, since } };
    }
    case 'pattern-weakened':
      return state;
    case 'pattern-rest-voided':
      return restVoided(state, event);
    case 'first-violation-set':
      return { ...state, firstViolationAt: event.at };
    case 'duty-created':
      return dutyCreated(state, event);
    case 'duty-moved':
      return dutyMoved(state, event);
    case 'duty-approaching':
      return withDuty(state, event.dutyId, {
        state: 'approaching',
        reminders: (state.duties[event.dutyId]?.reminders ?? []).filter((reminder) => reminder > event.reminderAt),
      });
    case 'duty-overdue':
      return dutyOverdue(state, event);
    case 'undecided-listed':
      return undecidedListed(state, event.dutyId);
    case 'duty-completed':
      return dutyCompleted(state, event);
    case 'completion-confirmed':
      return withCompletion(state, event, { confirmedBy: event.office, state: 'met' });
    case 'completion-unconfirmed':
      return withCompletion(state, event, { reason: 'unconfirmed', state: 'met-late' });
    case 'duty-met':
      return closeDuty(state, event.dutyId, { state: event.state, lateBy: event.lateBy });
    case 'duty-waived':
      return closeDuty(state, event.dutyId, { state: 'waived' });
    case 'duty-moot':
      return closeDuty(state, event.dutyId, { state: 'moot' });
    case 'duty-unmet':
      return closeDuty(state, event.dutyId, { state: 'unmet' });
    case 'decision-recorded': {
      const { decisionId, party, office, choice, text, at, reason, dutyId } = event;
      const decision = {
        id: decisionId,
        party,
        office,
        choice,
        text,
        at,
        ...(reason ? { reason } : {}),
        ...(dutyId === undefined ? {} : { dutyId }),
      };
      return count({ ...state, decisions: [...state.decisions, decision] }, 'completion');
    }
    case 'gate-set':
      return withGate(state, event.gateId, { opensAt: event.opensAt, waiting: false });
    case 'gate-waits':
      return withGate(state, event.gateId, { waiting: true });
    case 'phase-opened':
      return phaseOpened(state, event);
    case 'phase-opened-in-flight':
      return {
        ...state,
        phases: state.phases.map((phase) => (phase.phase === event.phase ? { ...phase, inFlight: true } : phase)),
      };
    case 'gate-removed': {
      const { [event.gateId]: _, ...gates } = state.gates;
      return { ...state, gates };
    }
    case 'gate-lapsed':
      return withGate(state, event.gateId, { lapsedAt: event.dueAt });
    case 'proposal-made':
      return proposalMade(state, event);
    case 'proposal-signed': {
      const proposal = state.proposals[event.proposalId];
      const { office, organisation, person, at, signature } = event;
      const signed = { office, organisation, person, at, ...(signature ? { signature } : {}) };
      return withProposal(state, event.proposalId, { signatures: [...(proposal?.signatures ?? []), signed] });
    }
    case 'proposal-took-effect':
      return withProposal(state, event.proposalId, { state: 'in-effect', inEffectAt: event.at });
    case 'proposal-lapsed':
      return withProposal(state, event.proposalId, { state: event.reason === 'expired' ? 'expired' : 'lapsed' });
    case 'proposal-withdrawn':
      return withoutPlan(withProposal(state, event.proposalId, { state: 'withdrawn' }), event.proposalId);
    case 'declaration-withdrawn': {
      const { declaration: _, ...rest } = state;
      return { ...rest, posture: event.posture };
    }
    case 'posture-returned':
      return { ...state, posture: event.posture };
    case 'declaration-made': {
      const { act, proposalId, at } = event;
      return { ...state, declaration: { act, proposalId, at }, everDeclared: true };
    }
    case 'stood-down':
      return stoodDown(state, event);
    case 'case-resumed': {
      const { quietUntil: _, ...rest } = state;
      return { ...rest, status: 'open', posture: event.posture, resumedAt: event.at };
    }
    case 'plan-adopted':
      return planAdopted(state, event);
    case 'corrections-begun':
      return { ...state, directory: event.directory, directoryHash: event.hash, takesCorrections: true };
    case 'case-closed':
      return { ...state, status: 'closed', outcome: event.outcome, closedAt: event.closedAt, posture: 0, awaiting: {} };
    case 'acknowledged':
      return acknowledged(state, event);
    case 'acknowledgement-undone':
      return acknowledgementUndone(state, event);
    case 'acknowledgement-missing':
      return acknowledgementMissing(state, event);
    case 'told':
      return told(state, event);
    case 'routine-held':
      return routineHeld(state, event);
    case 'digest-kept':
      return digestKept(state, event);
    case 'notice-outcome':
      return noticeOutcome(state, event);
    case 'not-told':
      return state.notTold.includes(event.office) ? state : { ...state, notTold: [...state.notTold, event.office] };
    case 'directory-changed':
      return { ...state, directory: event.directory, directoryHash: event.hash };
    case 'cancel-noted':
      return { ...state, cancelRequested: true };
    case 'refused':
      return state;
    default:
      return never(event);
  }
}

function opened(state: CaseState, event: EventOf<'case-opened'>): CaseState {
  return {
    ...state,
    caseId: event.caseId,
    agreement: event.agreement,
    scope: event.scope,
    exercise: event.exercise,
    speed: event.speed,
    plan: divide(state.plan, event.speed),
    planRef: event.plan,
    directoryHash: event.directoryHash,
    behaviours: event.behaviours,
    status: 'open',
    recurrence: event.recurrence,
    lateness: event.lateness,
    openedAt: event.acceptedAt,
    level: 1,
    posture: 1,
    phases: [
      {
        phase: 1,
        openedAt: event.acceptedAt,
        actedAt: event.acceptedAt,
        latenessMs: 0,
        standDownPending: false,
        inFlight: false,
      },
    ],
    ...(event.previousCaseId === undefined ? {} : { previousCaseId: event.previousCaseId }),
    ...(event.previousStoodDownAt === undefined ? {} : { previousStoodDownAt: event.previousStoodDownAt }),
    ...(event.disprovesQuiet ? { disprovesQuiet: true } : {}),
  };
}

function violationRecorded(state: CaseState, event: EventOf<'violation-recorded'>): CaseState {
  const { violationId: id, kind, place, description, occurredAt, standing, reportKey, organisation } = event;
  const violation: ViolationState = {
    id,
    kind,
    place,
    description,
    occurredAt,
    standing,
    acceptedAt: event.acceptedAt,
    reportKeys: [reportKey],
    organisations: [organisation],
    reporter: { office: event.reporter, person: event.person },
  };
  const next = withReport(state, event, { occurredAt, counts: true });
  return count(
    { ...next, openerId: state.openerId || id, violations: { ...state.violations, [id]: violation } },
    'violation',
  );
}

function withReport(
  state: CaseState,
  event: EventOf<'violation-recorded'> | EventOf<'report-attached'>,
  { occurredAt, counts }: { occurredAt: ViolationState['occurredAt']; counts: boolean },
): CaseState {
  const report = {
    violationId: event.violationId,
    organisation: event.organisation,
    firstEarliest: occurredAt.earliest,
    occurredAt,
    contents: [event.contentHash],
    counts,
    standing: event.standing,
  };
  return { ...state, reports: { ...state.reports, [event.reportKey]: report } };
}

function reportAttached(state: CaseState, event: EventOf<'report-attached'>): CaseState {
  const next = withReport(state, event, event);
  const violation = state.violations[event.violationId];
  if (!violation) return next;
  return withViolation(next, violation.id, {
    reportKeys: [...violation.reportKeys, event.reportKey],
    organisations: event.counts ? [...violation.organisations, event.organisation] : violation.organisations,
  });
}

function reportRevised(state: CaseState, event: EventOf<'report-revised'>): CaseState {
  const report = state.reports[event.reportKey];
  if (!report) return state;
  const revised = { ...report, occurredAt: event.occurredAt, contents: [...report.contents, event.contentHash] };
  return { ...state, reports: { ...state.reports, [event.reportKey]: revised } };
}

function standingRaised(state: CaseState, event: EventOf<'standing-raised'>): CaseState {
  return withViolation(state, event.violationId, { standing: event.standing, verifiedAt: event.at });
}

function restVoided(state: CaseState, { at, caseId, violationId }: EventOf<'pattern-rest-voided'>): CaseState {
  if (!state.repeated) return state;
  const rests = state.repeated.rests.map((rest) =>
    rest.caseId === caseId && rest.violationId === violationId ? { ...rest, voidedAt: at } : rest,
  );
  return { ...state, repeated: { ...state.repeated, rests } };
}

function dutyCreated(state: CaseState, event: EventOf<'duty-created'>): CaseState {
  const { dutyId: id, treatyDueAt, workingDueAt, charged, overdueAtBirth, reminders, parties } = event;
  const undecided = state.plan.duties.some((duty) => duty.id === ruleOf(id) && duty.record === 'decision');
  const duty: DutyState = {
    id,
    treatyDueAt,
    workingDueAt,
    charged,
    overdueAtBirth,
    reminders,
    parties,
    createdAt: event.at,
    state: 'open',
    overdueTold: 0,
    completions: [],
    ...(undecided ? { undecidedAt: treatyDueAt } : {}),
    ...(event.about === undefined ? {} : { about: event.about }),
  };
  return { ...state, duties: { ...state.duties, [id]: duty } };
}

function dutyMoved(state: CaseState, event: EventOf<'duty-moved'>): CaseState {
  const { dutyId, treatyDueAt, workingDueAt, charged, overdueAtBirth, reminders, reopened } = event;
  const { nextOverdueAt, ...duty } = state.duties[dutyId] as DutyState;
  const moved: DutyState = {
    ...duty,
    treatyDueAt,
    workingDueAt,
    charged,
    overdueAtBirth,
    reminders,
    ...(duty.undecidedAt === undefined ? {} : { undecidedAt: treatyDueAt }),
    ...(reopened ? { state: 'open' as const, overdueTold: 0 } : {}),
    ...(reopened || nextOverdueAt === undefined ? {} : { nextOverdueAt }),
  };
  return { ...state, duties: { ...state.duties, [dutyId]: moved } };
}

function undecidedListed(state: CaseState, dutyId: string): CaseState {
  const { undecidedAt: _, ...duty } = state.duties[dutyId] as DutyState;
  return { ...state, duties: { ...state.duties, [dutyId]: duty } };
}

function dutyOverdue(state: CaseState, event: EventOf<'duty-overdue'>): CaseState {
  const { nextOverdueAt: _, ...duty } = state.duties[event.dutyId] as DutyState;
  const next: DutyState = {
    ...duty,
    state: 'overdue',
    reminders: [],
    overdueTold: event.nth + 1,
    ...(event.nextAt === undefined ? {} : { nextOverdueAt: event.nextAt }),
  };
  return { ...state, duties: { ...state.duties, [event.dutyId]: next } };
}

function dutyCompleted(state: CaseState, event: EventOf<'duty-completed'>): CaseState {
  const duty = state.duties[event.dutyId] as DutyState;
  const { type: _, because: __, dutyId: ___, completionId: id, ...rest } = event;
  const completions = [...duty.completions, { id, ...rest }];
  // Reminders rest only when nothing but a confirmation is missing: one member's late record silences no other.
  const recorded = duty.parties.every((party) => completions.some((one) => one.party === party));
  const waits = recorded && completions.some((one) => one.state === 'confirming');
  const next = withDuty(state, event.dutyId, { completions, ...(waits ? { state: 'confirming' as const } : {}) });
  return count(next, 'completion');
}

function withCompletion(
  state: CaseState,
  event: { dutyId: string; completionId: string },
  change: Partial<DutyState['completions'][number]>,
): CaseState {
  const completions = (state.duties[event.dutyId]?.completions ?? []).map((completion) =>
    completion.id === event.completionId ? { ...completion, ...change } : completion,
  );
  return withDuty(state, event.dutyId, { completions });
}

function closeDuty(state: CaseState, dutyId: string, change: Partial<DutyState>): CaseState {
  const { nextOverdueAt: _, undecidedAt: __, ...duty } = state.duties[dutyId] as DutyState;
  return { ...state, duties: { ...state.duties, [dutyId]: { ...duty, reminders: [], ...change } } };
}

function phaseOpened(state: CaseState, event: EventOf<'phase-opened'>): CaseState {
  const { phase, gateId, openedAt, actedAt, latenessMs, standDownPending, pattern } = event;
  const by = pattern === undefined ? {} : { pattern };
  const next = { phase, openedAt, actedAt, latenessMs, standDownPending, inFlight: false, ...by };
  const gate = state.gates[gateId];
  const shut = gate && gate.openedAt === undefined ? withGate(state, gateId, { openedAt, actedAt, latenessMs }) : state;
  return {
    ...shut,
    phases: [...state.phases, gate ? { ...next, gateId } : next].sort((a, b) => a.phase - b.phase),
    level: Math.max(state.level, phase),
    posture: Math.max(state.posture, phase),
  };
}

function proposalMade(state: CaseState, event: EventOf<'proposal-made'>): CaseState {
  const { proposalId: id, act, office, organisation, person, text, textHash, expiresAt, at } = event;
  const proposal: ProposalState = {
    id,
    act,
    office,
    organisation,
    person,
    text,
    textHash,
    madeAt: at,
    expiresAt,
    signatures: event.counts ? [{ office, organisation, person, at }] : [],
    state: 'open',
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.breakGlass ? { breakGlass: true } : {}),
    ...(event.violationId === undefined ? {} : { violationId: event.violationId }),
    ...(event.occurredAt === undefined ? {} : { occurredAt: event.occurredAt }),
    ...(event.plan === undefined ? {} : { plan: event.plan }),
  };
  return count({ ...state, proposals: { ...state.proposals, [id]: proposal } }, 'proposal');
}

/** The version that the proposal brought; who proposed it carries it no longer. */
function planAdopted(state: CaseState, event: EventOf<'plan-adopted'>): CaseState {
  const adopted = state.proposals[event.proposalId]?.plan;
  if (!adopted) return state;
  const plan = divide(adopted.content, state.speed);
  const lacking = state.plan.duties.filter(({ id }) => !plan.duties.some((duty) => duty.id === id));
  const formerDuties = [...(state.formerDuties ?? []), ...lacking];
  return { ...withoutPlan(state, event.proposalId), plan, planRef: event.plan, adopted, formerDuties };
}

function withoutPlan(state: CaseState, proposalId: string): CaseState {
  const { plan: _, ...proposal } = state.proposals[proposalId] as ProposalState;
  return { ...state, proposals: { ...state.proposals, [proposalId]: proposal } };
}

function stoodDown(state: CaseState, event: EventOf<'stood-down'>): CaseState {
  const { declaration: _, continuationAt: __, ...rest } = state;
  return { ...rest, status: 'quiet', posture: 0, stoodDownAt: event.at, quietUntil: event.quietUntil };
}

function acknowledged(state: CaseState, event: EventOf<'acknowledged'>): CaseState {
  const { organisation, acknowledgementId: id, office, person, at, phase } = event;
  const { [organisation]: ended, ...others } = state.awaiting;
  const left = ended && unanswered(state.plan, ended, at);
  const acknowledgement = {
    id,
    organisation,
    office,
    person,
    at,
    undone: false,
    ...(phase === undefined ? {} : { phase }),
    ...(ended && left !== ended ? { ended } : {}),
  };
  const awaiting = left ? { ...others, [organisation]: left } : others;
  return count(
    { ...state, awaiting, acknowledgements: [...state.acknowledgements, acknowledgement] },
    'acknowledgement',
  );
}

function acknowledgementUndone(state: CaseState, event: EventOf<'acknowledgement-undone'>): CaseState {
  const { organisation, acknowledgementId } = event;
  const acknowledgements = state.acknowledgements.map((one) =>
    one.id === acknowledgementId ? { ...one, undone: true } : one,
  );
  const { ended } = acknowledgements.find(({ id }) => id === acknowledgementId) ?? {};
  // Another one that stands still covers what it covers.
  const standing = acknowledgements.filter((one) => one.organisation === organisation && !one.undone);
  const covered = standing.reduce((latest, { at }) => later(latest, at), '');
  const open = ended && unanswered(state.plan, ended, covered);
  if (!open) return { ...state, acknowledgements };
  const awaiting = { ...state.awaiting, [organisation]: again(state.plan, open, state.awaiting[organisation]) };
  return { ...state, acknowledgements, awaiting };
}

function acknowledgementMissing(state: CaseState, event: EventOf<'acknowledgement-missing'>): CaseState {
  const awaiting = state.awaiting[event.organisation];
  if (!awaiting) return state;
  const { nextAt: _, ...rest } = awaiting;
  const nextAt = nextAcknowledgementStep(state.plan, awaiting, event.step);
  const next: Awaiting = { ...rest, step: event.step, ...(nextAt === undefined ? {} : { nextAt }) };
  return { ...state, awaiting: { ...state.awaiting, [event.organisation]: next } };
}

function routineHeld(state: CaseState, { until }: EventOf<'routine-held'>): CaseState {
  const { dueAt } = state.digest;
  const digest = dueAt === undefined ? state.digest : { ...state.digest, dueAt: later(dueAt, until) };
  return { ...state, routineHeldUntil: until, digest };
}

function digestKept(state: CaseState, event: EventOf<'digest-kept'>): CaseState {
  const { items, more, ...rest } = state.digest;
  const full = items.length >= DIGEST_ITEMS;
  const kept = full ? { items, more: more + 1 } : { items: [...items, event.item], more };
  return { ...state, digest: { ...rest, ...kept, dueAt: event.dueAt } };
}

function told(state: CaseState, event: EventOf<'told'>): CaseState {
  const { matter, recipients } = event;
  const toldOffices = { ...state.told };
  const pending = { ...state.pending };
  let awaiting = state.awaiting;
  for (const { noticeId, office, channel, acknowledge, insteadOf } of recipients) {
    toldOffices[office] = noticeId;
    pending[noticeId] = { office, channel, matterId: matter.id, acknowledge, ...(insteadOf ? { insteadOf } : {}) };
    if (acknowledge) awaiting = awaitOffice(state, awaiting, office, event);
  }
  const number = Number(matter.id.slice(1));
  const counters = {
    ...state.counters,
    notice: state.counters.notice + recipients.length,
    matter: Math.max(state.counters.matter, number),
  };
  // An older matter that goes out another way takes nothing from the digest that is being kept.
  const isDigest = matter.facts.topic === 'violation-added' && number > state.counters.matter;
  return {
    ...state,
    told: toldOffices,
    pending,
    matters: { ...state.matters, [matter.id]: matter },
    awaiting,
    counters,
    digest: isDigest ? { lastAt: matter.madeAt, items: [], more: 0 } : state.digest,
  };
}

function awaitOffice(
  state: CaseState,
  awaiting: CaseState['awaiting'],
  office: string,
  { matter: { facts, madeAt }, at = madeAt }: EventOf<'told'>,
): CaseState['awaiting'] {
  const organisation = state.directory.offices[office]?.organisation;
  if (organisation === undefined) return awaiting;
  const before = awaiting[organisation];
  if (facts.topic === 'acknowledgement-missing' && facts.organisation === organisation) {
    return before ? { ...awaiting, [organisation]: reminded(before, office) } : awaiting;
  }
  return { ...awaiting, [organisation]: asked(state.plan, before, { at, office, phase: state.level }) };
}

function noticeOutcome(state: CaseState, event: NoticeOutcome): CaseState {
  if (event.outcome === 'unsent') return state;
  const pending = { ...state.pending };
  const reached = new Set<string>();
  for (const id of event.noticeIds) {
    const notice = pending[id];
    if (notice && event.outcome !== 'failed') reached.add(notice.office);
    delete pending[id];
  }
  const needed = new Set(Object.values(pending).map((notice) => notice.matterId));
  const matters = Object.fromEntries(Object.entries(state.matters).filter(([id]) => needed.has(id)));
  return { ...state, pending, matters, notTold: state.notTold.filter((office) => !reached.has(office)) };
}

type Counter = keyof CaseState['counters'];

const count = (state: CaseState, counter: Counter): CaseState => ({
  ...state,
  counters: { ...state.counters, [counter]: state.counters[counter] + 1 },
});

function withDuty(state: CaseState, id: string, change: Partial<DutyState>): CaseState {
  return { ...state, duties: { ...state.duties, [id]: { ...(state.duties[id] as DutyState), ...change } } };
}

function withGate(state: CaseState, id: string, change: Partial<CaseState['gates'][string]>): CaseState {
  const gate = state.gates[id] ?? { opensAt: '', waiting: false };
  return { ...state, gates: { ...state.gates, [id]: { ...gate, ...change } } };
}

function withProposal(state: CaseState, id: string, change: Partial<ProposalState>): CaseState {
  return {
    ...state,
    proposals: { ...state.proposals, [id]: { ...(state.proposals[id] as ProposalState), ...change } },
  };
}

function withViolation(state: CaseState, id: string, change: Partial<ViolationState>): CaseState {
  return {
    ...state,
    violations: { ...state.violations, [id]: { ...(state.violations[id] as ViolationState), ...change } },
  };
}
