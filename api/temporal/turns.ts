/** A bounded number of calls at once per case; the others wait in their order, but not for ever. */
export class Turns {
  private readonly waiting = new Map<string, ((got: boolean) => void)[]>();
  private readonly running = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** False when no turn came within `patienceMs`; else `leave` must follow. */
  async enter(key: string, patienceMs: number): Promise<boolean> {
    const running = this.running.get(key) ?? 0;
    if (running < this.most) {
      this.running.set(key, running + 1);
      return true;
    }
    const queue = this.waiting.get(key) ?? [];
    this.waiting.set(key, queue);
    return await new Promise<boolean>((resolve) => {
      const settle = (got: boolean): void => {
        clearTimeout(timer);
        resolve(got);
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(settle), 1);
        resolve(false);
      }, patienceMs);
      queue.push(settle);
    });
  }

  /** The turn passes on to the next in the queue. */
  leave(key: string): void {
    const next = this.waiting.get(key)?.shift();
    if (next) {
      next(true);
      return;
    }
    this.waiting.delete(key);
    const running = (this.running.get(key) ?? 1) - 1;
    if (running === 0) this.running.delete(key);
    else this.running.set(key, running);
  }
}
