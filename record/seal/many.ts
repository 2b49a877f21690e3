/**
 * One proof for many leaves: the hashes that are needed beside them to compute the root, each once, from left to right.
 * Much smaller than a path for each leaf where they stand close together, as those of one case do.
 */
import { EMPTY_ROOT, isHash, leftOf, nodeHash } from './merkle.js';
import type { LogTree } from './tree.js';

/** @param indices of the leaves, in any order. @throws {RangeError} where the tree has no such leaf or size */
export function proveMany(tree: LogTree, indices: readonly number[], size: number = tree.size): Buffer[] {
  tree.root(size);
  const sorted = ascending(indices);
  if (sorted.some((index) => index < 0 || index >= size)) throw new RangeError('The tree has no such leaf.');
  const walk = (from: number, to: number, inside: readonly number[]): Buffer[] => {
    if (inside.length === 0) return [tree.over(from, to)];
    if (to - from === 1) return [];
    const [middle, left, right] = halves(from, to, inside);
    return [...walk(from, middle, left), ...walk(middle, to, right)];
  };
  return size === 0 ? [] : walk(0, size, sorted);
}

/** Whether these leaves, by index, are in the tree of `size` leaves with this root. */
export function verifyMany(
  { size, hashes }: { size: number; hashes: readonly Uint8Array[] },
  leaves: ReadonlyMap<number, Uint8Array>,
  root: Uint8Array,
): boolean {
  const sorted = ascending([...leaves.keys()]);
  const isPlaced = (index: number): boolean => Number.isSafeInteger(index) && index >= 0 && index < size;
  if (!Number.isSafeInteger(size) || size < 0 || !sorted.every(isPlaced) || !hashes.every(isHash)) return false;
  if (size === 0) return hashes.length === 0 && EMPTY_ROOT.equals(root);
  let next = 0;
  const take = (): Uint8Array | undefined => hashes[next++];
  const walk = (from: number, to: number, inside: readonly number[]): Uint8Array | undefined => {
    if (inside.length === 0) return take();
    if (to - from === 1) return leaves.get(from);
    const [middle, left, right] = halves(from, to, inside);
    const first = walk(from, middle, left);
    const second = first && walk(middle, to, right);
    return first && second && nodeHash(first, second);
  };
  const computed = walk(0, size, sorted);
  return computed !== undefined && next === hashes.length && Buffer.from(computed).equals(root);
}

function halves(from: number, to: number, inside: readonly number[]): [number, number[], number[]] {
  const middle = from + leftOf(to - from);
  return [middle, inside.filter((index) => index < middle), inside.filter((index) => index >= middle)];
}

const ascending = (indices: readonly number[]): number[] => [...new Set(indices)].sort((a, b) => a - b);
