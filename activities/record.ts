/** Recording (RULES 7, TRAPS P7): appends what a case decided. The store makes it idempotent, so retries are harmless. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256Hex } from '../record/canonical.js';
import { lineHash, entryLine } from '../record/entry.js';
import type { Entry } from '../record/entry.js';
import { keptText } from '../record/kept-messages.js';
import type { KeptMessage } from '../record/kept-messages.js';
import { RecordConflict, RecordUnavailable } from '../record/record-store.js';
import type { RecordStore } from '../record/record-store.js';
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { RecordBatch, SentBody } from '../workflows/messages.js';
import { atMost } from './at-most.js';
import type { Log } from './log.js';

/** What a case owes its readers must not wait for a disk: after this the messages go out without it. */
export const RECORD_PATIENCE_MS = 300;

export const record =
  (store: RecordStore) =>
  ({ stream, firstSeq, bodies }: RecordBatch<unknown>): Promise<void> =>
    bodies.length === 0 ? Promise.resolve() : store.appendMany(stream, firstSeq, bodies);

/** A telling can take a day for one dead channel: a store that was away is tried again meanwhile. */
const AGAIN_MS = 1000;

/** An append that is not waited for beyond {@link RECORD_PATIENCE_MS}, and that goes on beside the sending. */
export class Recording {
  /** Whether the batch is in the record by now. */
  done = false;
  /** The record holds something else under these numbers: the run that decided this is not the case's. */
  conflict: RecordConflict | undefined;
  private readonly stopped = new AbortController();

  private constructor(
    private readonly store: RecordStore,
    private readonly batch: RecordBatch,
    private readonly log: Log,
  ) {}

  static async start(store: RecordStore, batch: RecordBatch, log: Log): Promise<Recording> {
    const recording = new Recording(store, batch, log);
    await atMost(RECORD_PATIENCE_MS, recording.append());
    const { stream, firstSeq } = batch;
    if (!recording.done && !recording.conflict) {
      log.warn({ stream, firstSeq }, 'Sending before the record has the decision.');
    }
    return recording;
  }

  stop(): void {
    this.stopped.abort();
  }

  private async append(): Promise<void> {
    const { stream, firstSeq } = this.batch;
    while (!this.stopped.signal.aborted) {
      try {
        await record(this.store)(this.batch);
        this.done = true;
        return;
      } catch (error) {
        if (error instanceof RecordConflict) {
          this.conflict = error;
          return;
        }
        this.log.error(
          { err: error, stream, firstSeq },
          'The record did not take a batch; messages go out all the same.',
        );
        if (!(error instanceof RecordUnavailable)) return;
      }
      await sleep(AGAIN_MS, undefined, { ref: false });
    }
  }
}

export interface Sent {
  caseId: string;
  outcomes: readonly NoticeOutcome[];
  /** As they went out in this process. */
  messages: readonly KeptMessage[];
}

/** Whether the outcomes are in their stream now; each once, also where a telling was begun anew after a death. */
export async function recordSent(
  store: RecordStore,
  stream: string,
  { caseId, outcomes, messages }: Sent,
  log: Log,
): Promise<boolean> {
  const append = async (): Promise<true> => {
    const there = new Set((await store.read(stream)).flatMap(({ body }) => (body as SentBody).outcomes.map(keyOf)));
    const news = outcomes.filter((outcome) => !there.has(keyOf(outcome)));
    if (news.length === 0) return true;
    const kept = await keep(store, caseId, messages, log);
    await store.appendNext<SentBody>(stream, () => ({ outcomes: news, ...(kept === undefined ? {} : { kept }) }));
    return true;
  };
  const appended = append().catch((error: unknown) => {
    log.error({ err: error, stream }, 'The record did not take what came of notices; the case records it itself.');
    return false;
  });
  return (await atMost(RECORD_PATIENCE_MS, appended)) ?? false;
}

/** The hash of what was kept; none where there is nothing to keep, or where the store does not take it. */
async function keep(
  store: RecordStore,
  caseId: string,
  messages: readonly KeptMessage[],
  log: Log,
): Promise<string | undefined> {
  if (messages.length === 0) return undefined;
  try {
    const text = keptText(caseId, messages);
    const hash = sha256Hex(text);
    await store.putObject(hash, text);
    return hash;
  } catch (error) {
    // That they were sent is more than what was in them.
    log.error({ err: error, caseId }, 'Messages could not be kept as they were sent.');
    return undefined;
  }
}

const keyOf = ({ noticeIds, at }: NoticeOutcome): string => `${noticeIds.join(' ')} ${at}`;

/** What is on record of these messages; nothing where the record cannot be read now. */
export async function sentBefore(store: RecordStore, stream: string, log: Log): Promise<NoticeOutcome[]> {
  const read = store.read(stream).then(
    (entries) => entries.flatMap(({ body }) => (body as SentBody).outcomes),
    (error: unknown) => {
      log.warn({ err: error, stream }, 'What came of notices could not be read.');
      return [];
    },
  );
  return (await atMost(RECORD_PATIENCE_MS, read)) ?? [];
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
