/** Recording (RULES 7, TRAPS P7): appends what a case decided. The store makes it idempotent, so retries are harmless. */
import { lineHash, entryLine } from '../record/entry.js';
import type { Entry } from '../record/entry.js';
import type { RecordStore } from '../record/record-store.js';
import type { RecordBatch } from '../workflows/messages.js';
import { atMost } from './at-most.js';
import type { Log } from './log.js';

/** What a case owes its readers must not wait for a disk: after this the messages go out without it. */
export const RECORD_PATIENCE_MS = 300;

export const record =
  (store: RecordStore) =>
  ({ stream, firstSeq, bodies }: RecordBatch): Promise<void> =>
    bodies.length === 0 ? Promise.resolve() : store.appendMany(stream, firstSeq, bodies);

/** An append that is not waited for beyond {@link RECORD_PATIENCE_MS}, and that may still succeed afterwards. */
export class Recording {
  /** Whether the batch is in the record by now. */
  done = false;

  private constructor() {}

  static async start(store: RecordStore, batch: RecordBatch, log: Log): Promise<Recording> {
    const recording = new Recording();
    const { stream, firstSeq } = batch;
    const append = record(store)(batch).then(
      () => {
        recording.done = true;
      },
      (error: unknown) =>
        log.error({ err: error, stream, firstSeq }, 'The record did not take a batch; messages go out all the same.'),
    );
    await atMost(RECORD_PATIENCE_MS, append);
    if (!recording.done) log.warn({ stream, firstSeq }, 'Sending before the record has the decision.');
    return recording;
  }
}

/** The hash of the entry that closed the case, or `undefined` where the record cannot be read now. */
export async function closingHash(store: RecordStore, stream: string, log: Log): Promise<string | undefined> {
  const found = store.read(stream).then(
    (entries) => entries.findLast(closes),
    (error: unknown) => {
      log.warn({ err: error, stream }, 'The closing entry could not be read for the notice of closing.');
      return undefined;
    },
  );
  const entry = await atMost(RECORD_PATIENCE_MS, found);
  return entry && lineHash(entryLine(entry));
}

/** Not simply the last entry: what came of the notices of closing stands behind it when they are sent again. */
function closes({ body }: Entry): boolean {
  const { events } = body as { events?: { type: string }[] };
  return events?.some(({ type }) => type === 'case-closed') ?? false;
}
