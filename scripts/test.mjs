/**
 * `npm test`: everything that CI checks, each step even when one before it failed. Installs what it needs. The last
 * line is `N passed, N failed`: Jest's tests, and each static check as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const scratch = mkdtempSync(join(tmpdir(), 'holdfire-test-'));
let passed = 0;
let failed = 0;
let skipped = 0;

const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
const bin = (name) => join(root, 'node_modules', '.bin', name);

function check(title, command, args) {
  process.stdout.write(`\n== ${title}\n`);
  if (run(command, args)) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`== ${title}: FAILED\n`);
  }
}

/** What came of each file, in each project; one that could not even be loaded counts as one that failed. */
function jest(name, args) {
  const report = join(scratch, `${name}.json`);
  const ran = run(bin('jest'), ['--json', `--outputFile=${report}`, ...args]);
  if (!existsSync(report)) return { ran, files: [] };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const files = testResults.map(({ name: path, status, assertionResults }) => {
    const count = (...wanted) => assertionResults.filter(({ status: came }) => wanted.includes(came)).length;
    const failures = count('failed');
    return {
      path,
      passed: count('passed'),
      failed: status === 'failed' && failures === 0 ? 1 : failures,
      skipped: count('pending', 'skipped', 'todo', 'disabled'),
    };
  });
  return { ran, files };
}

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) check('install', 'npm', ['ci']);
check('formatting', bin('prettier'), ['--check', '--log-level', 'warn', '.']);
check('lint', bin('oxlint'), ['--type-aware', '--quiet']);
check('types', bin('tsc'), ['-p', 'tsconfig.json']);
check('types of the board', bin('tsc'), ['-p', 'board/tsconfig.json']);
check('import rules', process.execPath, ['scripts/check-imports.mjs']);
check('build', process.execPath, ['scripts/build.mjs']);

process.stdout.write('\n== tests\n');
// The board's tests are skipped where there is no Chromium; where we may, we bring it.
if (!existsSync('/usr/bin/chromium') && process.getuid?.() === 0) {
  run('apt-get', ['update', '--quiet=2']);
  run('apt-get', ['install', '--yes', '--no-install-recommends', '--quiet=2', 'chromium']);
}
// The alert rules are checked by Prometheus' own program; without it their spec says so.
run(process.execPath, ['scripts/ensure-promtool.mjs']);
// Before the tests, so that a download takes none of their time; what is missing makes the tests that need it fail.
for (const args of [[], ['--test-server']]) run(process.execPath, ['scripts/ensure-temporal.mjs', ...args]);
// Four on two cores: tests on real servers wait more than they work.
const first = jest('first', ['--maxWorkers=4', ...process.argv.slice(2)]);
// Real servers on a machine that others use too: what failed there is tried once more, alone, and is told below.
const again = first.files.filter(
  ({ failed, path }) => failed > 0 && /\.(server|browser)\.spec\.ts$|\.scenario\.ts$/.test(path),
);
const paths = [...new Set(again.map(({ path }) => path))];
const second = paths.length > 0 ? jest('second', ['--maxWorkers=1', '--runTestsByPath', ...paths]) : { files: [] };
const counted = [...first.files.filter(({ path }) => !paths.includes(path)), ...second.files];
for (const file of counted) {
  passed += file.passed;
  failed += file.failed;
  skipped += file.skipped;
}
if (!first.ran && first.files.every((file) => file.failed === 0)) failed += 1;
if (paths.length > second.files.length) failed += 1;
rmSync(scratch, { recursive: true, force: true });
for (const path of paths)
  process.stdout.write(`\nfailed at first, and was tried once more alone: ${relative(root, path)}\n`);
if (skipped > 0) process.stdout.write(`\n${skipped} skipped, for the reasons above\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
