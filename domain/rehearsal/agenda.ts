/** What is to be done when, the earliest first; at equal instants in the order in which it was put down. */
export class Agenda<T> {
  /** A binary heap: the item at `i` comes before those at `2i + 1` and `2i + 2`. */
  private readonly heap: { at: number; nth: number; item: T }[] = [];
  private count = 0;

  /** Milliseconds since 1970; infinite when there is nothing left. */
  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  add(at: number, item: T): void {
    const { heap } = this;
    let index = heap.push({ at, nth: (this.count += 1), item }) - 1;
    while (index > 0 && this.isBefore(index, (index - 1) >> 1)) index = this.swap(index, (index - 1) >> 1);
  }

  take(): { at: number; item: T } | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = right < heap.length && this.isBefore(right, left) ? right : left;
      if (child >= heap.length || !this.isBefore(child, index)) return first;
      index = this.swap(index, child);
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (!one || !other) return false;
    return one.at === other.at ? one.nth < other.nth : one.at < other.at;
  }

  private swap(from: number, to: number): number {
    const { heap } = this;
    const [one, other] = [heap[from], heap[to]];
    if (one && other) [heap[from], heap[to]] = [other, one];
    return to;
  }
}
