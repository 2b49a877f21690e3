/** Waits until the API says that everything behind it is ready, and until a worker asks for work. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { TASK_QUEUE } from '../../workflows/messages.js';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';

const POLL_MS = 100;

/** Throws a sentence that says what was not ready, and at once when `signal` says that nobody waits any longer. */
export async function untilReady(
  url: string,
  worker: { connection: Connection; namespaces: readonly string[]; since: number },
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + patienceMs;
  const client = new ApiClient(url);
  const checks = [
    () => problemOfApi(client),
    ...worker.namespaces.map((namespace) => () => problemOfWorker(worker.connection, namespace, worker.since)),
  ];
  for (const check of checks) {
    for (let problem = await check(); problem !== undefined; problem = await check()) {
      if (Date.now() > until) throw new Error(`Not ready after ${patienceMs / 1000} s: ${problem}`);
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}

async function problemOfApi(client: ApiClient): Promise<string | undefined> {
  try {
    const { status, body } = await client.page('/health/ready');
    return status === 200 ? undefined : JSON.stringify(body);
  } catch (error) {
    if (error instanceof Unreachable) return error.message;
    throw error;
  }
}

/** The server knows who asked for work and when; who asked before this start may be gone. */
async function problemOfWorker(connection: Connection, namespace: string, since: number): Promise<string | undefined> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: WORKFLOW_TASKS,
  });
  const asks = pollers?.some(({ lastAccessTime }) => lastAccessTime && tsToMs(lastAccessTime) >= since);
  return asks ? undefined : `no worker asks for work in ${namespace}; its log says why`;
}

/** `temporal.api.enums.v1.TaskQueueType`. */
const WORKFLOW_TASKS = 1;
