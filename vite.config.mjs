/** The board: `board/` into `dist/board/`, files named by their content. Nothing of it is fetched from another host. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  root: join(root, 'board'),
  configFile: false,
  logLevel: 'warn',
  // From JSX to the functions of React 19, without a plugin.
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  // The record's check runs in the browser too, by the same code; what it asks of Node is done there.
  resolve: { alias: { 'node:crypto': join(root, 'board', 'verify', 'node-crypto.ts') } },
  worker: { format: 'es' },
  build: {
    outDir: join(root, 'dist', 'board'),
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    // A file within the page would need a policy that allows it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Libraries mark their files for servers that render; there is none here.
    rolldownOptions: { onLog: (level, log, next) => log.code === 'MODULE_LEVEL_DIRECTIVE' || next(level, log) },
  },
});
