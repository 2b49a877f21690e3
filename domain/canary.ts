/** The canary: a workflow of the exercise namespace that proves the way from Temporal into the record, for ever again. */
import { MINUTE } from './instant.js';
import type { Instant, Span } from './instant.js';

export const CANARY_EVERY: Span = 5 * MINUTE;

/** The stream of its entries, in the record of the real world: that is the one it proves. */
export const CANARY = 'canary';

export interface CanaryEntry {
  type: 'canary-sang';
  /** When it was recorded, by the worker's clock. */
  at: Instant;
  /** When it was started, by the Temporal server's clock. */
  startedAt: Instant;
  workflowId: string;
  runId: string;
  /** How much later than asked its timer fired. */
  timerLateMs: Span;
  /** What came of its notice, in the channel's words; it goes to the canary's own logbook and to nobody. */
  notice: { id: string; said: string };
}
