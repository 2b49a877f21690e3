/**
 * What people are taken to do in a rehearsal: nobody can know, so it is said and shown. They never declare a large-scale
 * attack, never adopt a plan and correct nothing: those are judgements of facts that a table does not hold.
 */
import { HOUR, MINUTE } from '../instant.js';
import type { Span } from '../instant.js';

export interface Conduct {
  name: 'diligent' | 'silent';
  /** From the ask to the acknowledgement. Absent: nobody acknowledges. */
  acknowledges?: Span;
  /** From the opening to the verification of the violation that opened the case, by the watch. */
  verifies?: Span;
  /** Duties are recorded so long before they are due, or at once where less is left. */
  performs?: Span;
  /** From the beginning of a review to its outcome: not a violation. */
  reviews?: Span;
  /** A case without news for so long is stood down by two organisations. */
  standsDown?: Span;
}

/** Does what the plan asks, in time. */
export const DILIGENT: Conduct = {
  name: 'diligent',
  acknowledges: 20 * MINUTE,
  verifies: 3 * HOUR,
  performs: 2 * HOUR,
  reviews: 45 * MINUTE,
  standsDown: 20 * HOUR,
};

/** Does nothing at all: what the plan alone brings about. */
export const SILENT: Conduct = { name: 'silent' };
