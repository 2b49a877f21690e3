import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from '../record/folder-store.js';
import { RecordUnavailable } from '../record/record-store.js';
import type { RecordStore } from '../record/record-store.js';
import { enterStart } from './started.js';

const started = {
  namespace: 'holdfire',
  worker: { identity: '17@host', buildId: 'build-1' },
  now: () => Date.UTC(2027, 2, 27, 20),
};
const said: string[] = [];
const note = (_: object, message: string): void => void said.push(message);
const log = { debug: note, info: note, warn: note, error: note };

it('is entered with the build that it runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfire-started-'));
  const store = await openFolderStore(folder);
  try {
    await enterStart(store, { ...started, log });
    await enterStart(store, { ...started, log });
    const bodies = (await store.read('workers')).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      expect(body).toEqual({
        type: 'worker-started',
        at: '2027-03-27T20:00:00.000Z',
        namespace: 'holdfire',
        identity: '17@host',
        buildId: 'build-1',
        node: process.versions.node,
      });
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});

it('keeps no worker from its work while the record is away', async () => {
  const away = { appendNext: () => Promise.reject(new RecordUnavailable('it is away.', undefined)) };
  await enterStart(away as unknown as RecordStore, { ...started, log });
  expect(said).toEqual(['The start of this worker could not be entered in the record.']);
});
