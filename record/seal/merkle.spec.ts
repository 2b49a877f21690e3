import * as fc from 'fast-check';
import { Frontier } from './frontier.js';
import { proveMany, verifyMany } from './many.js';
import { EMPTY_ROOT, leafHash, verifyConsistency, verifyInclusion } from './merkle.js';
import { LogTree } from './tree.js';

/** The trees of eight leaves that implementations of RFC 6962 are tried with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(Buffer.from(hex, 'hex')),
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOf(size: number): LogTree {
  const tree = new LogTree();
  for (let index = 0; index < size; index += 1) tree.append(leafHash(Buffer.from(`leaf ${index}`)));
  return tree;
}

it('has the roots of RFC 6962', () => {
  const tree = new LogTree();
  const roots = [tree.root().toString('hex')];
  for (const leaf of LEAVES) {
    tree.append(leaf);
    roots.push(tree.root().toString('hex'));
  }
  expect(roots).toEqual(ROOTS);
  expect(ROOTS.map((_, size) => tree.root(size).toString('hex'))).toEqual(ROOTS);
});

it('the right edge alone has the same roots', () => {
  const [tree, frontier] = [new LogTree(), new Frontier()];
  expect(frontier.root()).toEqual(EMPTY_ROOT);
  for (let index = 0; index < 600; index += 1) {
    const leaf = leafHash(Buffer.from(`${index}`));
    tree.append(leaf);
    frontier.append(leaf);
    expect(frontier.root()).toEqual(tree.root());
  }
});

describe('whatever the size', () => {
  const tree = treeOf(1100);
  const size = fc.integer({ min: 1, max: 1100 });

  it('every leaf is shown to be in the tree, and nothing else is', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), fc.nat(), (count, at, other, bit) => {
        const index = at % count;
        const path = tree.inclusion(index, count);
        const [leaf, root] = [tree.leaf(index), tree.root(count)];
        expect(verifyInclusion({ index, size: count, path }, leaf, root)).toBe(true);
        expect(verifyInclusion({ index, size: count, path }, flipped(leaf, bit), root)).toBe(false);
        expect(verifyInclusion({ index, size: count, path }, leaf, flipped(root, bit))).toBe(false);
        expect(verifyInclusion({ index, size: count, path: [...path, root] }, leaf, root)).toBe(false);
        const elsewhere = other % count;
        expect(verifyInclusion({ index: elsewhere, size: count, path }, leaf, root)).toBe(elsewhere === index);
        if (path.length === 0) return;
        const hurt = path.map((hash, place) => (place === other % path.length ? flipped(hash, bit) : hash));
        expect(verifyInclusion({ index, size: count, path: hurt }, leaf, root)).toBe(false);
        expect(verifyInclusion({ index, size: count, path: path.slice(1) }, leaf, root)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('a tree is shown to be the beginning of a later one, and no other tree is', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (one, another, bit) => {
        const [from, to] = [Math.min(one, another), Math.max(one, another)];
        const path = tree.consistency(from, to);
        const [before, after] = [tree.root(from), tree.root(to)];
        expect(verifyConsistency({ from, to, path }, before, after)).toBe(true);
        expect(verifyConsistency({ from, to, path }, flipped(before, bit), after)).toBe(false);
        expect(verifyConsistency({ from, to, path }, before, flipped(after, bit))).toBe(false);
        expect(verifyConsistency({ from, to, path: [...path, before] }, before, after)).toBe(false);
        if (path.length > 0) expect(verifyConsistency({ from, to, path: path.slice(1) }, before, after)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('one proof shows many leaves, and not one of them can be another', () => {
    const several = fc.tuple(size, fc.array(fc.nat(), { maxLength: 40 }), fc.nat(), fc.nat());
    fc.assert(
      fc.property(several, ([count, picks, pick, bit]) => {
        const indices = picks.map((value) => value % count);
        const hashes = proveMany(tree, indices, count);
        const leaves = new Map(indices.map((index) => [index, tree.leaf(index)]));
        const root = tree.root(count);
        expect(verifyMany({ size: count, hashes }, leaves, root)).toBe(true);
        expect(verifyMany({ size: count, hashes: [...hashes, root] }, leaves, root)).toBe(false);
        expect(verifyMany({ size: count, hashes }, leaves, flipped(root, bit))).toBe(false);
        if (indices.length === 0) return;
        const one = indices[pick % indices.length] as number;
        const hurt = new Map(leaves).set(one, flipped(tree.leaf(one), bit));
        expect(verifyMany({ size: count, hashes }, hurt, root)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

it('two histories that differ in one leaf have no proof between them', () => {
  const [ours, theirs] = [treeOf(300), new LogTree()];
  for (let index = 0; index < 300; index += 1) {
    theirs.append(index === 120 ? leafHash(Buffer.from('another')) : ours.leaf(index));
  }
  for (const from of [121, 128, 200, 256, 299]) {
    for (const tree of [ours, theirs]) {
      const path = tree.consistency(from, 300);
      expect(verifyConsistency({ from, to: 300, path }, ours.root(from), theirs.root(300))).toBe(false);
    }
  }
  expect(
    verifyConsistency({ from: 120, to: 300, path: theirs.consistency(120, 300) }, ours.root(120), theirs.root()),
  ).toBe(true);
});

it('sizes that no log can have prove nothing', () => {
  const tree = treeOf(4);
  for (const size of [-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, Infinity]) {
    expect(verifyInclusion({ index: 0, size, path: [] }, tree.leaf(0), tree.root(1))).toBe(false);
    expect(verifyConsistency({ from: 1, to: size, path: [] }, tree.root(1), tree.root(1))).toBe(false);
    expect(verifyMany({ size, hashes: [] }, new Map(), tree.root(1))).toBe(false);
  }
  expect(verifyInclusion({ index: 1, size: 2, path: [Buffer.alloc(31)] }, tree.leaf(0), tree.root(2))).toBe(false);
});

it('says where it has no such leaf', () => {
  const tree = treeOf(4);
  expect(() => tree.inclusion(4)).toThrow(RangeError);
  expect(() => tree.root(5)).toThrow(RangeError);
  expect(() => tree.consistency(3, 2)).toThrow(RangeError);
  expect(() => proveMany(tree, [4])).toThrow(RangeError);
});

function flipped(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash);
  const at = bit % (copy.length * 8);
  copy[at >> 3] = (copy[at >> 3] as number) ^ (1 << (at & 7));
  return copy;
}
