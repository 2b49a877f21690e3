/** The folder that holds `package.json`, `plans/` and the example files: of the sources as well as of `dist/`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '../domain/invariant.js';

export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    invariant(dirname(folder) !== folder, 'the program lies in a package');
    folder = dirname(folder);
  }
  return folder;
}
