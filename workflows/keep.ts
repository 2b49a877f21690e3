/** The life of a run: do what has come, carry it out, wait for the next instant or message. */
import { allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { Instant } from '../domain/instant.js';
import type { Telling } from '../domain/notice/matter.js';
import { openProposals } from '../domain/case/lapsing.js';
import type { CarryOut } from './carry-out.js';
import type { CaseRun } from './case-run.js';
import { Wake } from './wake.js';

/**
 * Until the case is closed and everything carried out; `goOn` begins the next run in its place, with what is not sent
 * yet, and does not come back.
 */
export async function keep(
  run: CaseRun,
  carryOut: CarryOut,
  goOn: (unsent: Telling[]) => Promise<never>,
): Promise<void> {
  const wake = new Wake();
  for (;;) {
    const until = run.advance();
    const leaving = mustContinue(run);
    let lookAgain: Instant | undefined;
    if (leaving) lookAgain = carryOut.settle(run.now());
    else carryOut.flush();
    lookAgain ??= carryOut.endsUncounted();
    if (isOver(run) && carryOut.isDone()) break;
    if (leaving && carryOut.isStill()) {
      await condition(allHandlersFinished);
      if (run.hasWaiting()) continue;
      await goOn(carryOut.unsent());
    }
    wake.at(until, run.nextSummary());
    wake.at(lookAgain, 'what is under way ends');
    await condition(() => run.takeNews() || wake.take());
  }
  await condition(allHandlersFinished);
}

/** Corrections of a closed case wait for their signatures. */
const isOver = ({ state }: CaseRun): boolean => state.status === 'closed' && openProposals(state).length === 0;

/** Well below Temporal's limits of 2,000 updates and 10,000 signals a run (TRAPS 14), so that a busy case never hits them. */
const MOST_MESSAGES = 1000;
const MOST_EVENTS = 8000;

function mustContinue(run: CaseRun): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > MOST_EVENTS || run.messages > MOST_MESSAGES;
}
