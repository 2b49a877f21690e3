/** Waits until the API says that it, the worker and everything behind them are ready. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, Unreachable } from '../../exercise/api-client.js';

const POLL_MS = 100;

/** Throws a sentence that says what was not ready. */
export async function untilReady(url: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const problem = await problemOf(new ApiClient(url));
    if (problem === undefined) return;
    if (Date.now() > until) throw new Error(`Not ready after ${patienceMs / 1000} s: ${problem}`);
    await sleep(POLL_MS);
  }
}

async function problemOf(client: ApiClient): Promise<string | undefined> {
  try {
    const { status, body } = await client.page('/health/ready');
    return status === 200 ? undefined : JSON.stringify(body);
  } catch (error) {
    if (error instanceof Unreachable) return error.message;
    throw error;
  }
}
