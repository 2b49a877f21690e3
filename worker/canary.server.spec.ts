import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANARY } from '../domain/canary.js';
import type { CanaryEntry } from '../domain/canary.js';
import { MINUTE, ms } from '../domain/instant.js';
import { openFolderStore } from '../record/folder-store.js';
import type { FolderStore } from '../record/folder-store.js';
import { startDevServer } from '../test/support/temporal.js';
import type { TestServer } from '../test/support/temporal.js';
import { WorldEyes } from '../watchdog/world-eyes.js';
import { CanaryKeeper } from './canary.js';

const EVERY_MS = 2000;
const PATIENCE_MS = 120_000;

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'holdfire-canary-'));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: TestServer;
let store: FolderStore;
let keeper: CanaryKeeper;

const songs = async (): Promise<CanaryEntry[]> => (await store.read(CANARY)).map(({ body }) => body as CanaryEntry);

async function untilSongs(count: number): Promise<CanaryEntry[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await songs();
    if (found.length >= count) return found;
    if (Date.now() > until) throw new Error(`Only ${found.length} of ${count} canaries came.`);
    await sleep(100);
  }
}

beforeAll(async () => {
  server = await startDevServer();
  store = await openFolderStore(join(folder, 'record'));
  const { nativeConnection: connection, namespace = 'default' } = server.env;
  const logbookFile = join(folder, 'canary.txt');
  const parts = { connection, namespace, store, logbookFile, publicUrl: 'http://here', log, everyMs: EVERY_MS };
  keeper = new CanaryKeeper(parts);
  keeper.start();
});

afterAll(async () => {
  keeper.end();
  await keeper.ended();
  await store.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

it('comes again and again, from the schedule over a worker into the record, and tells no contact', async () => {
  const found = await untilSongs(3);
  expect(new Set(found.map(({ runId }) => runId)).size).toBe(found.length);
  for (const { startedAt, at, notice, workflowId } of found) {
    expect(workflowId).toMatch(/^canary/);
    expect(ms(at)).toBeGreaterThanOrEqual(ms(startedAt) + 1000);
    expect(notice.said).toBe('Written into the logbook.');
  }
  const lines = readFileSync(join(folder, 'canary.txt'), 'utf8').trim().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(found.length);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ exercise: true, office: 'canary' });
});

it('is missed by the watchdog once it has stayed away three times', async () => {
  keeper.end();
  await keeper.ended();
  const [last] = (await songs()).slice(-1);
  const eyes = new WorldEyes({
    world: 'real',
    open: () => openFolderStore(join(folder, 'record')),
    clock: Date.now,
    canaryEvery: EVERY_MS,
    log: () => undefined,
  });
  try {
    let found = await eyes.findings({ due: MINUTE });
    for (const until = Date.now() + PATIENCE_MS; found.length === 0 && Date.now() < until;) {
      await sleep(200);
      found = await eyes.findings({ due: MINUTE });
    }
    expect(found).toMatchObject([{ kind: 'canary', since: last?.at }]);
    expect(Date.now()).toBeGreaterThan(ms(last?.at ?? '') + 3 * EVERY_MS);
  } finally {
    await eyes.close();
  }
});
