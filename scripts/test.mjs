/**
 * `npm test`: everything that CI checks, each step even when one before it failed. Installs what it needs. The last
 * line is `N passed, N failed`: Jest's tests, and each static check as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
// Before the tests, so that a download takes none of their time; what is missing makes the tests that need it fail.
for (const args of [[], ['--test-server']]) run(process.execPath, ['scripts/ensure-temporal.mjs', ...args]);
const report = join(scratch, 'jest.json');
const ran = run(bin('jest'), ['--maxWorkers=2', '--json', `--outputFile=${report}`, ...process.argv.slice(2)]);
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  skipped += numPendingTests;
}
if (!ran && failed === 0) failed += 1;
rmSync(scratch, { recursive: true, force: true });
if (skipped > 0) process.stdout.write(`\n${skipped} skipped, for the reasons above\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
