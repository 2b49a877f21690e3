/** Bare Temporal: the driver starts workflows and signals them, one worker does the rest. */
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { beginNode } from './child.js';
import { sectorOf } from './side.js';
import type { Side } from './side.js';

/** As in `bare-worker.ts`, which must not be loaded here. */
const QUEUE = 'bare';
const NAMESPACE = 'bare';

export async function bareSide(
  connection: Connection,
  address: string,
  { smtpPort, gates, folder }: { smtpPort: number; gates: readonly [number, number]; folder: string },
): Promise<Side> {
  const module = fileURLToPath(new URL('bare-worker.js', import.meta.url));
  const worker = beginNode(module, [address, NAMESPACE, String(smtpPort)], join(folder, 'bare-worker.log'));
  await Promise.race([once(worker.child, 'message'), once(worker.child, 'exit').then(died)]);
  const client = new Client({ connection, namespace: NAMESPACE });
  const workflowId = (number: number): string => `bare/${sectorOf(number)}`;
  return {
    name: 'bare',
    settleMs: 0,
    namespace: NAMESPACE,
    pids: { worker: worker.pid },
    workflowId,
    open: async (number, firstViolationAt) => {
      const caseId = sectorOf(number);
      const args = [{ caseId, firstViolationAt, gates: gates.map((seconds) => seconds * 1000) }];
      await client.workflow.start('bareCase', { taskQueue: QUEUE, workflowId: workflowId(number), args });
      return 'answered';
    },
    prepareStandDown: () => Promise.resolve(),
    standDown: async (number) => await client.workflow.getHandle(workflowId(number)).signal('standDown'),
    isOf: (number) => (caseId) => caseId === sectorOf(number),
    stop: () => worker.stop(),
  };
}

function died(): never {
  throw new Error('The worker of the bare workload ended before it was ready.');
}
