/** The Temporal server's time, from the last event of a workflow that exists only to be written to. */
import type { Client } from '@temporalio/client';
import type { ServerTime } from './acceptance-clock.js';

/** No worker polls this queue; the workflow is ended by the server after a day and begun anew by the next probe. */
const CLOCK_QUEUE = 'holdfire-clock';
const DEADLINE_MS = 2000;

export class TemporalTime implements ServerTime {
  constructor(private readonly client: Client) {}

  async read(): Promise<number> {
    const { connection, options, workflow } = this.client;
    const deadline = Date.now() + DEADLINE_MS;
    const workflowId = 'clock';
    return await connection.withDeadline(deadline, async () => {
      await workflow.signalWithStart('clock', {
        workflowId,
        taskQueue: CLOCK_QUEUE,
        signal: 'tick',
        signalArgs: [],
        args: [],
        workflowRunTimeout: '24 hours',
        staticSummary: 'Tells the API what time the server has; nothing works on it.',
      });
      const { history } = await connection.workflowService.getWorkflowExecutionHistoryReverse({
        namespace: options.namespace,
        execution: { workflowId },
        maximumPageSize: 1,
      });
      const time = history?.events?.[0]?.eventTime;
      if (!time) throw new Error('The server wrote no time.');
      return Number(time.seconds) * 1000 + Math.floor((time.nanos ?? 0) / 1e6);
    });
  }
}
