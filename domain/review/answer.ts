/** What the sender of an outcome is told. */
import type { Refusal } from '../refused.js';

export interface ReviewAnswer {
  commandId: string;
  reviewId: string;
  /** The entry of the review's record that holds the command. */
  seq: number;
  refused?: Refusal;
}
