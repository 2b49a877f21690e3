/** Bare Temporal: the driver starts workflows and signals them, one worker does the rest. */
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { beginNode } from './child.js';
import { numberIn, sectorOf } from './side.js';
import type { Side } from './side.js';

/** As in `bare-worker.ts`, which must not be loaded here. */
const QUEUE = 'bare';

export async function bareSide(
  name: 'bare' | 'bare-again',
  connection: Connection,
  address: string,
  { smtpPort, gates, folder }: { smtpPort: number; gates: readonly [number, number]; folder: string },
): Promise<Side> {
  const module = fileURLToPath(new URL('bare-worker.js', import.meta.url));
  const start = async () => {
    const begun = beginNode(module, [address, name, String(smtpPort)], join(folder, 'bare-worker.log'));
    await Promise.race([once(begun.child, 'message'), once(begun.child, 'exit').then(died)]);
    return begun;
  };
  let worker = await start();
  const client = new Client({ connection, namespace: name });
  // Mails of both go to one sink.
  const prefix = name === 'bare' ? '' : 'again-';
  const workflowId = (number: number): string => `bare/${sectorOf(number)}`;
  return {
    name,
    settleMs: 0,
    namespace: name,
    pids: () => ({ worker: worker.pid }),
    killWorker: () => worker.kill(),
    reviveWorker: async () => {
      worker = await start();
    },
    recordBytes: () => 0,
    workflowId,
    open: async (number, firstViolationAt) => {
      const caseId = `${prefix}${sectorOf(number)}`;
      const args = [{ caseId, firstViolationAt, gates: gates.map((seconds) => seconds * 1000) }];
      await client.workflow.start('bareCase', { taskQueue: QUEUE, workflowId: workflowId(number), args });
      return 'answered';
    },
    prepareStandDown: () => Promise.resolve(),
    standDown: async (number) => await client.workflow.getHandle(workflowId(number)).signal('standDown'),
    numberOf: (caseId) => numberIn(caseId, new RegExp(`^${prefix}S-(\\d+)$`)),
    stop: () => worker.stop(),
  };
}

function died(): never {
  throw new Error('The worker of the bare workload ended before it was ready.');
}
