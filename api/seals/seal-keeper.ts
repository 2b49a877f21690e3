/** Sees to it that the workflow that seals this world's record runs, also after somebody ended it. */
import type { Client } from '@temporalio/client';
import { SEAL, sealWorkflowId, TASK_QUEUE } from '../../workflows/messages.js';
import type { SealStart } from '../../workflows/messages.js';
import type { Log } from '../log/log.js';
import { Rounds } from '../worlds/rounds.js';

const EVERY_MS = 60_000;
const DEADLINE_MS = 5000;

export class SealKeeper {
  private readonly rounds: Rounds;

  constructor(
    private readonly client: Client,
    private readonly start_: SealStart,
    log: Log,
  ) {
    this.rounds = new Rounds({ everyMs: EVERY_MS, look: () => this.look(), waits: 'Sealing waits for Temporal', log });
  }

  start(): void {
    this.rounds.start();
  }

  async close(): Promise<void> {
    await this.rounds.close();
  }

  private async look(): Promise<void> {
    const { connection, workflow } = this.client;
    await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      workflow.start(SEAL, {
        workflowId: sealWorkflowId(this.start_.agreement),
        taskQueue: TASK_QUEUE,
        args: [this.start_],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: 'Seals the record',
      }),
    );
  }
}
