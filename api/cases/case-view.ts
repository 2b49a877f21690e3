/** A case as the API shows it (INTERFACE 2): a mapping of the folded state, computed for one reader at one instant. */
import { allowed } from '../../domain/case/allowed.js';
import type { Actor } from '../../domain/case/commands.js';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { dues, nextDue } from '../../domain/case/due.js';
import type { Due, DueKind } from '../../domain/case/due.js';
import { isOwed, missingParties, planDuty } from '../../domain/case/duties.js';
import type { CaseState, DutyState } from '../../domain/case/state.js';
import { plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Entry } from '../../record/entry.js';
import { hashOf } from '../../record/canonical.js';
import type { CaseView } from '../worlds/case-views.js';

type InstantKind = 'duty' | 'gate' | 'reminder' | 'expiry' | 'quiet' | 'lapse' | 'prolonged' | 'acknowledgement';

const KIND: Record<DueKind, InstantKind> = {
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
  quiet: 'quiet',
};

export function summaryOf({ state }: CaseView) {
  const { caseId, exercise, agreement, scope, status, outcome, level, posture, firstViolationAt, recurrence } = state;
  const opener = state.violations[state.openerId];
  const next = nextDue(state);
  const duties = Object.values(state.duties);
  return {
    caseId,
    exercise,
    agreement,
    sector: scope,
    place: opener?.place.description,
    kind: opener?.kind,
    status,
    outcome,
    level,
    posture,
    firstViolationAt,
    recurrence,
    flags: flagsOf(state),
    seq: state.seq,
    plan: state.planRef,
    next: next && { at: next.at, kind: KIND[next.kind], id: next.subject, label: labelOf(state, next) },
    overdue: duties.filter((duty) => duty.state === 'overdue').map(({ id }) => id),
    owed: duties.filter(isOwed).map(({ id }) => id),
    awaiting: Object.keys(state.awaiting).sort(),
    notTold: state.notTold,
    openedAt: state.openedAt,
    closedAt: state.closedAt,
  };
}

export function caseDocument(view: CaseView, actor: Actor | undefined, now: Instant) {
  const { state } = view;
  return {
    ...summaryOf(view),
    previousCaseId: state.previousCaseId,
    // The plan and the directory are named by their hashes.
    stateHash: hashOf(JSON.parse(JSON.stringify({ ...state, plan: undefined, directory: undefined }))),
    directoryHash: state.directoryHash,
    speed: state.speed,
    stoodDownAt: state.stoodDownAt,
    quietUntil: state.quietUntil,
    temporal: { workflowId: view.workflowId, runIds: view.runIds },
    instants: instantsOf(state),
    violations: Object.values(state.violations),
    duties: Object.values(state.duties).map((duty) => dutyOf(state, duty)),
    phases: phasesOf(state),
    proposals: Object.values(state.proposals),
    acknowledgements: state.acknowledgements.map(({ ended: _, ...rest }) => rest),
    decisions: state.decisions,
    allowed: actor ? allowed(state, actor, now) : [],
  };
}

function flagsOf(state: CaseState): string[] {
  return [
    ...(state.cancelRequested ? ['cancel-requested'] : []),
    ...(state.phases.some(({ inFlight }) => inFlight) ? ['opened-while-stand-down-in-flight'] : []),
    ...(state.lateness === 'late' ? ['late-report'] : []),
    ...(Object.values(state.gates).some(({ lapsedAt }) => lapsedAt) ? ['lapsed-not-triggered'] : []),
  ];
}

function instantsOf(state: CaseState) {
  const ahead = dues(state).map((due) => ({
    id: due.subject === '' ? due.kind : `${due.kind}:${due.subject}`,
    kind: KIND[due.kind],
    label: labelOf(state, due),
    dueAt: due.at,
    state: 'ahead',
    because: becauseOf(state, due),
  }));
  const gates = state.plan.gates.flatMap((gate) => {
    const now = state.gates[gate.id];
    if (!now?.openedAt) return [];
    const { openedAt, actedAt, latenessMs } = now;
    const label = phaseName(state, gate.phase);
    return [
      {
        id: `gate:${gate.id}`,
        kind: 'gate' as const,
        label,
        dueAt: openedAt,
        state: 'acted',
        actedAt,
        latenessMs,
        because: gate.id,
      },
    ];
  });
  const lapses = state.plan.gates.flatMap((gate) => {
    const lapsedAt = state.gates[gate.id]?.lapsedAt;
    if (lapsedAt === undefined) return [];
    const label = `${phaseName(state, gate.phase)}: lapsed, not triggered`;
    return [
      { id: `lapse:${gate.id}`, kind: 'lapse' as const, label, dueAt: lapsedAt, state: 'acted', because: gate.id },
    ];
  });
  return [...gates, ...lapses, ...ahead];
}

const phaseName = (state: CaseState, phase: number): string =>
  state.plan.phases.find((one) => one.phase === phase)?.name.en ?? `Phase ${phase}`;

function labelOf(state: CaseState, { kind, subject }: Due): string {
  const duty = state.duties[subject] && planDuty(state, subject);
  switch (kind) {
    case 'gate':
      return `Phase opens: ${phaseName(state, state.plan.gates.find(({ id }) => id === subject)?.phase ?? 0)}`;
    case 'lapse':
      return 'Lapses unless declared';
    case 'expiry':
      return `Proposal ${subject} expires`;
    case 'confirmation':
      return `Completion ${subject} awaits a second person`;
    case 'acknowledgement':
      return `No acknowledgement by ${state.directory.organisations[subject]?.name.en ?? subject}`;
    case 'quiet':
      return 'Quiet period ends; the case closes';
    case 'digest':
      return 'Digest of news';
    case 'reminder':
    case 'overdue':
      return `Reminder: ${duty?.label.en ?? subject}`;
    default:
      return duty?.label.en ?? subject;
  }
}

function becauseOf(state: CaseState, { kind, subject }: Due): string {
  switch (kind) {
    case 'gate':
    case 'lapse':
      return `${subject}, measured from the first violation at ${state.firstViolationAt}`;
    case 'duty':
    case 'undecided':
    case 'reminder':
    case 'overdue':
      return subject;
    case 'quiet':
      return 'RULES 8';
    default:
      return 'RULES 7';
  }
}

function dutyOf(state: CaseState, duty: DutyState) {
  const { label, owner, completion, waivable } = planDuty(state, duty.id);
  const { id, treatyDueAt, workingDueAt, charged, overdueAtBirth, completions, lateBy } = duty;
  return {
    id,
    label,
    owner: owner === 'parties' ? ['parties'] : owner.groups,
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

function phasesOf(state: CaseState) {
  return state.plan.phases.map(({ phase, name, groups }) => {
    const opened = state.phases.find((one) => one.phase === phase);
    const gate = state.plan.gates.find((one) => one.phase === phase);
    const opensAt = gate === undefined ? undefined : state.gates[gate.id]?.opensAt;
    const because = opened?.gateId ?? gate?.id ?? 'Opens with the case';
    return { phase, name, groups, opensAt, ...opened, because };
  });
}

export interface NoticeRow {
  noticeId: string;
  topic: string;
  office: string;
  channel: string;
  acknowledge: boolean;
  madeAt: Instant;
  insteadOf?: string;
  outcome: string;
  attempts: number;
  said?: string;
  outcomeAt?: Instant;
}

/** One row per recipient with what came of it. */
export function noticesOf(entries: readonly Entry<CaseEntryBody>[]): NoticeRow[] {
  const rows = new Map<string, NoticeRow>();
  for (const event of entries.flatMap(({ body }) => body.events)) {
    if (event.type === 'told') {
      const { madeAt, facts } = event.matter;
      for (const { noticeId, office, channel, acknowledge, insteadOf } of event.recipients) {
        const row = {
          noticeId,
          topic: facts.topic,
          office,
          channel,
          acknowledge,
          madeAt,
          outcome: 'pending',
          attempts: 0,
        };
        rows.set(noticeId, insteadOf === undefined ? row : { ...row, insteadOf });
      }
    } else if (event.type === 'notice-outcome') {
      for (const id of event.noticeIds) {
        const row = rows.get(id);
        if (row)
          Object.assign(row, {
            outcome: event.outcome,
            attempts: event.attempts,
            said: event.said,
            outcomeAt: event.at,
          });
      }
    }
  }
  return [...rows.values()];
}

/** The worst first: for the map and the list of sectors. */
export function sectorStates(views: readonly CaseView[]) {
  const worst = new Map<string, { sector: string; level: number; posture: number; status: string; cases: number }>();
  for (const { state } of views) {
    const before = worst.get(state.scope);
    const { scope: sector, level, posture, status } = state;
    if (status === 'closed') continue;
    worst.set(sector, {
      sector,
      level: Math.max(level, before?.level ?? 0),
      posture: Math.max(posture, before?.posture ?? 0),
      status: before?.status === 'open' ? 'open' : status,
      cases: (before?.cases ?? 0) + 1,
    });
  }
  return [...worst.values()].sort((a, b) => b.posture - a.posture || (a.sector < b.sector ? -1 : 1));
}

/** Six hours ahead counts as soon, in plan time. */
export const soon = (now: Instant, speed: number): Instant => plus(now, Math.ceil((6 * 3600 * 1000) / speed));
