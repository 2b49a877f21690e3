/**
 * A run that decided something else than the record holds under the same number: it was reset, or began from another
 * state. The record stands. That run is entered once in the workers' stream, tells nobody, and waits to be ended.
 */
import { Context } from '@temporalio/activity';
import { instant } from '../domain/instant.js';
import type { Entry } from '../record/entry.js';
import type { RecordConflict, RecordStore } from '../record/record-store.js';
import { WORKERS } from '../workflows/messages.js';
import type { RecordBatch, RunDiverged } from '../workflows/messages.js';
import type { Log } from './log.js';

/** Answers what the activity fails with: it is tried again, at last every half minute, until the run is ended. */
export async function diverged(
  store: RecordStore,
  { stream, firstSeq }: RecordBatch<unknown>,
  conflict: RecordConflict,
  log: Log,
): Promise<Error> {
  const { attempt, workflowExecution } = Context.current().info;
  const { workflowId, runId } = workflowExecution ?? { workflowId: '', runId: '' };
  const detail = `The run ${runId} of "${workflowId}" decided something else than the record holds: ${conflict.message}`;
  const entry = {
    type: 'run-diverged',
    at: instant(Date.now()),
    workflowId,
    runId,
    stream,
    seq: firstSeq,
    detail,
  } as const;
  const known = new Set<string>();
  const know = ({ body }: Entry): void => {
    if ((body as Partial<RunDiverged>).type === 'run-diverged') known.add((body as RunDiverged).runId);
  };
  for (const one of await store.read(WORKERS)) know(one);
  const entered = await store.appendNext<RunDiverged>(WORKERS, () => (known.has(runId) ? undefined : entry), know);
  if (entered) log.error({ workflowId, runId, stream, firstSeq, attempt }, 'A run diverges from the record');
  return conflict;
}
