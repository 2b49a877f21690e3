/**
 * Has the agreement count a case's verified violations (RULES 5). The first ask starts its workflow. Never fails a
 * case: it is tried again for as long as it takes, and the same news is answered as the first time.
 */
import { Context } from '@temporalio/activity';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { CountAnswer } from '../domain/agreement/counted.js';
import { AGREEMENT, agreementWorkflowId, TASK_QUEUE } from '../workflows/messages.js';
import type { AgreementStart, CountAsk } from '../workflows/messages.js';

/** One attempt; without a deadline the client would go on for ever (TRAPS 13). */
const DEADLINE_MS = 10_000;

type Start = (start: AgreementStart) => Promise<unknown>;

export async function countVerified(agreement: string, ask: CountAsk): Promise<CountAnswer[]> {
  const { client } = Context.current();
  const startWorkflowOperation = new WithStartWorkflowOperation<Start>(AGREEMENT, {
    workflowId: agreementWorkflowId(agreement),
    taskQueue: TASK_QUEUE,
    args: [{ agreement }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Verified violations of ${agreement}`,
  });
  const answers = await client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    client.workflow.executeUpdateWithStart<Start, CountAnswer[], [CountAsk]>('count', {
      args: [ask],
      updateId: updateIdOf(ask),
      startWorkflowOperation,
    }),
  );
  // Whoever is asked by another version, or past us, may answer less: then nothing is counted yet.
  if (!Array.isArray(answers) || answers.length !== ask.news.length) {
    throw new Error(`The agreement ${agreement} did not answer what it was asked.`);
  }
  return answers;
}

/** The same ask tried again is the same update, where the first is still under way. */
const updateIdOf = ({ news }: CountAsk): string =>
  news
    .slice(0, 1)
    .map(({ caseId, seq }) => `${caseId}.${seq}.${news.length}`)
    .join('');
