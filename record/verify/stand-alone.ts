/**
 * The verifier as a program of its own: built into one file without dependencies, which lies in every bundle.
 * `node verify.mjs PATH` with what is known from elsewhere; without PATH the folder in which it lies. Exit code 0 when
 * nothing is wrong, 1 when something is, 2 for wrong usage.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readBundle } from '../bundle/read-bundle.js';
import { inWords, isSound } from './in-words.js';
import { knownOf } from './known.js';
import { verifyBundle } from './verify-bundle.js';

const USAGE = 'Usage: node verify.mjs [PATH] [--stamp-keys IDS] [--seal-key KEY]… [--checkpoint FILE]… [--json]';

function main(): number {
  const { values, positionals } = parseArgs({
    options: {
      'stamp-keys': { type: 'string' },
      'seal-key': { type: 'string', multiple: true },
      checkpoint: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help || positionals.length > 1) {
    process.stdout.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const path = positionals[0] ?? dirname(fileURLToPath(import.meta.url));
  const { 'stamp-keys': stampKeys, 'seal-key': sealKeys = [], checkpoint: checkpoints = [] } = values;
  const known = knownOf({ sealKeys, checkpoints, ...(stampKeys === undefined ? {} : { stampKeys }) });
  const steps = verifyBundle(readBundle(path), known);
  const ok = isSound(steps);
  process.stdout.write(`${values.json ? JSON.stringify({ ok, steps }, null, 2) : inWords(steps)}\n`);
  return ok ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
  process.exitCode = 2;
}
