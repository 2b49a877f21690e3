/**
 * Tiles (C2SP tlog-tiles): the tree cut into files of at most 256 hashes that never change once they are full, and
 * the leaves themselves in bundles of the same measure. Names and bytes; where they are served is another's business.
 */
import type { LogTree } from './tree.js';

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MOST_LEVELS = 6;

export interface TileName {
  /** Of hashes over 256^level leaves, or `entries`. */
  level: number | 'entries';
  index: number;
  /** 256, or fewer where it is not full. */
  width: number;
}

/** `tile/0/x001/234`, and `.p/W` where it is not full. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const parts = digits.match(/\d{3}/g) ?? [];
  const named = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return `tile/${level}/${named}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** `undefined` for what is no name of a tile. @param path as above */
export function parseTilePath(path: string): TileName | undefined {
  const found = /^tile\/(\d|entries)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!found) return undefined;
  const [, level = '', digits = '', part] = found;
  const width = part === undefined ? TILE_WIDTH : Number(part);
  const name: TileName = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/\D/g, '')),
    width,
  };
  // One name for each tile, and none for what no log can have.
  return Number(name.level) >= MOST_LEVELS || tilePath(name) !== path ? undefined : name;
}

/** Every tile of a log of this size, lowest level first. */
export function tilesOf(size: number): TileName[] {
  const names: TileName[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < count; index += 1) {
      names.push({ level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) });
    }
  }
  return names;
}

/** The hashes of a tile. @throws {RangeError} where the tree has not grown so far */
export function hashTile(tree: LogTree, { level, index, width }: TileName): Buffer {
  if (level === 'entries') throw new RangeError('Entries are no hashes.');
  const from = index * TILE_WIDTH;
  return tree.nodes(level * TILE_HEIGHT, from, from + width);
}

/** Leaves one after the other, each behind its length. */
export function entryBundle(leaves: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}

/** The leaves of a bundle; `undefined` where its lengths do not fit. */
export function readBundle(bundle: Buffer): Buffer[] | undefined {
  const leaves: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    if (at + 2 > bundle.length) return undefined;
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return undefined;
    leaves.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return leaves;
}
