/** Work on one stream at a time in this process; other streams go on beside it. */
export class Turns {
  private readonly latest = new Map<string, Promise<unknown>>();

  async take<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.latest.get(stream) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.latest.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.latest.get(stream) === turn) this.latest.delete(stream);
    }
  }

  /** Whether somebody works on it, or waits to. */
  has(stream: string): boolean {
    return this.latest.has(stream);
  }

  /** Waits for what is under way, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.latest.values());
  }
}
