import * as fc from 'fast-check';
import { leafHash, nodeHash } from './merkle.js';
import { entryBundle, hashTile, parseTilePath, readBundle, TILE_WIDTH, tilePath, tilesOf } from './tiles.js';
import { LogTree } from './tree.js';

it.each([
  [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
  [{ level: 1, index: 5, width: 112 }, 'tile/1/005.p/112'],
  [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
  [{ level: 'entries' as const, index: 4000, width: 1 }, 'tile/entries/x004/000.p/1'],
])('%j is named %s', (name, path) => {
  expect(tilePath(name)).toBe(path);
  expect(parseTilePath(path)).toEqual(name);
});

it.each([
  'tile/0/1',
  'tile/0/0000',
  'tile/6/000',
  'tile/-1/000',
  'tile/0/x000/000',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/001/002',
  'tile/data/000',
  'tile/0/../000',
  'tile/0/000/',
])('%s names no tile', (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

it('a log of 70,000 leaves is the tiles that the format says', () => {
  const names = tilesOf(70_000).map(tilePath);
  expect(names).toContain('tile/0/272');
  expect(names).toContain('tile/0/273.p/112');
  expect(names).toContain('tile/1/000');
  expect(names).toContain('tile/1/001.p/17');
  expect(names).toContain('tile/2/000.p/1');
  expect(names).toHaveLength(274 + 2 + 1);
});

it('each hash of a tile is the root of the tile below it', () => {
  const tree = new LogTree();
  for (let index = 0; index < 600; index += 1) tree.append(leafHash(Buffer.from(`${index}`)));
  const lower = hashTile(tree, { level: 0, index: 1, width: TILE_WIDTH });
  let row = Array.from({ length: TILE_WIDTH }, (_, at) => lower.subarray(at * 32, at * 32 + 32));
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      nodeHash(row[2 * at] as Uint8Array, row[2 * at + 1] as Uint8Array),
    );
  }
  const upper = hashTile(tree, { level: 1, index: 0, width: 2 });
  expect(upper.subarray(32)).toEqual(row[0]);
  expect(hashTile(tree, { level: 0, index: 2, width: 88 })).toHaveLength(88 * 32);
  for (const name of [
    { level: 0, index: 2, width: 89 },
    { level: 1, index: 0, width: 3 },
    { level: 2, index: 0, width: 1 },
    { level: 'entries' as const, index: 0, width: 1 },
  ]) {
    expect(() => hashTile(tree, name)).toThrow(RangeError);
  }
});

it('a bundle gives back the leaves that went in, and nothing that is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (leaves) => {
      const bundle = entryBundle(leaves);
      expect(readBundle(bundle)?.map((leaf) => [...leaf])).toEqual(leaves.map((leaf) => [...leaf]));
      const last = leaves.at(-1)?.length ?? 0;
      if (last > 0) expect(readBundle(bundle.subarray(0, -1))).toBeUndefined();
    }),
  );
});
