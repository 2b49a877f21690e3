/**
 * A plan: what the parties agreed, as data. Phases, gates, duties, groups, notices, authority and every window.
 * Immutable; named by id, version and the SHA-256 of its canonical JSON. Spans are milliseconds here and `PT…H` in
 * the YAML files; `parse-plan.ts` turns the one into the other, `explain-plan.ts` says it in words.
 */
import type { Span } from '../instant.js';

export interface Words {
  en: string;
  uk: string;
}

export type GroupId = string;
export type PartyId = string;
export type DutyId = string;
export type GateId = string;

/** Acts that need a proposal (RULES 6). */
export type Act =
  | 'large-scale'
  | 'withdraw-large-scale'
  | 'continuation'
  | 'stand-down'
  | 'withdraw-stand-down'
  | 'void-violation'
  | 'move-first-violation'
  | 'adopt-plan';

/** Acts of one person (RULES 6). Completing a duty, deciding and acknowledging belong to the owning office. */
export type SingleAct = 'report' | 'raise-standing' | 'review' | 'waive' | 'hold';

export interface Phase {
  /** 1, 2, 3 … without gaps; phase 1 opens with the case. The engine knows no phase by name. */
  phase: number;
  name: Words;
  groups: GroupId[];
}

/**
 * `no-stand-down`: no stand-down in effect and a credible or verified violation; `continuation` says whether
 * hostilities are presumed to go on, need evidence, or need a decision. `declaration`: that act is in effect.
 */
export type GateCondition =
  | { kind: 'no-stand-down'; continuation: 'presumed' | 'evidenced' | 'decided' }
  | { kind: 'declaration'; act: 'large-scale' };

export interface Gate {
  id: GateId;
  /** The phase that it opens. */
  phase: number;
  /** Phases that it opens too where they are still shut. */
  opensAlso: number[];
  /** Measured from the first violation. */
  notBefore: Span;
  condition: GateCondition;
  /** "Lapsed, not triggered" at first violation + this, if no declaration was ever in effect. */
  lapses?: Span;
}

export interface Duty {
  id: DutyId;
  label: Words;
  /** One sentence that asks: its verbs are only read, acknowledge, confirm, record, report, convene, answer. */
  asks: Words;
  /**
   * `parties`: every party of the plan, each by the organisation that speaks for it. `posture`: the groups of the open
   * phases. `skipped`: the offices whose signature a break-glass act did not wait for.
   */
  owner: { groups: GroupId[] } | 'parties' | 'posture' | 'skipped';
  /** `any`: one office suffices. `every`: each party of the owning groups (or of the plan). */
  completion: 'any' | 'every';
  /** The phase that it belongs to: shown under it, moot with it. */
  phase: number;
  /** What brings it into being. */
  createdBy: 'opening' | 'phase' | 'declaration' | 'break-glass' | 'void' | 'pattern';
  /**
   * What `due` is measured from: the first violation, the opening's acceptance, the opening of `phase`, or the
   * acceptance of what created it.
   */
  anchor: 'first-violation' | 'opening' | 'phase' | 'creation';
  due: Span;
  /** Met by itself when the first violation of the case is verified, or when a stand-down takes effect. */
  metBy?: 'first-verification' | 'stand-down';
  /** `decision`: recorded by `decide`, one choice for each party. `review`: recorded as confirmed or disputed. */
  record: 'completion' | 'decision' | 'review';
  waivable: boolean;
  /** A stand-down makes it moot; otherwise it stays owed. */
  mootByStandDown: boolean;
}

/** Who is told: a group, or people who stand in a relation to the case. */
export type Audience =
  | (GroupId & {})
  /** The groups of all open phases. */
  | '@posture'
  /** Everyone for whom a notice of this case was ever made. */
  | '@told'
  /** The offices that owe the duty in question, or any open duty where none is in question. */
  | '@owners'
  /** The office that reported. */
  | '@reporter'
  /** Offices that may still sign, or have signed, the proposal in question. */
  | '@signers'
  /** The groups of the phase in question. */
  | '@phase'
  /** The groups of the phases below the one in question. */
  | '@earlier-phases'
  /** The groups of all phases ever opened. */
  | '@opened-phases'
  /** Offices of the parties that an adopted plan brings in. */
  | '@joined';

export type NoticeTopic =
  | 'case-opened'
  | 'violation-added'
  | 'instant-moved'
  | 'duty-approaching'
  | 'duty-overdue'
  | 'undecided'
  | 'acknowledgement-missing'
  | 'phase-opened'
  | 'declaration-in-effect'
  | 'proposal-made'
  | 'proposal-lapsed'
  | 'proposal-withdrawn'
  | 'stood-down'
  | 'resumed'
  | 'corrected'
  | 'declaration-withdrawn'
  | 'plan-adopted'
  | 'pattern-flagged'
  | 'pattern-weakened'
  | 'break-glass'
  | 'act-disputed'
  | 'case-closed'
  | 'lapsed'
  | 'not-delivered';

export interface NoticeRule {
  tell: Audience[];
  /** Of those told, who is asked to acknowledge. */
  acknowledge: Audience[];
  /** Told besides for these acts only (`proposal-made`: posture and legal for stand-down and large-scale). */
  alsoFor?: { acts: Act[]; tell: Audience[]; acknowledge: Audience[] };
}

export interface ActRule {
  /** Groups whose offices may sign. Deny by default: who is not named may not. */
  signers: GroupId[];
  /** Groups whose offices may propose without counting as a signature. */
  proposers: GroupId[];
  /** Distinct persons, and distinct organisations, over the same text hash; the proposal is the first. */
  persons: number;
  organisations: number;
  /** Each of these sets of groups must be among the signatures. */
  oneOfEach: GroupId[][];
  /** A signature counts when accepted strictly before proposal + this. 0 where the quorum is one. */
  expiry: Span;
  /** The statuses of a case in which the act is possible. */
  statuses: ('open' | 'quiet' | 'closed')[];
  /** A senior office may let it take effect at once, with a reason; those skipped review it. Default: no. */
  breakGlass?: boolean;
}

/** D0: who is told of a review, and who is asked next while nothing comes of it. */
export interface Triage {
  /** Told when a review begins. */
  tell: GroupId[];
  /** From the acceptance of the oldest report that waits to the first of `climbs`. */
  due: Span;
  /** From each of `climbs` to the next. */
  every: Span;
  /** Asked one after the other; then all of them again. */
  climbs: GroupId[];
  /** Between those, until there is an outcome. */
  thenEvery: Span;
}

export interface Grace {
  duties: Span;
  gates: Span;
}

/** Where one value of the plan comes from; shown to whoever reads the plan. */
export interface Provenance {
  /** `/`-separated path in the file, as written there. */
  path: string;
  /** The value as written (`PT24H`, `2`). */
  value: string;
  /** `source`: the report says so. `assumed`: ours, with the reason; changeable without a release. */
  kind: 'source' | 'assumed';
  /** A file may give one text for both languages. */
  reason: Words;
}

export interface Plan {
  schema: 1;
  id: string;
  version: number;
  title: Words;
  /** What the plan was made from: publication and date. */
  source: string;
  /** Parties whose violations it covers (ISO 3166-1 alpha-2); a report that names nobody counts as covered. */
  covers: PartyId[];
  episodeScope: 'sector';
  /** Sectors beside the 27 regions of ISO 3166-2:UA. */
  sectors: { id: string; name: Words }[];
  /** `occurrence`: the clocks start when it happened. `acceptance`: when it was accepted (strict-recorded). */
  firstViolation: 'occurrence' | 'acceptance';
  parties: { id: PartyId; name: Words }[];
  groups: { id: GroupId; name: Words; parties: PartyId[] }[];
  phases: Phase[];
  gates: Gate[];
  duties: Duty[];
  authority: Record<Act, ActRule>;
  /** Groups whose offices may do what one person may do. `source` is the group of accredited machines. */
  single: Record<SingleAct, GroupId[]>;
  notices: Record<NoticeTopic, NoticeRule>;
  timing: {
    /** A due instant acts when the case's own time has reached it + this. */
    settle: Span;
    /** Before `workingDue`, longest first. */
    reminders: Span[];
    overdueEvery: Span;
    /** Overdue reminders after the first telling. */
    overdueTimes: number;
    /** Without an acknowledgement: next channel, delegate, parent and watch. Three steps. */
    acknowledge: Span[];
    /** The divisor of those steps once the highest phase is open. */
    acknowledgeLastPhaseDivisor: number;
    /** At most one digest of joined and corroborating reports per recipient in this span. */
    digest: Span;
    /** Lateness above this is told, and moves what hangs on the instant. */
    lateTold: Span;
    /** A first violation that moved by less is told with the next notice only. */
    movedTold: Span;
    quietPeriod: Span;
    /** Open for so long since the opening or the last resumption. */
    prolonged: Span;
  };
  reports: {
    futureTolerance: Span;
    /** Below: fresh. */
    fresh: Span;
    /** From here on: grace, and the no-stand-down gates also need evidence of continuation. */
    late: Span;
    /** Above: review. */
    review: Span;
    /** `latest` − `earliest` at most. */
    spread: Span;
    /** A revision may move `earliest` by at most this from the first report. */
    revisionMove: Span;
    corroboration: { within: Span; distanceKm: number };
    /** Default: that of RULES 4 (`domain/review/triage.ts`). */
    triage?: Triage;
    /** Evidence of continuation lies within this before the instant of judging. */
    evidenceWithin: Span;
  };
  grace: { lateReport: Grace; moved: Grace; resumption: Grace; declaration: Grace };
  completion: {
    /** `performedAt` at most this after the acceptance. */
    ahead: Span;
    /** Recorded later than this after it was performed: needs evidence. */
    recordingDelay: Span;
    /** A second person confirms within this. */
    confirmWithin: Span;
  };
  repetition: {
    /** So many distinct verified violations of the agreement … */
    count: number;
    /** … whose occurrences lie within this of each other. */
    within: Span;
    /** The phase that opens at once, for repeated and for prolonged hostilities. */
    opensPhase: number;
    /** The source's stronger sentence, for repeated violations. */
    opensPhase3: boolean;
  };
  provenance: Provenance[];
}

/** How a case names the plan that it runs under. */
export interface PlanRef {
  id: string;
  version: number;
  /** SHA-256, hex, of the plan's canonical JSON. */
  hash: string;
}
