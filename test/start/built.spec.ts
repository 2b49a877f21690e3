/**
 * What the build made is loaded by Node itself, as modules: Jest loads everything as CommonJS, where a named import may
 * be there that is none in a module.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const DIST = join(__dirname, '..', '..', 'dist');

/** The processes, the program, and what they load only when it is asked for. */
const PROGRAMS = [
  'api/main.js',
  'worker/main.js',
  'watchdog/main.js',
  'cli/main.js',
  'cli/audit/replayed.js',
  'workflows/payload-converter.js',
];

/** Imports it in a process of its own and answers the names of what it exports. @throws {Error} with Node's words */
async function imported(file: string): Promise<string[]> {
  const script = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(pathToFileURL(file).href)}))))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 150_000,
  });
  return JSON.parse(stdout) as string[];
}

test.each(PROGRAMS)('dist/%s is a module that Node loads', async (name) => {
  const file = join(DIST, name);
  if (!existsSync(file)) throw new Error(`There is no dist/${name}: \`npm run build\` is needed before this test.`);
  expect(await imported(file)).not.toEqual([]);
});
