/**
 * `npm run build`: TypeScript into `dist/`, then the workflows into one bundle, so that a worker starts without
 * bundling (TRAPS 29). `dist/.built` says when; it is absent while a build is unfinished.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

rmSync(join(dist, '.built'), { force: true });
compile();
await bundle();
writeFileSync(join(dist, '.built'), '');

function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  try {
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { cwd: root, stdio: 'inherit' });
  } catch (error) {
    // What is wrong stands above already.
    process.exit(error.status ?? 1);
  }
}

async function bundle() {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(join(dist, 'workflow-bundle.js'), code);
}
