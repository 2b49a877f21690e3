/**
 * The lock file as it must be: every package has a checksum, comes from no address of its own, and is what package.json
 * asks for by an exact number; whatever has an install script is named in `allowScripts`, and denied.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One sentence for each fault; empty when all is well. */
export function checkLock(lock, manifest) {
  const faults = [];
  if (lock.lockfileVersion !== 3) faults.push(`The lock file has version ${lock.lockfileVersion}; 3 is needed.`);
  const allowed = manifest.allowScripts ?? {};
  for (const [path, one] of Object.entries(lock.packages ?? {})) {
    if (path === '') continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!path.includes('node_modules/') || one.link) faults.push(`${path} is no package of a registry.`);
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) faults.push(`${path} has no SHA-512 checksum.`);
    // `omit-lockfile-registry-resolved` leaves addresses of registries out: whatever names one comes from elsewhere.
    if (one.resolved !== undefined) faults.push(`${path} names an address to come from.`);
    if (one.hasInstallScript && allowed[name] !== false) faults.push(`${path} runs a script at its installation.`);
  }
  for (const [name, allows] of Object.entries(allowed)) {
    if (allows !== false) faults.push(`allowScripts lets ${name} run scripts.`);
  }
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (/^(?:\w+:|[\w-]+\/)/.test(range)) faults.push(`${name} comes from ${range}, which is no registry.`);
  }
  return faults;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const json = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const faults = checkLock(json('package-lock.json'), json('package.json'));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exit(faults.length === 0 ? 0 : 1);
}
