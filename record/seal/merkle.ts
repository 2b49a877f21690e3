/**
 * The hashing of the log (RFC 6962, section 2.1; the same in RFC 9162), and the two checks that a stranger makes: that
 * an entry is in a tree of which he knows the root, and that a tree is the beginning of another. Pure but for SHA-256.
 */
import { createHash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Of what one leaf says. */
export const leafHash = (data: Uint8Array): Buffer => sha256(LEAF, data);

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256();

/** How many of `count` (2 or more) leaves are under the left child of their root: the greatest power of 2 below it. */
export function leftOf(count: number): number {
  let left = 1;
  while (left * 2 < count) left *= 2;
  return left;
}

export const isHash = (value: Uint8Array): boolean => value.length === 32;

/**
 * Whether the leaf of this hash stands at `index` in the tree of `size` leaves with this root.
 * @param path the hashes beside the way from the leaf to the root, from below (RFC 9162, 2.1.3)
 */
export function verifyInclusion(
  { index, size, path }: { index: number; size: number; path: readonly Uint8Array[] },
  leaf: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !path.every(isHash)) return false;
  const way = { first: index, second: size - 1 };
  let hash: Buffer = Buffer.from(leaf);
  for (const beside of path) {
    if (way.second === 0) return false;
    if (isRight(way)) {
      hash = nodeHash(beside, hash);
      upToRight(way);
    } else {
      hash = nodeHash(hash, beside);
    }
    up(way);
  }
  return way.second === 0 && hash.equals(root);
}

/** Whether the tree of `from` leaves is the beginning of the tree of `to` leaves (RFC 9162, 2.1.4). */
export function verifyConsistency(
  { from, to, path }: { from: number; to: number; path: readonly Uint8Array[] },
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
): boolean {
  if (!isCount(from) || !isCount(to) || from > to || !path.every(isHash)) return false;
  if (from === to) return path.length === 0 && Buffer.from(fromRoot).equals(toRoot);
  if (from === 0) return path.length === 0 && EMPTY_ROOT.equals(fromRoot);
  // A whole subtree stands for itself and is not sent.
  const [begin, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...path] : path;
  if (!begin) return false;
  const way = { first: from - 1, second: to - 1 };
  while (isOdd(way.first)) up(way);
  let [older, newer]: [Buffer, Buffer] = [Buffer.from(begin), Buffer.from(begin)];
  for (const beside of rest) {
    if (way.second === 0) return false;
    if (isRight(way)) {
      older = nodeHash(beside, older);
      newer = nodeHash(beside, newer);
      upToRight(way);
    } else {
      newer = nodeHash(newer, beside);
    }
    up(way);
  }
  return way.second === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}

/** Positions of two nodes of one level: of the leaf or the older tree's last, and of the newer tree's last. */
interface Way {
  first: number;
  second: number;
}

const isRight = ({ first, second }: Way): boolean => isOdd(first) || first === second;

/** The last node of a level stands for itself where it has nothing beside it. */
function upToRight(way: Way): void {
  while (!isOdd(way.first) && way.first !== 0) up(way);
}

function up(way: Way): void {
  way.first = Math.floor(way.first / 2);
  way.second = Math.floor(way.second / 2);
}

const isOdd = (value: number): boolean => value % 2 === 1;

export function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && rest % 2 === 0) rest /= 2;
  return rest === 1;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
