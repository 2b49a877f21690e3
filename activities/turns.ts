/** At most so many at once, and of one lane at most so few: what hangs in one lane takes no place from another. */
import type { ChannelKind } from '../domain/directory/directory.js';

export class Turns {
  private readonly all: Places;
  private readonly lanes = new Map<string, Places>();

  constructor(
    most: number,
    private readonly mostOfOneLane: number,
  ) {
    this.all = new Places(most);
  }

  /** `undefined` when the signal came before the turn. */
  async take<T>(lane: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    const places = this.lanes.get(lane) ?? new Places(this.mostOfOneLane);
    this.lanes.set(lane, places);
    try {
      return await places.take(signal, () => this.all.take(signal, work));
    } finally {
      if (places.areFree() && this.lanes.get(lane) === places) this.lanes.delete(lane);
    }
  }
}

/** So many places; the others wait in the order in which they came. */
class Places {
  private taken = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly most: number) {}

  areFree(): boolean {
    return this.taken === 0;
  }

  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.turn(signal))) return undefined;
    try {
      return await work();
    } finally {
      // The place passes on directly, so that nobody can slip in between.
      const [next] = this.queue;
      if (next) next();
      else this.taken -= 1;
    }
  }

  private turn(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.taken < this.most) {
      this.taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const end = (mine: boolean) => (): void => {
        this.queue.delete(come);
        signal.removeEventListener('abort', go);
        resolve(mine);
      };
      const come = end(true);
      const go = end(false);
      this.queue.add(come);
      signal.addEventListener('abort', go, { once: true });
    });
  }
}

/**
 * Attempts at once over one channel, of all cases together: what hangs in one channel takes no place in another. One
 * relay and one disk gain nothing by more; webhooks go to as many systems as there are offices, each its own.
 */
const MOST_ATTEMPTS_AT_ONCE: Record<ChannelKind, number> = { email: 32, webhook: 128, logbook: 32 };

/** Of these to one office: one that hangs in every case that tells it must not take the places of the others. */
const MOST_ATTEMPTS_AT_ONE_OFFICE = 4;

/** The turns of every channel; one set for each activity of a worker. */
export function channelTurns(): Record<ChannelKind, Turns> {
  const turnsOf = (kind: ChannelKind): Turns => new Turns(MOST_ATTEMPTS_AT_ONCE[kind], MOST_ATTEMPTS_AT_ONE_OFFICE);
  return { email: turnsOf('email'), webhook: turnsOf('webhook'), logbook: turnsOf('logbook') };
}
