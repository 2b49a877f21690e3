/**
 * How many reports go on to Temporal at once. Temporal itself pushes nothing back: it acknowledges every start while
 * gates and stand-downs fall behind (TRAPS 28). So the number in flight follows what the answers show: one more for
 * every round of quick ones, and at once much fewer where they are slow or where instants act late. The others wait
 * here, the most urgent first; they are in the intake already, and a crash loses none of them.
 */

export interface PaceLimits {
  /** In flight when nothing is known yet; and whatever the answers say. */
  first: number;
  least: number;
  most: number;
  /** An answer within this lets more go. */
  goodMs: number;
  /** One that takes longer, or does not come, lets fewer go. */
  badMs: number;
  /** Of one key in flight at once: one case that answers nobody must not keep all the others. */
  mostOfKey: number;
}

interface Waiting {
  urgency: string;
  key: string;
  go: (turn: boolean) => void;
}

/** Answers of one jam come in a bunch: it counts once. */
const SHRINK_EVERY_MS = 1000;
const SHRINK_TO = 0.6;

export class Pace {
  private readonly waiting: Waiting[] = [];
  private readonly keys = new Map<string, number>();
  private inFlight = 0;
  private width: number;
  private shrunkAt = -Infinity;
  private closed = false;

  constructor(
    private readonly limits: PaceLimits,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.width = limits.first;
  }

  /** How many may be in flight. */
  get window(): number {
    return Math.floor(this.width);
  }

  get queued(): number {
    return this.waiting.length;
  }

  /** Waits for a turn; false where none comes any more. Else `leave` must follow, with the same key. */
  async enter(urgency: string, key: string): Promise<boolean> {
    if (this.closed) return false;
    return await new Promise<boolean>((resolve) => {
      this.waiting.splice(this.placeOf(urgency), 0, { urgency, key, go: resolve });
      this.next();
    });
  }

  /** @param tookMs `undefined` where no answer came */
  leave(key: string, tookMs: number | undefined): void {
    const { goodMs, badMs, most } = this.limits;
    if (tookMs === undefined || tookMs > badMs) this.shrink();
    else if (tookMs <= goodMs) this.width = Math.min(most, this.width + 1 / this.width);
    this.giveBack(key);
  }

  /** The turn was not used, and says nothing. */
  giveBack(key: string): void {
    this.inFlight -= 1;
    const left = this.ofKey(key) - 1;
    if (left === 0) this.keys.delete(key);
    else this.keys.set(key, left);
    this.next();
  }

  /** Something else shows that there is too much in flight. */
  shrink(): void {
    const now = this.clock();
    if (now - this.shrunkAt < SHRINK_EVERY_MS) return;
    this.shrunkAt = now;
    this.width = Math.max(this.limits.least, this.width * SHRINK_TO);
  }

  /** Lets nobody go any more; what is in flight goes on. */
  close(): void {
    this.closed = true;
    for (const { go } of this.waiting.splice(0)) go(false);
  }

  private next(): void {
    while (this.inFlight < this.window) {
      const at = this.waiting.findIndex(({ key }) => this.ofKey(key) < this.limits.mostOfKey);
      const [one] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (!one) return;
      this.inFlight += 1;
      this.keys.set(one.key, this.ofKey(one.key) + 1);
      one.go(true);
    }
  }

  private ofKey(key: string): number {
    return this.keys.get(key) ?? 0;
  }

  /** Behind those that are as urgent. */
  private placeOf(urgency: string): number {
    let [from, to] = [0, this.waiting.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.waiting[middle] as Waiting).urgency <= urgency) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
