/**
 * A case: what the events of its record fold to. The workflow, the API's views, the board, the rehearsal and the
 * offline verifier all fold the same events with `evolve`, so they cannot disagree.
 */
import type { PatternRest } from '../agreement/counted.js';
import type { CaseDirectory, ChannelKind, OfficeId, OrganisationId } from '../directory/directory.js';
import type { Instant, Span } from '../instant.js';
import type { FactsOf, Matter } from '../notice/matter.js';
import type { Act, Duty, DutyId, GateId, PartyId, Plan, PlanRef } from '../plan/plan.js';
import type { Choice, Occurrence, Place, ReportKey, Standing } from './commands.js';
import type { LatenessClass, MetState } from './events.js';

export interface ReportState {
  violationId?: string;
  organisation: OrganisationId;
  /** `earliest` of the first content: a revision may move by a limited span from it. */
  firstEarliest: Instant;
  occurredAt: Occurrence;
  /** Hashes of every content ever accepted under the key, in order. */
  contents: string[];
  /** Counts towards the violation: its opener or the first of its organisation. */
  counts: boolean;
  standing: Standing;
}

export interface ViolationState {
  id: string;
  kind: string;
  place: Place;
  description: string;
  /** Of the first report; corroborations are measured against it. */
  occurredAt: Occurrence;
  standing: Standing;
  acceptedAt: Instant;
  reportKeys: ReportKey[];
  /** Organisations that count: the first reporter's and each corroborator's. */
  organisations: OrganisationId[];
  reporter: { office: OfficeId; person: string };
  verifiedAt?: Instant;
  voidedAt?: Instant;
  /** Corrected: stands in place of what its reports say. */
  movedTo?: Occurrence;
  /** Found to be the same event as that violation. */
  sameAs?: string;
}

export interface GateState {
  opensAt: Instant;
  openedAt?: Instant;
  actedAt?: Instant;
  latenessMs?: Span;
  /** Its instant came and the condition did not hold. */
  waiting: boolean;
  lapsedAt?: Instant;
}

export interface PhaseState {
  phase: number;
  gateId?: GateId;
  openedAt: Instant;
  actedAt: Instant;
  latenessMs: Span;
  standDownPending: boolean;
  /** "Opened while a stand-down was in flight". */
  inFlight: boolean;
  /** Opened by it, before the gate's own instant. */
  pattern?: 'repeated' | 'prolonged';
}

export interface CompletionState {
  id: string;
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
  confirmedBy?: OfficeId;
  outcome?: 'confirmed' | 'disputed';
}

export interface DutyState {
  id: DutyId;
  treatyDueAt: Instant;
  workingDueAt: Instant;
  charged: boolean;
  overdueAtBirth: boolean;
  createdAt: Instant;
  state: 'open' | 'approaching' | 'overdue' | 'confirming' | MetState | 'waived' | 'moot' | 'unmet';
  /** Reminders not yet acted. */
  reminders: Instant[];
  /** How often it was told as overdue; the next one is due at `nextOverdueAt`. */
  overdueTold: number;
  nextOverdueAt?: Instant;
  /** When the list of undecided parties is recorded; absent for other duties and once it is recorded. */
  undecidedAt?: Instant;
  parties: PartyId[];
  completions: CompletionState[];
  lateBy?: Span;
  /** The proposal that it is about, for a review. */
  about?: string;
}

export interface SignatureState {
  office: OfficeId;
  organisation: OrganisationId;
  person: string;
  at: Instant;
  signature?: string;
}

export interface ProposalState {
  id: string;
  act: Act;
  office: OfficeId;
  organisation: OrganisationId;
  person: string;
  text: string;
  textHash: string;
  reason?: string;
  madeAt: Instant;
  expiresAt: Instant;
  signatures: SignatureState[];
  state: 'open' | 'in-effect' | 'expired' | 'lapsed' | 'withdrawn';
  inEffectAt?: Instant;
  breakGlass?: true;
  violationId?: string;
  occurredAt?: Occurrence;
  /** Until it is decided. */
  plan?: { ref: PlanRef; content: Plan };
}

export interface Awaiting {
  /** When the first notice was made that asked for it. */
  since: Instant;
  offices: OfficeId[];
  /** Steps taken: 1 next channel, 2 delegate, 3 parent and watch. */
  step: number;
  /** The next step's instant; absent after the last. */
  nextAt?: Instant;
  phase: number;
  /** Asks after the first; an acknowledgement that was accepted before one of them does not answer it. */
  later?: Ask[];
}

/** One ask for an acknowledgement. */
export interface Ask {
  at: Instant;
  office: OfficeId;
  phase: number;
}

export interface AcknowledgementState {
  id: string;
  organisation: OrganisationId;
  office: OfficeId;
  person: string;
  at: Instant;
  phase?: number;
  undone: boolean;
  /** What it ended, for an undo. */
  ended?: Awaiting;
}

export interface DecisionState {
  id: string;
  party: PartyId;
  office: OfficeId;
  choice: Choice;
  text: string;
  reason?: string;
  at: Instant;
  /** The duty that it was recorded for; absent in entries of the first release. */
  dutyId?: DutyId;
}

/** A notice whose outcome is not known yet. */
export interface PendingNotice {
  office: OfficeId;
  channel: ChannelKind;
  matterId: string;
  acknowledge: boolean;
  insteadOf?: OfficeId;
}

/** A violation on which the pattern flag rests. */
export interface RestState extends PatternRest {
  /** When this case learned that it is void; of other cases only, of its own the violation says it. */
  voidedAt?: Instant;
}

export interface CaseState {
  /** Sequence of the last entry folded. */
  seq: number;
  caseId: string;
  agreement: string;
  scope: string;
  exercise: boolean;
  speed: number;
  /** As it acts: divided by `speed`. */
  plan: Plan;
  planRef: PlanRef;
  directory: CaseDirectory;
  directoryHash: string;
  behaviours: number[];
  status: 'new' | 'open' | 'quiet' | 'closed';
  outcome?: 'stood-down' | 'void';
  recurrence: number;
  previousCaseId?: string;
  previousStoodDownAt?: Instant;
  lateness: LatenessClass;
  /** Acceptance of the report that opened it. */
  openedAt: Instant;
  openerId: string;
  firstViolationAt: Instant;
  violations: Record<string, ViolationState>;
  reports: Record<ReportKey, ReportState>;
  level: number;
  posture: number;
  phases: PhaseState[];
  gates: Record<GateId, GateState>;
  duties: Record<DutyId, DutyState>;
  declaration?: { act: Act; proposalId: string; at: Instant };
  everDeclared: boolean;
  proposals: Record<string, ProposalState>;
  decisions: DecisionState[];
  stoodDownAt?: Instant;
  quietUntil?: Instant;
  resumedAt?: Instant;
  /** When people last found that hostilities go on. */
  continuationAt?: Instant;
  disprovesQuiet?: true;
  /** Its verification completed a pattern over the whole agreement. */
  repeated?: { at: Instant; violationId: string; rests: RestState[] };
  /** The last time that it had been open for long, since `since`. */
  prolonged?: { at: Instant; since: Instant };
  /** Duties of earlier versions that the adopted plan does not know: what became of them still reads. */
  formerDuties?: Duty[];
  /** The plan that it adopted, undivided: what it continues as new with. */
  adopted?: { ref: PlanRef; content: Plan };
  closedAt?: Instant;
  /** Closed, and in a run that takes corrections of its violations. */
  takesCorrections?: true;
  acknowledgements: AcknowledgementState[];
  awaiting: Record<OrganisationId, Awaiting>;
  /** Everyone for whom a notice was ever made, with the last one's id. */
  told: Record<OfficeId, string>;
  pending: Record<string, PendingNotice>;
  /** The matters of pending notices. */
  matters: Record<string, Matter>;
  /** The watch holds routine notices back until then. */
  routineHeldUntil?: Instant;
  /** News kept for the next digest; beyond {@link DIGEST_ITEMS} only counted. */
  digest: { lastAt?: Instant; dueAt?: Instant; items: FactsOf<'violation-added'>['items']; more: number };
  /** Offices that no channel reached with the last notice made for them. */
  notTold: OfficeId[];
  cancelRequested: boolean;
  /** Counters behind the ids `v1`, `m1`, `n1`, `p1`, `c1`, `a1`. */
  counters: Record<'violation' | 'matter' | 'notice' | 'proposal' | 'completion' | 'acknowledgement', number>;
  /** The last commands and their entries, oldest first; older ones are found by their report key or in the record. */
  recent: { commandId: string; seq: number }[];
}

/** How many commands a case remembers by id: a signal and an update of one command arrive seconds apart. */
export const RECENT_COMMANDS = 1000;

/** How many pieces of news one digest names. */
export const DIGEST_ITEMS = 20;

/** A case before its first entry. */
export function newCase(plan: Plan, planRef: PlanRef, directory: CaseDirectory, directoryHash: string): CaseState {
  return {
    seq: 0,
    caseId: '',
    agreement: '',
    scope: '',
    exercise: false,
    speed: 1,
    plan,
    planRef,
    directory,
    directoryHash,
    behaviours: [],
    status: 'new',
    recurrence: 1,
    lateness: 'fresh',
    openedAt: '',
    openerId: '',
    firstViolationAt: '',
    violations: {},
    reports: {},
    level: 0,
    posture: 0,
    phases: [],
    gates: {},
    duties: {},
    everDeclared: false,
    proposals: {},
    decisions: [],
    acknowledgements: [],
    awaiting: {},
    told: {},
    pending: {},
    matters: {},
    digest: { items: [], more: 0 },
    notTold: [],
    cancelRequested: false,
    counters: { violation: 0, matter: 0, notice: 0, proposal: 0, completion: 0, acknowledgement: 0 },
    recent: [],
  };
}
