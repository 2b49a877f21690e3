import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { readConfig } from '../../config/read-config.js';
import { HOUR, MINUTE } from '../../domain/instant.js';
import { openFolderStore } from '../../record/folder-store.js';
import { Sealer } from '../../record/seal/sealer.js';
import type { Finding } from './finding.js';
import { ofRecord } from './of-record.js';

const AT = Date.UTC(2027, 2, 27, 20);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said of seals, at a time after the last. */
async function saidOfSeals(after: number): Promise<Finding[]> {
  const { config } = readConfig({ HOLDFIRE_RECORD: `dir:${folder}`, HOLDFIRE_CANARY: 'false' });
  return (await ofRecord(config as Config, AT + after)).filter(({ says }) => says.includes('sealed'));
}

it('says that a record was never sealed, and what has it sealed', async () => {
  expect(await saidOfSeals(0)).toEqual([
    { well: false, says: 'The record was never sealed; that is done within a minute once a worker runs.' },
  ]);
});

it('says when it was last sealed, and that this is too long ago', async () => {
  const store = await openFolderStore(folder, { clock: () => AT });
  const keys = [generateKeyPairSync('ed25519').privateKey];
  const sealer = await Sealer.open({ store, agreement: 'test', keys, clock: () => AT, settleMs: 0 });
  expect(await sealer.seal()).toMatchObject({ signed: true });
  sealer.close();
  await store.close();
  expect(await saidOfSeals(2.5 * HOUR)).toEqual([{ well: true, says: 'The record was last sealed 150 min ago.' }]);
  const [late] = await saidOfSeals(2.5 * HOUR + MINUTE);
  expect(late).toEqual({
    well: false,
    says: expect.stringMatching(/^The record was last sealed 151 min ago, and/) as string,
  });
});
