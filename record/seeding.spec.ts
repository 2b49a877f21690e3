import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleDirectory, shippedPlan } from '../test/support/seed.js';
import { planInForce } from '../domain/publication/publication.js';
import { openFolderStore } from './folder-store.js';
import type { FolderStore } from './folder-store.js';
import { PublicationLog } from './publications.js';
import { FileDiffers, seed } from './seeding.js';
import type { Seeds } from './seeding.js';

const AT = '2027-03-27T20:00:00.000Z';
const { plan } = shippedPlan();
const file = (path: string, shipped = false) => ({ path, shipped });
const seeds = (over: Partial<Seeds> = {}): Seeds => ({
  plan,
  directory: exampleDirectory(),
  files: { plan: file('/etc/plan.yaml'), directory: file('/etc/directory.yaml') },
  exercise: false,
  ...over,
});
const later = { ...plan, version: plan.version + 1 };

describe('files', () => {
  let folder: string;
  let store: FolderStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfire-seeding-'));
    store = await openFolderStore(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const started = async (given: Seeds): Promise<PublicationLog> => {
    const log = await PublicationLog.open(store);
    await seed(log, given, AT);
    return log;
  };

  it('seed the first start, and say nothing at the next', async () => {
    await started(seeds());
    const { state } = await started(seeds());
    expect(state.inForce.map(({ what, provenance }) => [what, provenance])).toEqual([
      ['plan', 'file'],
      ['directory', 'file'],
    ]);
    expect((await store.read('publications')).length).toBe(2);
  });

  it('are refused where they differ from everything that was ever in force, each with a sentence', async () => {
    await started(seeds());
    const directory = { ...exampleDirectory(), version: 7 };
    const refused = await started(seeds({ plan: later, directory })).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FileDiffers);
    const [ofPlan, ofDirectory] = (refused as Error).message.split('\n');
    expect(ofPlan).toMatch(
      /^\/etc\/plan\.yaml holds plan seed \d+ with the hash [0-9a-f]{64}, which was never in force/,
    );
    expect(ofDirectory).toMatch(/holdfire publish directory \/etc\/directory\.yaml/);
    expect((await store.read('publications')).length).toBe(2);
  });

  it('that ship with a release are passed over: the record goes on', async () => {
    await started(seeds());
    const log = await PublicationLog.open(store);
    const files = { plan: file('plans/seed.yaml', true), directory: file('directory.example.yaml', true) };
    expect(await seed(log, seeds({ plan: later, files }), AT)).toEqual([expect.stringContaining('plans/seed.yaml')]);
    expect(planInForce(log.state)?.version).toBe(plan.version);
  });

  it('of an exercise are taken whenever they change', async () => {
    await started(seeds({ exercise: true }));
    await started(seeds({ exercise: true }));
    const log = await started(seeds({ exercise: true, plan: later }));
    expect([planInForce(log.state)?.version, log.state.inForce.length]).toEqual([later.version, 3]);
    expect((await log.plans()).map(({ plan: one }) => one.version)).toEqual([plan.version, later.version]);
  });
});
