/** What cases say of their verified violations, and what the agreement answers (RULES 5, "Repeated"). */
import type { Instant, Span } from '../instant.js';

/** One violation of one case. */
export interface ViolationRef {
  caseId: string;
  violationId: string;
}

/** A violation that is or was verified, as its case says now. */
export interface Counted extends ViolationRef {
  /** The violation of the same case that it was found to be the same event as; itself where it stands on its own. */
  event: string;
  occurredAt: Instant;
  verifiedAt: Instant;
  voidedAt?: Instant;
  /** The entry of the case's record from which this stands; what comes with a lower one is older news. */
  seq: number;
}

/** Of the plan of the case that asks. */
export interface CountRule {
  count: number;
  within: Span;
}

/** A violation on which a pattern rests. */
export interface PatternRest extends ViolationRef {
  occurredAt: Instant;
}

export interface CountAnswer extends ViolationRef {
  seq: number;
  /** It completes the pattern: all violations of the window, itself among them, the earliest first. */
  rests?: PatternRest[];
  /** It is void, and the flags of these other cases rest on it. */
  weakens?: string[];
}
