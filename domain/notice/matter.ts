/**
 * What a notice is about. A matter is made once in a decision and told to several recipients; its facts are what is
 * not already in the case's brief. `wording.ts` turns matter + brief + recipient into a subject and a text.
 */
import type { OfficeId, OrganisationId, ChannelKind, CaseOffice } from '../directory/directory.js';
import type { PatternRest } from '../agreement/counted.js';
import type { Instant, Span } from '../instant.js';
import type { Choice, Occurrence, Standing } from '../case/commands.js';
import type { Because } from '../case/because.js';
import type { Act, DutyId, GateId, PartyId, PlanRef, Words } from '../plan/plan.js';

/** One line of a table of moved instants. `old` is absent where the instant is new. */
export interface Moved {
  id: string;
  label: Words;
  old?: Instant;
  now: Instant;
}

export type Facts =
  | {
      topic: 'case-opened';
      violationId: string;
      violationKind: string;
      occurredAt: Occurrence;
      acceptedAt: Instant;
      /** Accepted this long after it occurred; 0 when below the plan's `fresh`. */
      lateBy: Span;
      /** The previous case whose quiet this violation speaks against. */
      disproves?: string;
      /** What was left of the first gate's window at the acceptance. */
      left?: { gateId: GateId; opensAt: Instant; span: Span };
    }
  | {
      topic: 'violation-added';
      items: {
        violationId: string;
        what: 'violation' | 'corroboration' | 'revision';
        violationKind: string;
        occurredAt: Occurrence;
        standing: Standing;
      }[];
      /** Further news of the same kind, only counted. */
      more: number;
    }
  | { topic: 'instant-moved'; cause: Words; table: Moved[] }
  | { topic: 'duty-approaching'; dutyId: DutyId; before: Span; workingDueAt: Instant }
  | { topic: 'duty-overdue'; dutyId: DutyId; workingDueAt: Instant; /** 0 the first telling. */ nth: number }
  | { topic: 'undecided'; dutyId: DutyId; parties: PartyId[]; needsTime: PartyId[]; treatyDueAt: Instant }
  | {
      topic: 'acknowledgement-missing';
      organisation: OrganisationId;
      since: Instant;
      /** 1 next channel, 2 delegate, 3 parent and watch. */
      step: number;
      asked: OfficeId[];
      /** The office itself said "I cannot: pass it on". */
      passed: boolean;
    }
  | {
      topic: 'phase-opened';
      phase: number;
      gateId: GateId;
      openedAt: Instant;
      actedAt: Instant;
      latenessMs: Span;
      /** A proposal to stand down lacks signatures and stops nothing. */
      standDownPending: boolean;
      /** When that proposal, if any, expires. */
      dueAfter: { dutyId: DutyId; workingDueAt: Instant }[];
      /** It opened by a pattern, not at the gate's own instant. */
      pattern?: 'repeated' | 'prolonged';
    }
  | {
      topic: 'declaration-in-effect';
      act: Act;
      offices: OfficeId[];
      text: string;
      at: Instant;
      phase: number;
      opensAt: Instant;
      decideBy?: Instant;
      /** Of the 72 hours; below 0 when they have passed. */
      left: Span;
    }
  | {
      topic: 'proposal-made';
      proposalId: string;
      act: Act;
      by: OfficeId;
      text: string;
      textHash: string;
      expiresAt: Instant;
      needs: Words;
      /** Of the adoption of a plan: what it would change in this case. */
      preview?: Moved[];
    }
  | { topic: 'proposal-lapsed' | 'proposal-withdrawn'; proposalId: string; act: Act; by: OfficeId }
  | {
      topic: 'stood-down';
      at: Instant;
      offices: OfficeId[];
      text: string;
      quietUntil: Instant;
      /** Phases that opened while the stand-down was in flight. */
      inFlight: number[];
      moot: DutyId[];
      stillOwed: DutyId[];
    }
  | {
      topic: 'resumed';
      at: Instant;
      /** The violation that resumed it; absent where the stand-down was withdrawn. */
      violationId?: string;
      /** Who withdrew the stand-down. */
      by: OfficeId[];
      posture: number;
      gates: { gateId: GateId; phase: number; opensAt: Instant }[];
      /** Owed again. */
      again: DutyId[];
    }
  | {
      topic: 'corrected';
      what: 'void' | 'moved';
      violationId: string;
      offices: OfficeId[];
      text: string;
      /** What had rested on it, and stays. */
      phases: number[];
      /** The pattern flag of the case had rested on it, and stays. */
      pattern?: true;
      table: Moved[];
      /** By when the open phases confirm that they stand. */
      confirmBy?: Instant;
    }
  | {
      topic: 'declaration-withdrawn';
      act: Act;
      offices: OfficeId[];
      text: string;
      at: Instant;
      posture: number;
      moot: DutyId[];
    }
  | {
      topic: 'plan-adopted';
      plan: PlanRef;
      previous: PlanRef;
      offices: OfficeId[];
      text: string;
      at: Instant;
      table: Moved[];
      /** No longer owed: the new version does not know them. */
      moot: DutyId[];
      joined: PartyId[];
      /** For those who join: when each phase opened. */
      opened: { phase: number; openedAt: Instant }[];
    }
  | {
      topic: 'pattern-flagged';
      what: 'repeated' | 'prolonged';
      at: Instant;
      /** The violation of this case that completed it, and all on which it rests, the earliest first. */
      violationId?: string;
      rests: PatternRest[];
      /** Open without a break since then. */
      since?: Instant;
      /** Opened by it. */
      phases: number[];
      /** By when the watch says whether this is a large-scale attack. */
      assessBy?: Instant;
    }
  | {
      topic: 'pattern-weakened';
      violationId: string;
      /** The case of the violation, where it is another. */
      of?: string;
      /** Their flags rest on it. */
      cases: string[];
      /** By when the posture is confirmed, or stood down. */
      confirmBy?: Instant;
    }
  | {
      topic: 'break-glass';
      act: Act;
      proposalId: string;
      by: OfficeId;
      text: string;
      reason: string;
      at: Instant;
      dutyId: DutyId;
      reviewBy: Instant;
    }
  | { topic: 'act-disputed'; dutyId: DutyId; act: Act; by: OfficeId; text: string }
  | { topic: 'case-closed'; outcome: 'stood-down' | 'void'; closedAt: Instant; unmet: DutyId[] }
  | { topic: 'lapsed'; gateId: GateId; at: Instant }
  | { topic: 'not-delivered'; office: OfficeId; about: Facts['topic']; said: string };

/** What people changed in a running case. */
export type Change = Extract<
  Facts,
  {
    topic:
      | 'resumed'
      | 'corrected'
      | 'declaration-withdrawn'
      | 'plan-adopted'
      | 'break-glass'
      | 'act-disputed'
      | 'pattern-flagged'
      | 'pattern-weakened';
  }
>;

export type FactsOf<T extends Facts['topic']> = Extract<Facts, { topic: T }>;

export interface Matter {
  /** `m1`, `m2` … within the case. */
  id: string;
  facts: Facts;
  because: Because;
  /** When it was decided, the case's own time. */
  madeAt: Instant;
}

/** One notice: one message to one recipient over one channel. */
export interface Recipient {
  /** Within the case (`n1`, `n2` …); outside always as `CASEID.n1`. Never changes over retries. */
  noticeId: string;
  office: OfficeId;
  channel: ChannelKind;
  acknowledge: boolean;
  /** The earlier notice to this office that this one updates or cancels. */
  updates?: string;
  /** The office that could not be reached and in whose place this one is told. */
  insteadOf?: OfficeId;
}

/** The state of a case as every notice restates it. */
export interface CaseBrief {
  caseId: string;
  agreement: string;
  exercise: boolean;
  speed: number;
  sector: string;
  place: string;
  violationKind: string;
  status: 'open' | 'quiet' | 'closed';
  level: number;
  posture: number;
  phaseNames: Record<number, Words>;
  firstViolationAt: Instant;
  plan: PlanRef;
  gates: {
    id: GateId;
    phase: number;
    opensAt: Instant;
    openedAt?: Instant;
    needsDeclaration: boolean;
    /** "Lapsed, not triggered" then, if no declaration was ever in effect. */
    lapsesAt?: Instant;
    /** The groups of its phase, by name. */
    informs?: Words[];
  }[];
  duties: {
    id: DutyId;
    label: Words;
    asks: Words;
    treatyDueAt: Instant;
    workingDueAt: Instant;
    state: string;
    charged: boolean;
  }[];
  decisions: { party: PartyId; choice: Choice }[];
}

/** One message: everything that a recipient is told over one channel in one go. */
export interface Message {
  /** `CASEID.n1`: the id of the first notice in it. */
  id: string;
  noticeIds: string[];
  office: OfficeId;
  recipient: Pick<CaseOffice, 'name' | 'timeZone' | 'language' | 'organisation'>;
  channel: ChannelKind;
  /** Matters in the order in which they were decided. */
  matters: string[];
  acknowledge: boolean;
  updates?: string;
  /** Duties that this office still owes, by id, soonest first. */
  owes: DutyId[];
  /** No other way is left for this recipient: keep trying for long. */
  lastResort: boolean;
}

/** The input of the activity `tell`. */
export interface Telling {
  brief: CaseBrief;
  matters: Matter[];
  messages: Message[];
  /** Names of offices, organisations and parties that the matters mention. */
  names: Record<string, Words>;
}
