/**
 * One review (RULES 2, 4 D0): a durable workflow that keeps reports until people have judged them, and asks on. It ends
 * when none waits; a later report begins it anew, from what its record says. What was judged credible is handed to a
 * case by the API, which follows this record: a case takes only what carries the API's stamp.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { HouseNotice } from '../domain/notice/house-notice.js';
import type { Refusal } from '../domain/refused.js';
import { foreignStart, refuseStart } from './foreign-start.js';
import type { houseNotice } from './house-notice.workflow.js';
import { HOUSE_NOTICE, houseNoticeWorkflowId, reviewStream } from './messages.js';
import type { ReviewActivities, ReviewStart } from './messages.js';
import { setReviewHandlers } from './review-handlers.js';
import { ReviewRun } from './review-run.js';
import { Wake } from './wake.js';

const { readReview, recordReview } = proxyActivities<ReviewActivities>({
  // A read or an append takes milliseconds; a store that hangs is tried again rather than waited for.
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

/** Well below Temporal's limits of a run; the next one reads the record. */
const MOST_MESSAGES = 1000;

export interface ReviewEnd {
  reviewId: string;
  entries: number;
  refused?: Refusal;
}

export async function reportReview(start: ReviewStart): Promise<ReviewEnd> {
  // Temporal's own cancel stops nothing (RULES 6).
  return await CancellationScope.nonCancellable(async () => {
    // The server alone says that a run continues another, whose start was judged.
    const continued = workflowInfo().continuedFromExecutionRunId !== undefined;
    const fault = continued ? undefined : foreignStart(start);
    if (fault !== undefined) {
      const { refused } = await refuseStart({}, fault);
      return { reviewId: '', entries: 0, refused };
    }
    const run = new ReviewRun(start, await readReview(start.reviewId));
    if (!continued) run.submit('collect', start.first);
    setReviewHandlers(run);
    return await keep(run, new Wake());
  });
}

async function keep(run: ReviewRun, wake: Wake): Promise<ReviewEnd> {
  let underWay = 0;
  const carryOut = async (work: Promise<unknown>): Promise<void> => {
    underWay += 1;
    await work;
    underWay -= 1;
    run.note();
  };
  let recording = false;
  const record = async (): Promise<void> => {
    recording = true;
    const bodies = [...run.unrecorded];
    const firstSeq = run.state.seq - bodies.length + 1;
    await recordReview({ stream: reviewStream(run.state.reviewId), firstSeq, bodies });
    run.recorded(bodies.length);
    recording = false;
  };
  for (;;) {
    const until = run.advance();
    for (const notice of run.takeNotices()) void carryOut(tell(notice));
    if (!recording && run.unrecorded.length > 0) void carryOut(record());
    if (underWay === 0 && !run.isBusy()) {
      await condition(allHandlersFinished);
      if (run.isBusy()) continue;
      if (!run.state.clock) return { reviewId: run.state.reviewId, entries: run.state.seq };
      if (mustContinue(run)) await continueAsNew<typeof reportReview>(run.continued);
    }
    wake.at(until, 'the next is asked');
    await condition(() => run.takeNews() || wake.take());
  }
}

const mustContinue = ({ messages }: ReviewRun): boolean =>
  workflowInfo().continueAsNewSuggested || messages > MOST_MESSAGES;

/** By a workflow of its own, which outlives this one and tries for a day; the same notice is sent once. */
async function tell(notice: HouseNotice): Promise<void> {
  try {
    await startChild<typeof houseNotice>(HOUSE_NOTICE, {
      workflowId: houseNoticeWorkflowId(notice.id),
      args: [notice],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
