/**
 * The log of a world's record as the API answers with it: its latest checkpoint is followed, its tree is read when
 * somebody asks for the first time, and read on from there.
 */
import type { Entry } from '../../record/entry.js';
import type { RecordStore } from '../../record/record-store.js';
import { parseCheckpoint } from '../../record/seal/checkpoint.js';
import { NoteFault, parseNote } from '../../record/seal/note.js';
import { SealedLog } from '../../record/seal/sealed-log.js';
import type { Sealed } from '../../record/seal/sealed-log.js';
import { NotALog, SEAL_KEYS, sealBody, SEALS } from '../../record/seal/streams.js';
import { Turns } from '../../record/turns.js';
import { Problem, unavailable } from '../problem.js';

export class SealLog {
  /** As the following delivered it. */
  latest: Sealed | undefined;
  private readonly log = new SealedLog();
  private readonly turns = new Turns();
  private readonly readSeals: () => Promise<Entry[]>;
  private readonly readKeys: () => Promise<Entry[]>;
  private broken: NotALog | NoteFault | undefined;

  constructor(store: RecordStore) {
    this.readSeals = store.reader(SEALS);
    this.readKeys = store.reader(SEAL_KEYS);
  }

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = (entry: Entry): void => {
    if (entry.stream !== SEALS) return;
    const body = sealBody(entry);
    if (body.type === 'checkpoint') this.latest = { ...parseCheckpoint(parseNote(body.note).text), note: body.note };
  };

  /** The whole log as it is now. @throws {Problem} where the record is away, or its log was altered */
  async whole(): Promise<SealedLog> {
    return await this.turns.take(SEALS, async () => {
      if (!this.broken) await this.readOn();
      if (this.broken) throw unavailable(`The log of the record was altered: ${this.broken.message}`, this.broken);
      return this.log;
    });
  }

  /** The same, once it has a checkpoint. @throws {Problem} */
  async sealed(): Promise<{ log: SealedLog; latest: Sealed }> {
    const log = await this.whole();
    if (!log.latest) throw new Problem('not-found', 'The record has no seal yet; the first comes within a minute.');
    return { log, latest: log.latest };
  }

  private async readOn(): Promise<void> {
    try {
      for (const entry of await this.readKeys()) this.log.foldKey(entry);
      for (const entry of await this.readSeals()) this.log.fold(entry);
    } catch (error) {
      if (!(error instanceof NotALog) && !(error instanceof NoteFault)) throw error;
      this.broken = error;
    }
  }
}
