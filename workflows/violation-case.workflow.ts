/**
 * One case: a durable workflow that waits and orders, and decides nothing. It keeps the state (a fold of what was
 * decided), takes commands in the order of RULES 3, sleeps until the next instant, and carries out what was decided.
 */
import { CancellationScope, continueAsNew, log } from '@temporalio/workflow';
import type { Telling } from '../domain/notice/matter.js';
import { Refused } from '../domain/refused.js';
import type { Refusal } from '../domain/refused.js';
import { CarryOut } from './carry-out.js';
import { CaseRun } from './case-run.js';
import { foreignStart, refuseStart } from './foreign-start.js';
import { setHandlers } from './handlers.js';
import { keep } from './keep.js';
import type { CaseStart } from './messages.js';

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
      run.begin(start);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.warn('The report in the start argument opens no case', { detail: error.detail });
      return { caseId: start.caseId, entries: 0, refused: error.refusal };
    }
    root.cancelRequested.catch(() => run.noteCancel());
    setHandlers(run);
    // Only this run can have been begun from the record.
    const { recovered: _, ...lasting } = start;
    const next = (unsent: Telling[]): CaseStart => ({ ...lasting, ...run.carried(unsent) });
    await keep(run, new CarryOut(run), (unsent) => continueAsNew<typeof violationCase>(next(unsent)));
    return { caseId: run.state.caseId, entries: run.state.seq, outcome: run.state.outcome ?? '' };
  });
}
