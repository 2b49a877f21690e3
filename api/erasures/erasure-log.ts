/** The stream `erasures`, folded, and the carrying out of what it decides: again at every start, in every process. */
import { erasedTexts, foldErasure, NOTHING_ERASED } from '../../domain/erasure/erasure.js';
import type { Erasure, ErasureBody, Erasures } from '../../domain/erasure/erasure.js';
import type { Entry } from '../../record/entry.js';
import { ERASURES } from '../../record/erasing.js';
import { FoldedStream } from '../../record/folded-stream.js';
import type { RecordStore } from '../../record/record-store.js';
import type { Log } from '../log/log.js';

export interface ErasureLogOptions {
  store: RecordStore;
  /** Words of these streams are gone: what was folded of them is folded anew. */
  onErased: (streams: ReadonlySet<string>) => Promise<void>;
  log: Log;
}

export class ErasureLog {
  private readonly stream: FoldedStream<Erasures, ErasureBody>;
  private done: Promise<void> = Promise.resolve();
  private carriedOut = 0;

  constructor(private readonly options: ErasureLogOptions) {
    this.stream = new FoldedStream(options.store, ERASURES, foldErasure, NOTHING_ERASED);
  }

  get state(): Erasures {
    return this.stream.state;
  }

  fold = (entry: Entry): void => {
    if (entry.stream !== ERASURES) return;
    this.stream.fold(entry);
    void this.carryOut();
  };

  /**
   * Appends what `make` answers for the state as it then is, and carries it out where it decides something.
   * @throws {RecordUnavailable}, and whatever `make` throws
   */
  async append<Body extends ErasureBody>(make: (state: Erasures) => Body): Promise<Entry<Body> | undefined> {
    const entry = await this.stream.append(make);
    await this.carryOut();
    return entry;
  }

  /** Every decision that this process has not carried out yet; what fails is tried again with the next entry or start. */
  carryOut(): Promise<void> {
    this.done = this.done.then(() => this.eraseAll());
    return this.done;
  }

  private async eraseAll(): Promise<void> {
    const decided = Object.values(this.state.all).flatMap(({ entry, texts }) => (entry ? [{ entry, texts }] : []));
    const owed = decided.filter(({ entry }) => entry > this.carriedOut).sort((a, b) => a.entry - b.entry);
    const streams = new Set<string>();
    let through = this.carriedOut;
    const tried = async (entry: number, work: () => Promise<void>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        this.options.log.error({ err: error, entry }, 'A decided erasure could not be carried out; it is tried again');
        return false;
      }
    };
    for (const { entry, texts } of owed) {
      if (!(await tried(entry, () => this.options.store.erase(entry)))) break;
      for (const { stream } of texts) streams.add(stream);
      through = entry;
    }
    // Once for all of them: a start meets every decision there ever was, and each concerns the whole intake.
    if (streams.size > 0 && !(await tried(through, () => this.options.onErased(streams)))) return;
    this.carriedOut = through;
  }

  /** The one that took this object away. */
  ofObject(hash: string): Erasure | undefined {
    return Object.values(this.state.all).find(({ state, objects }) => state === 'decided' && objects.includes(hash));
  }

  /** Those that took words out of one of these streams, in the order of their decision. */
  of(streams: readonly string[]): Erasure[] {
    const found = new Set<Erasure>();
    for (const one of new Set(erasedTexts(this.state).values())) {
      if (one.texts.some(({ stream }) => streams.includes(stream))) found.add(one);
    }
    return [...found];
  }
}
