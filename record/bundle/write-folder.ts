/** Writes the files of a bundle into a folder of their own. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from './tar.js';

/** Makes the folder, which must not be there or be empty. @throws {Error} with a sentence */
export function writeFolder(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty; name a folder that is new.`);
  for (const [name, content] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
