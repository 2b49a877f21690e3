/**
 * A process that seals a record as fast as it can, until it is killed by its test:
 * `node record-sealer.mjs MODULES LOCATION KEY.pem`. Says `ready`, and then the size of the log after each round.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, where, keyFile] = process.argv.slice(2);
const module = async (name) => await import(pathToFileURL(join(modules, name)).href);
const { locationOf } = await module('location.js');
const { openStore } = await module('open-store.js');
const { Sealer } = await module('seal/sealer.js');

const store = await openStore(locationOf(where).location);
const keys = [createPrivateKey(readFileSync(keyFile))];
const sealer = await Sealer.open({ store, agreement: 'killed', keys, clock: Date.now, settleMs: 0 });
writeSync(1, 'ready\n');
for (;;) {
  const { size, added, rewritten } = await sealer.seal();
  if (rewritten.length > 0) throw new Error(`Rewritten: ${rewritten.join(', ')}`);
  if (added > 0) writeSync(1, `${size}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
