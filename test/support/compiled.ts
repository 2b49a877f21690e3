/** Sources as plain JavaScript, for child processes of tests: nothing of Jest's runs there. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');

export interface Compiled {
  folder: string;
  remove(): void;
}

/** The files of one folder that import nothing but each other and packages. */
export function compiled(sources: string): Compiled {
  // Beside the packages, so that they are found.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `holdfire-${sources}-`));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const name of readdirSync(join(ROOT, sources))) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts') || name.endsWith('.contract.ts')) continue;
    const { code } = transformSync(readFileSync(join(ROOT, sources, name), 'utf8'), {
      filename: name,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'es6' },
    });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), code);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
