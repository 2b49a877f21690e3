/**
 * `npm start`: on a machine with nothing but Node. Installs and builds what is missing or older than its source, then
 * becomes `holdfire start`. Plain Node, for nothing is installed yet when it runs.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 19];
const SOURCES = [
  'domain',
  'workflows',
  'activities',
  'worker',
  'api',
  'board',
  'record',
  'exercise',
  'cli',
  'config',
  'watchdog',
];

checkNode();
install();
build();
const { main } = await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
process.exitCode = await main(['start', ...process.argv.slice(2)]);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Holdfire needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer one.`);
}

/** Once, and again when the lock file changed. */
function install() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && changedAt(installed) >= changedAt(join(root, 'package-lock.json'))) return;
  console.error('Installing what Holdfire needs (npm ci) …');
  run(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci',
  );
}

/** Once, and again when a source is newer than what was built. */
function build() {
  const built = join(root, 'dist', '.built');
  const newest = Math.max(changedAt(join(root, 'package.json')), ...SOURCES.map((name) => newestIn(join(root, name))));
  if (existsSync(built) && changedAt(built) >= newest) return;
  console.error('Building …');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')], 'The build');
}

function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|css|html)$/.test(entry.name) && !entry.name.endsWith('.spec.ts'))
    .map((entry) => changedAt(join(entry.parentPath, entry.name)));
  return Math.max(0, ...times);
}

function changedAt(file) {
  return statSync(file).mtimeMs;
}

function run(program, parameters, what) {
  try {
    execFileSync(program, parameters, { cwd: root, stdio: ['ignore', 2, 2] });
  } catch (error) {
    fail(
      `${what} failed (${error.status ?? error.code}); what it said stands above. Mend that and say npm start again.`,
    );
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
