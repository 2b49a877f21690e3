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
    for (const { entry, texts } of decided.sort((a, b) => a.entry - b.entry)) {
      if (entry <= this.carriedOut) continue;
      try {
        await this.options.store.erase(entry);
        await this.options.onErased(new Set(texts.map(({ stream }) => stream)));
        this.carriedOut = entry;
      } catch (error) {
        this.options.log.error({ err: error, entry }, 'A decided erasure could not be carried out; it is tried again');
        return;
      }
    }
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
