/** The built board: its page and the files that it names, read once and kept, for they are few. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface BoardFile {
  type: string;
  bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** So many files at most; what the build leaves is about twenty. */
const MOST_FILES = 200;

export class BoardFiles {
  /** The page, the same for every screen; absent where the board is not built. */
  readonly page: string | undefined;
  private readonly assets = new Map<string, BoardFile>();

  constructor(folder: string | undefined) {
    if (folder === undefined || !existsSync(join(folder, 'index.html'))) return;
    this.page = readFileSync(join(folder, 'index.html'), 'utf8');
    for (const name of readdirSync(join(folder, 'assets')).slice(0, MOST_FILES)) {
      const type = TYPES[extname(name)];
      if (type !== undefined) this.assets.set(name, { type, bytes: readFileSync(join(folder, 'assets', name)) });
    }
  }

  /** By its name alone: no path leads out of the folder. */
  asset(name: string): BoardFile | undefined {
    return this.assets.get(name);
  }
}
