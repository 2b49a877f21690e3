/** A connection to the Temporal server that the environment names, once that server is ready to serve. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Environment } from '../../config/environment.js';
import { connectionOptions } from '../../config/temporal.js';

/** The embedded server serves after 0.5 to 1.9 s (TRAPS 25); a cold disk takes longer. */
const POLL_MS = 100;
const ATTEMPT_MS = 2000;

/** Tries until the server answers; throws a sentence after `patienceMs`, and when `signal` says that nobody waits. */
export async function connectTemporal(env: Environment, patienceMs: number, signal?: AbortSignal): Promise<Connection> {
  const options = connectionOptions(env);
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await Connection.connect({ ...options, connectTimeout: ATTEMPT_MS });
    } catch (error) {
      if (Date.now() > until) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new TemporalAway(`No Temporal server answers at ${options.address ?? 'localhost:7233'} (${reason}).`);
      }
    }
    await sleep(POLL_MS, undefined, signal ? { signal } : {});
  }
}

export class TemporalAway extends Error {}
