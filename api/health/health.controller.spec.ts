/** What probes cost: they come every few seconds for years. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';
import { openFolderStore } from '../../record/folder-store.js';
import type { FolderStore } from '../../record/folder-store.js';
import { INTAKE } from '../../record/intake.js';
import { StreamFile } from '../../record/stream-file.js';
import type { World } from '../worlds/world.js';
import { HealthController } from './health.controller.js';

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-health-'));
  store = await openFolderStore(folder);
  await store.appendMany(INTAKE, 1, [{ type: 'report-refused' }, { type: 'report-refused' }]);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function ready(): Promise<unknown> {
  const world = {
    settings: { name: 'real', namespace: 'test' },
    store,
    client: { connection: { withDeadline: () => Promise.resolve() } },
    clock: { isOff: () => false, offsetMs: () => 0, now: () => '2027-03-27T20:00:00.000Z' },
    watch: { late: () => undefined },
    seals: {},
    views: { all: () => [], running: () => [] },
  };
  const reply = { status: () => ({ header: () => undefined }) } as unknown as FastifyReply;
  return await new HealthController([world as unknown as World]).ready(reply);
}

it('reads none of the reports to say that the record answers', async () => {
  const read = jest.spyOn(StreamFile.prototype, 'readOn');
  expect(await ready()).toMatchObject({ ready: true });
  const lines = await Promise.all(read.mock.results.map(({ value }) => value as Promise<unknown[]>));
  expect(lines.flat()).toEqual([]);
});

it('says so while the record is away', async () => {
  renameSync(join(folder, 'streams'), join(folder, 'away'));
  expect(await ready()).toMatchObject({ ready: false });
});
