import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLock } from './check-lock.mjs';
import type { Lock, LockedPackage, Manifest } from './check-lock.mjs';

const json = <T>(file: string): T => JSON.parse(readFileSync(join(__dirname, '..', file), 'utf8')) as T;
const GOOD: LockedPackage = { integrity: `sha512-${'a'.repeat(86)}==` };
const lock = (one: LockedPackage, path = 'node_modules/a'): Lock => ({
  lockfileVersion: 3,
  packages: { '': {}, [path]: one },
});

it('finds no fault in the lock file of this release', () => {
  expect(checkLock(json<Lock>('package-lock.json'), json<Manifest>('package.json'))).toEqual([]);
  expect(readFileSync(join(__dirname, '..', '.npmrc'), 'utf8')).toContain('strict-allow-scripts=true');
});

it.each([
  [lock({}), /no SHA-512 checksum/],
  [lock({ integrity: 'sha1-abc' }), /no SHA-512 checksum/],
  [lock({ ...GOOD, resolved: 'https://elsewhere.example/a.tgz' }), /names an address/],
  [lock({ ...GOOD, hasInstallScript: true }), /runs a script/],
  [lock({ ...GOOD, link: true }), /no package of a registry/],
  [lock(GOOD, 'vendor/a'), /no package of a registry/],
  [{ ...lock(GOOD), lockfileVersion: 1 }, /has version 1/],
])('finds %j', (one, fault) => expect(checkLock(one, {}).join('\n')).toMatch(fault));

it('finds a dependency from a repository, and a script that is let run', () => {
  const manifest = { dependencies: { a: 'github:a/b', b: 'a/b', c: 'file:../c' }, allowScripts: { d: true } };
  expect(checkLock(lock(GOOD), manifest)).toHaveLength(4);
  expect(checkLock(lock({ ...GOOD, hasInstallScript: true }), { allowScripts: { a: false } })).toEqual([]);
});
