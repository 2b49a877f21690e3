/**
 * Where the record lies. Every method throws {@link RecordUnavailable} while the store is away. One contract (`record-store.contract.ts`) runs over every
 * implementation.
 */
import type { BesideLine } from './beside.js';
import type { Entry } from './entry.js';

export interface RecordStore {
  /**
   * Appends `bodies` as entries `firstSeq`, `firstSeq + 1` … and returns when they are on the disk. Idempotent: those
   * already there with the same body are skipped.
   * @throws {RecordConflict} when one of the numbers holds another body
   * @throws {RecordGap} when `firstSeq` lies beyond the end of the stream
   * @throws {RecordUnavailable} when the store cannot write now
   */
  appendMany(stream: string, firstSeq: number, bodies: readonly unknown[]): Promise<void>;
  /**
   * For streams with several writers: appends what `make` answers for the stream as it then is, at the next number.
   * Where another writer was faster `make` is asked again, having been shown the new entries by `catchUp`. Nothing is
   * written when it answers `undefined`.
   */
  appendNext<Body>(
    stream: string,
    make: () => Body | undefined,
    catchUp?: (entry: Entry) => void,
  ): Promise<Entry<Body> | undefined>;
  /**
   * Appends entries of another store from `firstSeq` on, every byte as it is; those already there are skipped.
   * @throws {RecordConflict | RecordGap | RecordUnavailable} as `appendMany`
   */
  copyIn(stream: string, firstSeq: number, entries: readonly Entry[]): Promise<void>;
  /** Entries from `fromSeq` (default 1) to the end. */
  read(stream: string, fromSeq?: number): Promise<Entry[]>;
  /**
   * A reader of one stream for those who come back: answers at each call the entries since the last, one call after
   * the other.
   */
  reader(stream: string): () => Promise<Entry[]>;
  last(stream: string): Promise<{ seq: number; hash: string } | undefined>;
  /** Names of all streams. */
  streams(): Promise<string[]>;
  /** Every entry of every stream in order per stream: first what is there, then what any process appends. */
  follow(listener: (entry: Entry) => void, options?: FollowOptions): Promise<Following>;
  /** Content-addressed texts (plans, directories); idempotent. */
  putObject(hash: string, text: string): Promise<void>;
  getObject(hash: string): Promise<string | undefined>;
  /** Hashes of all objects. */
  objects(): Promise<string[]>;
  /** Every text that lies beside a stream (`beside.ts`), also of entries that were never written. */
  texts(stream: string): Promise<BesideLine[]>;
  /** Texts of another store, for entries that are copied in after them; idempotent. */
  putTexts(stream: string, lines: readonly BesideLine[]): Promise<void>;
  /**
   * Carries out the decision that is this entry of the stream `erasures`: the texts and objects that it names are no
   * more. As often as you like; nothing is ever erased without such an entry.
   * @throws {Error} where that entry decides nothing
   */
  erase(decision: number): Promise<void>;
  close(): Promise<void>;
}

export interface FollowOptions {
  /** Nobody waits for an entry: it may come within a second, and costs less. Default false. */
  unhurried?: boolean;
}

export interface Following {
  /** Delivers what is in the store now, at once rather than at the next look. */
  catchUp(stream: string): Promise<void>;
  close(): void;
}

export class RecordConflict extends Error {
  constructor(stream: string, seq: number) {
    super(`${stream} has another entry ${seq}; an entry is never replaced.`);
    this.name = 'RecordConflict';
  }
}

export class RecordGap extends Error {
  constructor(
    stream: string,
    seq: number,
    readonly last: number,
  ) {
    super(`${stream} ends at entry ${last}; entry ${seq} would leave a gap.`);
    this.name = 'RecordGap';
  }
}

export class RecordUnavailable extends Error {
  constructor(why: string, cause: unknown) {
    super(`The record cannot be used now: ${why}`, { cause });
    this.name = 'RecordUnavailable';
  }
}
