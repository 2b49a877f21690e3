/** The stream `exercises` of an exercise world: plays as they were begun, directed, answered and ended. */
import { currentPlay, withPlayEntry } from '../../domain/exercise/play.js';
import type { PlayBody, Plays, PlayState } from '../../domain/exercise/play.js';
import type { Entry } from '../../record/entry.js';
import type { RecordStore } from '../../record/record-store.js';

export const EXERCISES = 'exercises';

/** Plays that are kept in memory and listed; the record holds them all. */
const MOST_PLAYS = 100;

export class ExerciseLog {
  private known: Plays = [];
  private lastSeq = 0;

  private constructor(private readonly store: RecordStore) {}

  static async open(store: RecordStore): Promise<ExerciseLog> {
    const log = new ExerciseLog(store);
    for (const entry of await store.read(EXERCISES)) log.fold(entry);
    return log;
  }

  /** In their order. */
  get plays(): Plays {
    return this.known;
  }

  get current(): PlayState | undefined {
    return currentPlay(this.known);
  }

  /** Folds an entry that the following delivered; those known already change nothing. Answers what is new. */
  fold = (entry: Entry): PlayBody | undefined => {
    if (entry.stream !== EXERCISES || entry.seq <= this.lastSeq) return undefined;
    this.lastSeq = entry.seq;
    const body = entry.body as PlayBody;
    this.known = withPlayEntry(this.known, body).slice(-MOST_PLAYS);
    return body;
  };

  /**
   * Appends what `make` answers for the plays as they then are, and has it folded.
   * @throws {RecordUnavailable} and whatever `make` throws
   */
  async append(make: () => PlayBody | undefined): Promise<void> {
    let refused: unknown;
    // A store takes what goes wrong in it for its own trouble.
    const tried = (): PlayBody | undefined => {
      try {
        return make();
      } catch (error) {
        refused = error;
        return undefined;
      }
    };
    const entry = await this.store.appendNext<PlayBody>(EXERCISES, tried, this.fold);
    if (refused !== undefined) throw refused;
    if (entry) this.fold(entry);
  }
}
