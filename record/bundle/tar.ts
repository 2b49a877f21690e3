/**
 * Folders as one file: POSIX.1-1988 tar (ustar), regular files only. Written the same for the same content, so that two
 * exports of one record can be compared by their hash; read by whatever reads tar. A reader of strangers' files: names
 * that lead out of the folder are faults of the archive, not files.
 */

const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;

export type Files = ReadonlyMap<string, Uint8Array>;

/** `top`: the folder in which everything lies. @throws {RangeError} for a name that ustar cannot hold */
export function tarOf(top: string, files: Files): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, content] of files) {
    const rest = (BLOCK - (content.length % BLOCK)) % BLOCK;
    parts.push(header(`${top}/${name}`, content.length), content, Buffer.alloc(rest));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(path: string, size: number): Buffer {
  const [prefix, name] = split(path);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 'utf8');
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.fill(' ', 148, 156);
  block.write('0', 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  block.write(prefix, 345, 'utf8');
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** At the last slash that leaves both parts short enough. */
function split(path: string): [string, string] {
  const bytes = (text: string): number => Buffer.byteLength(text);
  if (bytes(path) <= NAME) return ['', path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (bytes(name) <= NAME && bytes(prefix) <= PREFIX) return [prefix, name];
  }
  throw new RangeError(`${path} is too long a name for an archive.`);
}

export interface Untarred {
  /** Without the one folder in which all of them lie. */
  files: Map<string, Buffer>;
  /** Full sentences. */
  faults: string[];
}

/** Whatever it is given: what is no archive is a fault. */
export function filesInTar(tar: Buffer): Untarred {
  const found = new Map<string, Buffer>();
  const faults: string[] = [];
  let at = 0;
  for (; at + BLOCK <= tar.length;) {
    const block = tar.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const size = octal(block, 124, 12);
    if (size === undefined || checksum(block) !== octal(block, 148, 8) || at + BLOCK + size > tar.length) {
      faults.push(`At byte ${at} there is no file of an archive, or only the beginning of one.`);
      break;
    }
    const name = [text(block, 345, PREFIX), text(block, 0, NAME)].filter((part) => part !== '').join('/');
    const type = block[156];
    if (!isFile(type)) {
      // A folder's own entry is no content.
      if (type !== FOLDER) faults.push(`"${name}" is no regular file.`);
    } else if (!isInside(name)) faults.push(`"${name}" would lie outside the folder.`);
    else if (found.has(name)) faults.push(`"${name}" is there twice.`);
    else found.set(name, tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (tar.subarray(at).some((byte) => byte !== 0)) faults.push('After its end the archive goes on.');
  return { files: withoutTop(found), faults };
}

const FOLDER = 0x35;
const isFile = (type: number | undefined): boolean => type === 0x30 || type === 0;

const isInside = (name: string): boolean =>
  !name.startsWith('/') && !name.includes('\\') && name.split('/').every((part) => !['', '.', '..'].includes(part));

function withoutTop(found: Map<string, Buffer>): Map<string, Buffer> {
  const tops = new Set([...found.keys()].map((name) => name.slice(0, name.indexOf('/') + 1)));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '') return found;
  return new Map([...found].map(([name, content]) => [name.slice(top.length), content]));
}

function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function octal(block: Buffer, from: number, length: number): number | undefined {
  const digits = text(block, from, length).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function checksum(block: Buffer): number {
  return block.reduce((all, byte, index) => all + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}
