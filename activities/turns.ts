/** At most so many at once; the others wait in the order in which they came. */
export class Turns {
  private under = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.under >= this.most) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.under += 1;
    try {
      return await work();
    } finally {
      // The place passes on directly, so that nobody can slip in between.
      const next = this.queue.shift();
      if (next) next();
      else this.under -= 1;
    }
  }
}
