/** Lets pass while it is open: what a script would do next waits here while the exercise is held. */
export class Gate {
  private waiting: (() => void)[] = [];
  private closed = false;

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.closed = false;
    for (const pass of this.waiting.splice(0)) pass();
  }

  get isOpen(): boolean {
    return !this.closed;
  }

  /** Resolves at once, or when it is opened, or when `signal` says that nothing goes on. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.closed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
