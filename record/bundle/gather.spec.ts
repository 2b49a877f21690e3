/** A bundle that is made while the record goes on: what it proves is what it holds. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, hashOf } from '../canonical.js';
import { entryLine } from '../entry.js';
import { openFolderStore } from '../folder-store.js';
import type { FolderStore } from '../folder-store.js';
import { verifyProof } from '../seal/proof.js';
import { SealedLog } from '../seal/sealed-log.js';
import { Sealer } from '../seal/sealer.js';
import { SEAL_KEYS, SEALS } from '../seal/streams.js';
import { gather } from './gather.js';

const CASE = 'UA-23-1';
const STREAM = `case/${CASE}`;
const { privateKey } = generateKeyPairSync('ed25519');

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-gather-'));
  store = await openFolderStore(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

it('proves what it has read, though more of the case was sealed meanwhile', async () => {
  const object = { name: 'for a plan and a directory' };
  const hash = hashOf(object);
  await store.putObject(hash, canonicalJson(object));
  const body = { events: [], plan: { hash }, directoryHash: hash, temporal: { runId: 'run-1' } };
  await store.appendMany(STREAM, 1, [body]);
  const clock = (): number => Date.now() + 60_000;
  const sealer = await Sealer.open({ store, agreement: 'test', keys: [privateKey], clock, settleMs: 0 });
  const log = new SealedLog();
  const [keys, seals] = [store.reader(SEAL_KEYS), store.reader(SEALS)];
  const sealOn = async (): Promise<void> => {
    // The key's own entry is a leaf of the first round, and signs from the second on at the latest.
    for (let round = 0; round < 2; round += 1) await sealer.seal();
    for (const entry of await keys()) log.foldKey(entry);
    for (const entry of await seals()) log.fold(entry);
  };
  await sealOn();
  const read = store.read.bind(store);
  let sealedMeanwhile = false;
  jest.spyOn(store, 'read').mockImplementation(async (stream, from) => {
    if (stream === SEAL_KEYS && !sealedMeanwhile) {
      sealedMeanwhile = true;
      await store.appendMany(STREAM, 2, [body]);
      for (let tries = 0; tries < 600 && log.endOf(STREAM) < 2; tries += 1) await sealOn();
    }
    return await read(stream, from);
  });
  const { entries, proof, sealKeys, erasures } = await gather(store, CASE, Promise.resolve(log));
  sealer.close();
  expect(log.endOf(STREAM)).toBe(2);
  expect(entries).toHaveLength(1);
  const lines = { [STREAM]: entries, [SEAL_KEYS]: sealKeys, erasures };
  const asLines = Object.fromEntries(Object.entries(lines).map(([name, all]) => [name, all.map(entryLine)]));
  expect(proof && verifyProof(proof, asLines).faults).toEqual([]);
});
