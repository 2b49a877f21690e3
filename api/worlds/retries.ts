/** What came to nothing is tried again ever less often, so that it keeps nothing else waiting for its turn. */

const LEAST_MS = 5000;
const MOST_MS = 60_000;

export class Retries {
  private readonly tries = new Map<string, { count: number; again: number }>();

  constructor(private readonly clock: () => number = () => performance.now()) {}

  isDue(key: string): boolean {
    return (this.tries.get(key)?.again ?? 0) <= this.clock();
  }

  /** It came to nothing. */
  failed(key: string): void {
    const count = (this.tries.get(key)?.count ?? 0) + 1;
    this.tries.set(key, { count, again: this.clock() + Math.min(MOST_MS, count * LEAST_MS) });
  }

  /** Nothing is to be tried any more. */
  done(key: string): void {
    this.tries.delete(key);
  }
}
