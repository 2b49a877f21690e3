/**
 * `npm run build`: TypeScript into `dist/`, then the workflows into one bundle, so that a worker starts without
 * bundling (TRAPS 29), the verifier of bundles into one file, and the board into `dist/board/`. `dist/.built` says when; it is absent while a build is unfinished.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

rmSync(join(dist, '.built'), { force: true });
compile();
await bundle();
await verifier();
await board();
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

/** By the code that a worker without a bundle uses itself, so that both hold the same: workflows and converter. */
async function bundle() {
  const module = pathToFileURL(join(dist, 'worker', 'bundle-workflows.js')).href;
  const { bundleWorkflows, BUNDLE_FILE } = await import(module);
  const { code } = await bundleWorkflows(root);
  writeFileSync(join(root, BUNDLE_FILE), code);
}

/** `dist/verify.mjs`: everything that it needs of `domain/` and `record/` in one file that people can read. */
async function verifier() {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(dist, 'record', 'verify', 'stand-alone.js'),
      outDir: dist,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'verify.mjs', codeSplitting: false } },
    },
  });
}

/** Built last: `tsc` leaves `dist/board/` alone. */
async function board() {
  const { build } = await import('vite');
  const { default: config } = await import('../vite.config.mjs');
  await build(config);
}
