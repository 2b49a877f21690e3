/**
 * A stream of the record that the API writes and folds as it goes: what is appended is decided on the state as it then
 * is, and decided again where another process was faster.
 */
import type { Entry } from './entry.js';
import type { RecordStore } from './record-store.js';

export class FoldedStream<State, Body> {
  private folded: State;
  private lastSeq = 0;

  constructor(
    private readonly store: RecordStore,
    private readonly stream: string,
    private readonly foldBody: (state: State, body: Body) => State,
    nothing: State,
  ) {
    this.folded = nothing;
  }

  get state(): State {
    return this.folded;
  }

  /**
   * Reads what was written since, by another process or before this one.
   * @throws {RecordUnavailable}
   */
  async readOn(): Promise<void> {
    for (const entry of await this.store.read(this.stream, this.lastSeq + 1)) this.fold(entry);
  }

  /** Folds an entry that a following delivered; those known already, and of other streams, change nothing. */
  fold = (entry: Entry): void => {
    if (entry.stream !== this.stream || entry.seq <= this.lastSeq) return;
    this.lastSeq = entry.seq;
    this.folded = this.foldBody(this.folded, entry.body as Body);
  };

  /**
   * Appends what `make` answers for the state as it then is; nothing where it answers nothing.
   * @throws {RecordUnavailable}, and whatever `make` throws
   */
  async append<One extends Body>(make: (state: State) => One | undefined): Promise<Entry<One> | undefined> {
    // The store takes what is thrown in its turn for a fault of the disk.
    let thrown: { error: unknown } | undefined;
    const asked = (): One | undefined => {
      try {
        return make(this.folded);
      } catch (error) {
        thrown = { error };
        return undefined;
      }
    };
    const entry = await this.store.appendNext<One>(this.stream, asked, this.fold);
    if (thrown) throw thrown.error;
    if (entry) this.fold(entry);
    return entry;
  }
}
