/**
 * The log's tree as it grows: every complete node in memory, 64 bytes a leaf, so that a root, a proof or a tile of any
 * size that it ever had is read and not computed anew.
 */
import { HashList } from './hash-list.js';
import { EMPTY_ROOT, isPowerOfTwo, leftOf, nodeHash } from './merkle.js';

export class LogTree {
  /** Nodes over 2^level leaves, from the left; only complete ones. */
  private readonly levels: HashList[] = [new HashList()];

  get size(): number {
    return this.leaves.length;
  }

  private get leaves(): HashList {
    return this.levels[0] as HashList;
  }

  /** @param leaf its hash (`merkle.ts`) */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const nodes = (this.levels[level] ??= new HashList());
      nodes.push(hash);
      if (nodes.length % 2 === 1) return;
      hash = nodeHash(nodes.at(nodes.length - 2), nodes.at(nodes.length - 1));
    }
  }

  leaf(index: number): Buffer {
    return this.leaves.at(index);
  }

  /** Of the first `size` leaves. @throws {RangeError} where there are not so many */
  root(size: number = this.size): Buffer {
    this.requireSize(size);
    return size === 0 ? EMPTY_ROOT : this.over(0, size);
  }

  /** The hashes beside the way from a leaf to the root, from below. @throws {RangeError} */
  inclusion(index: number, size: number = this.size): Buffer[] {
    this.requireSize(size);
    if (index < 0 || index >= size) throw new RangeError(`There is no leaf ${index} among the first ${size}.`);
    const walk = (from: number, to: number): Buffer[] => {
      if (to - from === 1) return [];
      const middle = from + leftOf(to - from);
      return index < middle
        ? [...walk(from, middle), this.over(middle, to)]
        : [...walk(middle, to), this.over(from, middle)];
    };
    return walk(0, size);
  }

  /** That the first `from` leaves are the beginning of the first `to`. @throws {RangeError} */
  consistency(from: number, to: number = this.size): Buffer[] {
    this.requireSize(to);
    if (from < 0 || from > to) throw new RangeError(`${from} leaves are no beginning of ${to}.`);
    if (from === 0 || from === to) return [];
    const walk = (left: number, right: number, isWhole: boolean): Buffer[] => {
      if (from === right) return isWhole ? [] : [this.over(left, right)];
      const middle = left + leftOf(right - left);
      return from <= middle
        ? [...walk(left, middle, isWhole), this.over(middle, right)]
        : [...walk(middle, right, false), this.over(left, middle)];
    };
    return walk(0, to, true);
  }

  /** Hashes `from` to `to` (without it) of a level, as tiles hold them. @throws {RangeError} */
  nodes(level: number, from: number, to: number): Buffer {
    const nodes = this.levels[level];
    if (!nodes || from < 0 || to > nodes.length) throw new RangeError('The tree has no such nodes.');
    return nodes.slice(from, to);
  }

  /** Of the leaves `from` to `to` (without it), which are those under one node of a tree. */
  over(from: number, to: number): Buffer {
    const count = to - from;
    if (isPowerOfTwo(count)) return (this.levels[Math.log2(count)] as HashList).at(from / count);
    const middle = from + leftOf(count);
    return nodeHash(this.over(from, middle), this.over(middle, to));
  }

  private requireSize(size: number): void {
    if (Number.isSafeInteger(size) && size >= 0 && size <= this.size) return;
    throw new RangeError(`The log has ${this.size} leaves and never had ${size}.`);
  }
}
