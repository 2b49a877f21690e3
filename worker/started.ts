/** A worker enters in the stream `workers` that it began, and with which build: the first thing to ask when two differ. */
import { instant } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import type { Log } from '../activities/log.js';
import { RecordUnavailable } from '../record/record-store.js';
import type { RecordStore } from '../record/record-store.js';
import { WORKERS } from '../workflows/messages.js';

export interface WorkerStarted {
  type: 'worker-started';
  at: Instant;
  namespace: string;
  /** As in Temporal's own history of what it did. */
  identity: string;
  /** Of the code of its workflows, as Temporal names it in histories. */
  buildId: string;
  node: string;
}

interface Started {
  namespace: string;
  worker: { identity: string; buildId?: string };
  now: () => number;
  log: Log;
}

/** A record that is away keeps no worker from its gates: then the process's own log says it alone. */
export async function enterStart(store: RecordStore, { namespace, worker, now, log }: Started): Promise<void> {
  const { identity, buildId = '' } = worker;
  const at = instant(now());
  const started: WorkerStarted = {
    type: 'worker-started',
    at,
    namespace,
    identity,
    buildId,
    node: process.versions.node,
  };
  try {
    await store.appendNext(WORKERS, () => started);
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    log.error({ err: error, entry: started }, 'The start of this worker could not be entered in the record.');
  }
}
