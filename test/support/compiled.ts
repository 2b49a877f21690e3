/** Sources as plain JavaScript, for child processes of tests: nothing of Jest's runs there. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');

export interface Compiled {
  folder: string;
  remove(): void;
}

/**
 * The files of one folder and of those in it, which may import each other, packages, and the folders `beside` it.
 */
export function compiled(sources: string, beside: readonly string[] = ['domain']): Compiled {
  // Beside the packages, so that they are found.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const root = mkdtempSync(join(cache, `holdfire-${sources}-`));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n');
  for (const folder of [sources, ...beside]) compile(folder, root);
  return { folder: join(root, sources), remove: () => rmSync(root, { recursive: true, force: true }) };
}

function compile(folder: string, root: string): void {
  for (const name of readdirSync(join(ROOT, folder), { recursive: true }).map(String)) {
    if (!/(?<!\.(spec|contract))\.ts$/.test(name)) continue;
    const { code } = transformSync(readFileSync(join(ROOT, folder, name), 'utf8'), {
      filename: name,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'es6' },
    });
    const to = join(root, folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, code);
  }
}
