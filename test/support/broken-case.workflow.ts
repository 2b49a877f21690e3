/** Workflows that wait where none did before: what replay must stop before it runs. */
import { sleep } from '@temporalio/workflow';
import * as cases from '../../workflows/index.js';
import type { CaseStart, CorrectionStart } from '../../workflows/messages.js';

export async function violationCase(start: CaseStart): Promise<unknown> {
  await sleep('1 second');
  return await cases.violationCase(start);
}

export async function closedCorrection(start: CorrectionStart): Promise<unknown> {
  await sleep('1 second');
  return await cases.closedCorrection(start);
}
