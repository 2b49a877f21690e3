/** Whether a folder can hold a record: tried out, for what a file system says of itself is not always so. */
import { constants } from 'node:fs';
import { open, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './append-file.js';

/** File systems on which appends of several hosts are not kept apart, whatever one host sees (statfs(2)). */
const UNFIT: Record<number, string> = { 0x6969: 'NFS', 0xff534d42: 'CIFS', 0x517b: 'SMB', 0xfe534d42: 'SMB2' };

/**
 * Appends through two handles, flushes, reads back, renames over, flushes the folder: what the store does.
 * @throws {Error} half a sentence that says what the folder does not do, or what the operating system refused
 */
export async function probeFolder(folder: string): Promise<void> {
  const unfit = UNFIT[(await statfs(folder)).type];
  if (unfit) throw new Error(`it lies on ${unfit}, where appends of two hosts can mix; use a local disk`);
  const path = join(folder, `.probe-${process.pid}`);
  try {
    await appendInTurns(path);
    await replaceWhole(path);
    await syncFolder(folder);
  } finally {
    await rm(path, { force: true });
    await rm(`${path}.new`, { force: true });
  }
}

async function appendInTurns(path: string): Promise<void> {
  const { O_APPEND, O_CREAT, O_RDWR, O_TRUNC } = constants;
  const one = await open(path, O_APPEND | O_CREAT | O_RDWR | O_TRUNC, 0o640);
  try {
    const other = await open(path, O_APPEND | O_RDWR);
    try {
      for (const [handle, line] of [
        [one, 'first\n'],
        [other, 'second\n'],
        [one, 'third\n'],
      ] as const) {
        await handle.write(line);
        await handle.datasync();
      }
    } finally {
      await other.close();
    }
  } finally {
    await one.close();
  }
  if ((await readFile(path, 'utf8')) !== 'first\nsecond\nthird\n')
    throw new Error('what two writers append there is not kept one behind the other; use a local disk');
}

async function replaceWhole(path: string): Promise<void> {
  await writeFile(`${path}.new`, 'whole\n', { flush: true });
  await rename(`${path}.new`, path);
  if ((await readFile(path, 'utf8')) !== 'whole\n')
    throw new Error('a file that is renamed there does not take the place of another; use a local disk');
}
