/**
 * Has the agreement count a case's verified violations (RULES 5). The first ask starts its workflow. Never fails a
 * case: it is tried again for as long as it takes, and the same news is answered as the first time.
 */
import { Context } from '@temporalio/activity';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { CountAnswer } from '../domain/agreement/counted.js';
import { AGREEMENT, agreementWorkflowId, TASK_QUEUE } from '../workflows/messages.js';
import type { AgreementStart, CountAsk } from '../workflows/messages.js';
import { atMost } from './at-most.js';
import type { Log } from './log.js';

/** What rides along with an append must not hold it up: after this it is asked again by itself. */
const RIDING_MS = 1000;

/** One attempt; without a deadline the client would go on for ever (TRAPS 13). */
const DEADLINE_MS = 10_000;

type Start = (start: AgreementStart) => Promise<unknown>;

export async function countVerified(ask: CountAsk): Promise<CountAnswer[]> {
  const { client, cancelled } = Context.current();
  const { agreement } = ask;
  const startWorkflowOperation = new WithStartWorkflowOperation<Start>(AGREEMENT, {
    workflowId: agreementWorkflowId(agreement),
    taskQueue: TASK_QUEUE,
    args: [{ agreement }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Verified violations of ${agreement}`,
  });
  const asked = client.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
    client.workflow.executeUpdateWithStart<Start, CountAnswer[], [CountAsk]>('count', {
      args: [ask],
      updateId: updateIdOf(ask),
      startWorkflowOperation,
    }),
  );
  // A worker that ends waits for nobody; another one asks again.
  const answers = await Promise.race([asked, cancelled]);
  // Whoever is asked by another version, or past us, may answer less: then nothing is counted yet.
  if (!Array.isArray(answers) || answers.length !== ask.news.length) {
    throw new Error(`The agreement ${agreement} did not answer what it was asked.`);
  }
  return answers;
}

/** As {@link countVerified}, beside something else: `undefined` where there is no answer soon. */
export async function countSoon(ask: CountAsk, log: Log): Promise<CountAnswer[] | undefined> {
  const answers = countVerified(ask).catch((error: unknown) => {
    log.warn({ err: error, agreement: ask.agreement }, 'The agreement did not count; it is asked again.');
    return undefined;
  });
  return await atMost(RIDING_MS, answers);
}

/** The same ask tried again is the same update, where the first is still under way. */
const updateIdOf = ({ news }: CountAsk): string =>
  news
    .slice(0, 1)
    .map(({ caseId, seq }) => `${caseId}.${seq}.${news.length}`)
    .join('');
