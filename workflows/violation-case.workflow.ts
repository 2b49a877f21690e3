/**
 * One case: a durable workflow that waits and orders, and decides nothing. It keeps the state (a fold of what was
 * decided), takes commands in the order of RULES 3, sleeps until the next instant, and carries out what was decided.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  log,
  workflowInfo,
} from '@temporalio/workflow';
import type { Instant } from '../domain/instant.js';
import { Refused } from '../domain/refused.js';
import type { Refusal } from '../domain/refused.js';
import { CarryOut } from './carry-out.js';
import { CaseRun } from './case-run.js';
import { foreignStart, refuseStart } from './foreign-start.js';
import { setHandlers } from './handlers.js';
import type { CaseStart } from './messages.js';
import { Wake } from './wake.js';

/** How a case ended: its last entry, or why it never began. */
export interface CaseEnd {
  caseId: string;
  entries: number;
  outcome?: string;
  refused?: Refusal;
}

export async function violationCase(start: CaseStart): Promise<CaseEnd> {
  const root = CancellationScope.current();
  // Temporal's own cancel is noted and stops nothing (RULES 6): everything below runs where it cannot reach.
  return await CancellationScope.nonCancellable(async () => {
    const fault = foreignStart(start);
    if (fault !== undefined) return await refuseStart(start, fault);
    const run = new CaseRun(start);
    try {
      run.begin();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.warn('The report in the start argument opens no case', { detail: error.detail });
      return { caseId: start.caseId, entries: 0, refused: error.refusal };
    }
    root.cancelRequested.catch(() => run.noteCancel());
    setHandlers(run);
    return await keep(run, new CarryOut(run), new Wake());
  });
}

/** The life of a case: do what has come, carry it out, wait for the next instant or message. */
async function keep(run: CaseRun, carryOut: CarryOut, wake: Wake): Promise<CaseEnd> {
  for (;;) {
    const until = run.advance();
    const leaving = mustContinue(run);
    let lookAgain: Instant | undefined;
    if (leaving) lookAgain = carryOut.settle(run.now());
    else carryOut.flush();
    lookAgain ??= carryOut.endsUncounted();
    if (run.state.status === 'closed' && carryOut.isDone()) break;
    if (leaving && carryOut.isStill()) {
      await condition(allHandlersFinished);
      if (run.hasWaiting()) continue;
      await continueAsNew<typeof violationCase>(run.carried(carryOut.unsent()));
    }
    wake.at(until, run.nextSummary());
    wake.at(lookAgain, 'what is under way ends');
    await condition(() => run.takeNews() || wake.take());
  }
  await condition(allHandlersFinished);
  return { caseId: run.state.caseId, entries: run.state.seq, outcome: run.state.outcome ?? '' };
}

/** Well below Temporal's limits of 2,000 updates and 10,000 signals a run (TRAPS 14), so that a busy case never hits them. */
const MOST_MESSAGES = 1000;
const MOST_EVENTS = 8000;

function mustContinue(run: CaseRun): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > MOST_EVENTS || run.messages > MOST_MESSAGES;
}
