/**
 * Prometheus' own checker of rules: on the PATH, in the cache, or out of Debian's package `prometheus`, unpacked and not
 * installed (no service is started). Prints its path, or nothing with the reason on standard error.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const isProgram = (path) => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o111) !== 0;
};

const cacheFolder = (env) => join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdfire');

/** `undefined` where there is none. */
export function foundPromtool(env = process.env) {
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'promtool'));
  return [...onPath, join(cacheFolder(env), 'prometheus', 'promtool')].find(isProgram);
}

/** Looks, and fetches where that is possible; `undefined` where it is not. */
export function ensurePromtool(env = process.env) {
  const found = foundPromtool(env);
  if (found) return found;
  const cache = cacheFolder(env);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'prometheus-'));
  const run = (command, args) =>
    spawnSync(command, args, { cwd: folder, stdio: 'ignore', timeout: 120_000 }).status === 0;
  try {
    if (!run('apt-get', ['download', 'prometheus'])) return undefined;
    const [deb = ''] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    if (!run('dpkg', ['-x', deb, 'unpacked'])) return undefined;
    const target = join(cache, 'prometheus');
    mkdirSync(target, { recursive: true });
    renameSync(join(folder, 'unpacked', 'usr', 'bin', 'promtool'), join(target, 'promtool'));
    return foundPromtool(env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = ensurePromtool();
  if (path) process.stdout.write(`${path}\n`);
  else process.stderr.write('There is no promtool here and apt-get could not bring it: the rules stay unchecked.\n');
}
