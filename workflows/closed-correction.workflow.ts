/**
 * Corrections of a closed case (RULES 8: "only `void-violation` may name a violation of a closed case, and changes only
 * the count"). The case's own workflow has ended; this one takes the proposal, its signatures and its expiry by the
 * same rules, in the same record, has the agreement count anew, and ends.
 */
import { CancellationScope, continueAsNew } from '@temporalio/workflow';
import { CarryOut } from './carry-out.js';
import { CaseRun } from './case-run.js';
import { foreignStart, refuseStart } from './foreign-start.js';
import { setHandlers } from './handlers.js';
import { keep } from './keep.js';
import type { CaseState } from '../domain/case/state.js';
import type { CorrectionStart } from './messages.js';
import type { CaseEnd } from './violation-case.workflow.js';

export async function closedCorrection(start: CorrectionStart): Promise<CaseEnd> {
  const root = CancellationScope.current();
  // As in a case, Temporal's own cancel is noted and stops nothing (RULES 6).
  return await CancellationScope.nonCancellable(async () => {
    const fault = foreignStart(start);
    if (fault !== undefined) return await refuseStart(start, fault);
    const { closed, directory, directoryHash: hash, carried } = start;
    const begun = { state: closed as CaseState, unrecorded: [], unrecordedFrom: closed.seq + 1, unsent: [] };
    const run = new CaseRun({ ...start, carried: carried ?? begun });
    if (!carried) {
      run.submitOwn('beginCorrections', { directory, hash });
      // The proposal was accepted before, and is judged under the directory of now.
      run.advance();
      run.submit('propose', start.first);
      // Before any handler is set (TRAPS P1): the update that comes with the start finds its answer.
      run.advance();
    }
    root.cancelRequested.catch(() => run.noteCancel());
    setHandlers(run);
    await keep(run, new CarryOut(run), (unsent) =>
      continueAsNew<typeof closedCorrection>({ ...start, ...run.carried(unsent) }),
    );
    return { caseId: run.state.caseId, entries: run.state.seq };
  });
}
