/**
 * What sealing costs: a record of so many entries in a folder, sealed for the first time and then a minute later with
 * little new, verified whole; and how large log and proofs are.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../record/canonical.js';
import { openFolderStore } from '../record/folder-store.js';
import { proveStreams } from '../record/seal/proof.js';
import { Sealer } from '../record/seal/sealer.js';
import { SealedLog } from '../record/seal/sealed-log.js';
import { SEAL_KEYS, SEALS } from '../record/seal/streams.js';
import { folderRecord } from '../record/verify/stored-record.js';
import { verifyStore } from '../record/verify/verify-store.js';

/** Entries of one case, about as many as one that goes all the way has. */
const OF_A_CASE = 100;

/** About the size of an entry of a case. */
const BODY = { events: [], said: 'x'.repeat(900) };

const LATER = 50;

export async function seals(): Promise<Record<string, unknown>> {
  const figures = [];
  for (const entries of [1000, 100_000]) figures.push(await measured(entries));
  return { measure: 'seals', figures };
}

async function measured(entries: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-bench-seals-'));
  const store = await openFolderStore(folder);
  try {
    for (let at = 0; at < entries; at += OF_A_CASE) {
      const bodies = Array.from({ length: Math.min(OF_A_CASE, entries - at) }, () => BODY);
      await store.appendMany(`case/UA-23-${at / OF_A_CASE}`, 1, bodies);
    }
    const keys = [generateKeyPairSync('ed25519').privateKey];
    const parts = { store, agreement: 'bench', keys, clock: Date.now, settleMs: 0 };
    const [openMs, sealer] = await timed(() => Sealer.open(parts));
    const [firstMs] = await timed(() => sealer.seal());
    const following = await store.follow(() => undefined);
    await store.appendMany(
      'intake',
      1,
      Array.from({ length: LATER }, () => BODY),
    );
    await following.catchUp('intake');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [nextMs, { size }] = await timed(() => sealer.seal());
    following.close();
    sealer.close();
    const record = await folderRecord(folder);
    const [verifyMs, steps] = await timed(() => verifyStore(record));
    const faults = steps.reduce((sum, step) => sum + step.faults.length, 0);
    if (faults > 0 || size !== entries + LATER + 1) throw new Error('The record that was measured is not whole.');
    const log = new SealedLog();
    for (const entry of await store.read(SEAL_KEYS)) log.foldKey(entry);
    for (const entry of await store.read(SEALS)) log.fold(entry);
    const name = `case/UA-23-${Math.floor(entries / OF_A_CASE / 2)}`;
    const [proveMs, proof] = await timed(() => Promise.resolve(proveStreams(log, [name])));
    const file = join(folder, 'streams', sha256Hex(SEALS).slice(0, 2), `${SEALS}.jsonl`);
    return {
      entries,
      readRecordMs: openMs,
      sealFirstMs: firstMs,
      sealNextMs: nextMs,
      verifyRecordMs: verifyMs,
      proveCaseMs: proveMs,
      logBytes: statSync(file).size,
      logBytesPerEntry: Math.round(statSync(file).size / size),
      proofOfCaseBytes: JSON.stringify(proof).length,
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const done = await work();
  return [Math.round(performance.now() - begun), done];
}
