/**
 * Messages to a review. As in a case, what the API has not stamped is taken and noted, and changes nothing; the
 * validator of an outcome refuses only what the API gave, and awaits nothing.
 */
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  setDefaultSignalHandler,
  setDefaultUpdateHandler,
  setHandler,
} from '@temporalio/workflow';
import type { Envelope } from '../domain/case/commands.js';
import type { Foreign } from '../domain/case/foreign.js';
import { Refused } from '../domain/refused.js';
import type { ReviewAnswer } from '../domain/review/answer.js';
import type { ConcludeBody } from '../domain/review/review.js';
import { foreignToReview } from '../domain/review/shape.js';
import { collectSignal, concludeSignal, concludeUpdate, directoryChangedSignal, REFUSED } from './messages.js';
import type { ReviewRun } from './review-run.js';

export function setReviewHandlers(run: ReviewRun): void {
  const take = (kind: 'collect' | 'conclude' | 'changeDirectory') => (envelope: Envelope<unknown>) => {
    const foreign = foreignToReview(kind, envelope);
    if (foreign) run.noteForeign('signal', `${kind}Signal`, foreign);
    else run.submit(kind, envelope);
  };
  setHandler(collectSignal, take('collect'));
  setHandler(concludeSignal, take('conclude'));
  setHandler(directoryChangedSignal, take('changeDirectory'));
  setHandler(concludeUpdate, (envelope) => concluded(run, envelope), {
    validator: (envelope) => validate(run, envelope),
  });
  const unknown: Foreign = { fault: 'a review knows no message of this name.' };
  setDefaultSignalHandler((name) => run.noteForeign('signal', name, unknown));
  setDefaultUpdateHandler((name) => {
    run.noteForeign('update', name, unknown);
    return { refused: { code: 'invalid', detail: `A review knows no update "${name}".` } };
  });
}

/** Refuses only what the API gave: any other message is taken and noted, so that it leaves a trace. */
function validate(run: ReviewRun, envelope: Envelope<ConcludeBody>): void {
  if (foreignToReview('conclude', envelope)) return;
  try {
    run.judge('conclude', envelope);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { detail: message, refusal } = error;
    throw ApplicationFailure.create({ type: REFUSED, message, nonRetryable: true, details: [refusal] });
  }
}

async function concluded(run: ReviewRun, envelope: Envelope<ConcludeBody>): Promise<ReviewAnswer> {
  const foreign = foreignToReview('conclude', envelope);
  if (foreign) {
    run.noteForeign('update', 'conclude', foreign);
    const refused = { code: foreign.claimed ? 'forbidden' : 'invalid', detail: foreign.fault } as const;
    return { commandId: '', reviewId: run.state.reviewId, seq: 0, refused };
  }
  run.submit('conclude', envelope);
  // As of a case: once Temporal's own cancel was asked for, every other wait here throws.
  await CancellationScope.nonCancellable(() => condition(() => run.answered(envelope.commandId) !== undefined));
  return run.answered(envelope.commandId) as ReviewAnswer;
}
