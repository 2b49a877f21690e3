/** Whether a message that reached a review is a command that the API gave to it (TRAPS P10, RULES 6). */
import type { Envelope } from '../case/commands.js';
import { claimOf } from '../case/foreign.js';
import type { Foreign } from '../case/foreign.js';
import { isDirectoryChange, isReport, messageFault, oneOf, optional, shape, text } from '../case/shape.js';
import type { Check } from '../case/shape.js';
import type { ReviewCommandKind } from './review.js';

const BODIES: Record<Exclude<ReviewCommandKind, 'noteForeign'>, Check> = {
  collect: shape({ report: isReport, why: optional(oneOf('alleged', 'old', 'elsewhere', 'revision')) }),
  conclude: shape({
    outcome: oneOf('credible', 'open-case', 'duplicate', 'not-a-violation'),
    text,
    reportKey: optional(text),
    violationId: optional(text),
  }),
  changeDirectory: isDirectoryChange,
};

/** `undefined` for a command of the API. */
export function foreignToReview(kind: keyof typeof BODIES, message: Envelope<unknown>): Foreign | undefined {
  const fault = messageFault(kind, BODIES[kind], message);
  if (fault !== undefined) return { fault };
  return message.stampFault === undefined ? undefined : { fault: message.stampFault, claimed: claimOf(message) };
}
