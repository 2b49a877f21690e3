/**
 * The vocabulary of the record: everything that can happen in a case, each with `because`. Versioned and never
 * renumbered: a changed meaning is a new type. `state.ts` folds these, and only these, into a case.
 */
import type { PatternRest } from '../agreement/counted.js';
import type { CaseDirectory, OfficeId, OrganisationId } from '../directory/directory.js';
import type { Instant, Span } from '../instant.js';
import type { FactsOf, Matter, Recipient } from '../notice/matter.js';
import type { Act, DutyId, GateId, PartyId, Plan, PlanRef, Words } from '../plan/plan.js';
import type { Refusal } from '../refused.js';
import type { Because } from './because.js';
import type { Choice, NoticeOutcome, Occurrence, Place, ReportKey, Standing } from './commands.js';

/** RULES 5: how late the command that made the opening violation count was. */
export type LatenessClass = 'fresh' | 'delayed' | 'late';

export type MetState = 'met' | 'met-working' | 'met-late';

interface Payloads {
  'case-opened': {
    caseId: string;
    agreement: string;
    scope: string;
    exercise: boolean;
    speed: number;
    plan: PlanRef;
    directoryHash: string;
    behaviours: number[];
    /** The opening's acceptance. */
    acceptedAt: Instant;
    recurrence: number;
    previousCaseId?: string;
    /** The first violation is never put before it. */
    previousStoodDownAt?: Instant;
    lateness: LatenessClass;
    /** It occurred between the stand-down and the closing of the previous case, and speaks against that quiet. */
    disprovesQuiet?: true;
  };
  'violation-recorded': {
    violationId: string;
    kind: string;
    place: Place;
    occurredAt: Occurrence;
    acceptedAt: Instant;
    standing: Standing;
    reportKey: ReportKey;
    contentHash: string;
    organisation: OrganisationId;
    reporter: OfficeId;
    person: string;
    description: string;
  };
  /** Another report of a violation that is known. `counts`: the first of its organisation. */
  'report-attached': {
    violationId: string;
    reportKey: ReportKey;
    contentHash: string;
    organisation: OrganisationId;
    reporter: OfficeId;
    person: string;
    occurredAt: Occurrence;
    standing: Standing;
    counts: boolean;
    description: string;
  };
  /** Same key, other content, by the sender. `earliest` only ever moves earlier. */
  'report-revised': {
    violationId: string;
    reportKey: ReportKey;
    contentHash: string;
    revision: number;
    occurredAt: Occurrence;
    description: string;
  };
  /** Kept for people to look at; opens and moves nothing. */
  'report-set-aside': { reportKey: ReportKey; contentHash: string; reason: string };
  'standing-raised': {
    violationId: string;
    standing: Standing;
    at: Instant;
    office: OfficeId;
    person: string;
    text: string;
  };
  /** Lowered by two organisations; the violation counts for nothing any more. */
  'violation-voided': { violationId: string; at: Instant; proposalId: string; offices: OfficeId[]; text: string };
  /** When it occurred, corrected by two organisations. */
  'violation-moved': {
    violationId: string;
    occurredAt: Occurrence;
    at: Instant;
    proposalId: string;
    offices: OfficeId[];
    text: string;
  };
  'violations-joined': { violationId: string; as: string; office: OfficeId; text: string };
  'violations-parted': { violationId: string; office: OfficeId };
  /** "Hostilities go on", where a plan or a late report asks for people to say so. */
  'continuation-found': { at: Instant; proposalId: string; offices: OfficeId[]; text: string };
  /** RULES 5: repeated violations of the agreement, or hostilities that go on for long. */
  'pattern-flagged': {
    what: 'repeated' | 'prolonged';
    at: Instant;
    latenessMs: Span;
    /** The verified violation that completed it, and all on which it rests. */
    violationId?: string;
    rests?: PatternRest[];
    /** Open without a break since then. */
    since?: Instant;
  };
  /** A void violation of this case was among those on which the flags of these cases rest. */
  'pattern-weakened': { at: Instant; violationId: string; cases: string[] };
  /** A violation of another case, on which the pattern flag of this one rests, is void. */
  'pattern-rest-voided': { at: Instant; caseId: string; violationId: string };
  'first-violation-set': { at: Instant; previously?: Instant; violationId: string };
  'duty-created': {
    dutyId: DutyId;
    at: Instant;
    treatyDueAt: Instant;
    workingDueAt: Instant;
    charged: boolean;
    overdueAtBirth: boolean;
    /** Instants of reminders that lie strictly ahead. */
    reminders: Instant[];
    /** Parties that owe it, for `every`. */
    parties: PartyId[];
    /** The proposal that it is about, for a review. */
    about?: string;
  };
  'duty-moved': {
    dutyId: DutyId;
    treatyDueAt: Instant;
    workingDueAt: Instant;
    charged: boolean;
    overdueAtBirth: boolean;
    reminders: Instant[];
    /** It was overdue, and is due ahead again. */
    reopened?: true;
  };
  /** `told` false: several reminders were missed while nobody was there, and this one stands in the later one. */
  'duty-approaching': { dutyId: DutyId; reminderAt: Instant; told: boolean };
  'duty-overdue': {
    dutyId: DutyId;
    /** 0 the first telling. */
    nth: number;
    dueAt: Instant;
    told: boolean;
    /** The next telling; absent after the last. */
    nextAt?: Instant;
  };
  'undecided-listed': { dutyId: DutyId; parties: PartyId[]; needsTime: PartyId[] };
  'duty-completed': {
    dutyId: DutyId;
    completionId: string;
    office: OfficeId;
    organisation: OrganisationId;
    person: string;
    party?: PartyId;
    performedAt: Instant;
    recordedAt: Instant;
    text: string;
    reason?: string;
    evidence: string[];
    state: MetState | 'confirming';
    confirmBy?: Instant;
    /** Of a review. */
    outcome?: 'confirmed' | 'disputed';
  };
  'completion-confirmed': { dutyId: DutyId; completionId: string; office: OfficeId; person: string; text: string };
  /** Nobody confirmed in time: it counts as recorded when it was recorded. */
  'completion-unconfirmed': { dutyId: DutyId; completionId: string };
  'duty-met': { dutyId: DutyId; state: MetState; lateBy: Span };
  'duty-waived': { dutyId: DutyId; office: OfficeId; reason: string };
  'duty-moot': { dutyId: DutyId };
  'duty-unmet': { dutyId: DutyId };
  'decision-recorded': {
    decisionId: string;
    /** Absent in the first release, which knew one such duty. */
    dutyId?: DutyId;
    party: PartyId;
    office: OfficeId;
    choice: Choice;
    text: string;
    reason?: string;
    at: Instant;
  };
  'gate-set': { gateId: GateId; opensAt: Instant };
  /** Its instant came and its condition did not hold; it opens when the condition first holds. */
  'gate-waits': { gateId: GateId; dueAt: Instant; latenessMs: Span };
  'phase-opened': {
    phase: number;
    gateId: GateId;
    openedAt: Instant;
    actedAt: Instant;
    latenessMs: Span;
    standDownPending: boolean;
    /** Opened by a pattern, before the gate's own instant. */
    pattern?: 'repeated' | 'prolonged';
  };
  /** A stand-down accepted before the gate's instant arrived after the gate had acted. */
  'phase-opened-in-flight': { phase: number };
  /** The plan that the case has adopted knows it no more. */
  'gate-removed': { gateId: GateId };
  'gate-lapsed': { gateId: GateId; dueAt: Instant; latenessMs: Span };
  'proposal-made': {
    proposalId: string;
    act: Act;
    office: OfficeId;
    organisation: OrganisationId;
    person: string;
    at: Instant;
    /** Whether the proposer's own signature counts. */
    counts: boolean;
    text: string;
    textHash: string;
    reason?: string;
    expiresAt: Instant;
    /** What is still needed; absent when it takes effect at once. */
    needs?: Words;
    breakGlass?: true;
    violationId?: string;
    occurredAt?: Occurrence;
    plan?: { ref: PlanRef; content: Plan };
  };
  'proposal-signed': {
    proposalId: string;
    office: OfficeId;
    organisation: OrganisationId;
    person: string;
    at: Instant;
    signature?: string;
    needs?: Words;
  };
  'proposal-took-effect': { proposalId: string; act: Act; at: Instant; breakGlass?: true };
  'proposal-lapsed': { proposalId: string; reason: 'expired' | 'overtaken' | 'stood-down' | 'closed' };
  'proposal-withdrawn': { proposalId: string };
  /** Ends the declaration. Level, opened phases and the 72 hours stay. */
  'declaration-withdrawn': {
    act: Act;
    proposalId: string;
    at: Instant;
    offices: OfficeId[];
    text: string;
    /** The highest other open phase. */
    posture: number;
  };
  /** A second declaration while the phase is open: its gate stays open since the first. */
  'posture-returned': { posture: number };
  'declaration-made': { act: Act; proposalId: string; at: Instant; offices: OfficeId[]; text: string };
  'stood-down': {
    at: Instant;
    proposalId: string;
    offices: OfficeId[];
    text: string;
    quietUntil: Instant;
    /** As it was. */
    posture: number;
  };
  /** A violation in the quiet period, or the stand-down withdrawn: the same case, the same first violation. */
  'case-resumed': { at: Instant; posture: number; violationId?: string; proposalId?: string };
  'plan-adopted': { proposalId: string; at: Instant; plan: PlanRef; previous: PlanRef; offices: OfficeId[] };
  /** RULES 8: a closed case takes corrections of its violations, and nothing else. */
  'corrections-begun': { directory: CaseDirectory; hash: string };
  'case-closed': { outcome: 'stood-down' | 'void'; closedAt: Instant };
  acknowledged: {
    acknowledgementId: string;
    organisation: OrganisationId;
    office: OfficeId;
    person: string;
    at: Instant;
    phase?: number;
  };
  'acknowledgement-undone': { acknowledgementId: string; organisation: OrganisationId };
  'acknowledgement-missing': { organisation: OrganisationId; step: number; passed: boolean };
  /** A matter and everybody who is told of it. */
  told: {
    matter: Matter;
    recipients: Recipient[];
    /** When these were told, where the matter itself is older: another channel, a delegate, a parent. */
    at?: Instant;
  };
  /** News kept for the next digest, at most one in the plan's span. */
  'digest-kept': { item: FactsOf<'violation-added'>['items'][number]; dueAt: Instant };
  'notice-outcome': NoticeOutcome;
  /** Every channel of this office failed. */
  'not-told': { office: OfficeId; noticeId: string };
  'directory-changed': { directory: CaseDirectory; hash: string };
  /** Routine notices wait until then; everything else goes out as ever. */
  'routine-held': { until: Instant; office: OfficeId; reason: string };
  'cancel-noted': object;
  refused: { refusal: Refusal };
}

export type EventType = keyof Payloads;

export type CaseEvent = { [T in EventType]: { type: T; because: Because } & Payloads[T] }[EventType];

export type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>;
