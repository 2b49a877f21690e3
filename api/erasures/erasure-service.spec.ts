/** Words of a closed case are not erased while a correction of it is at work, also where it began after the proposal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from '../../record/folder-store.js';
import type { FolderStore } from '../../record/folder-store.js';
import { exampleDirectory } from '../../test/support/seed.js';
import type { Ask } from '../commands/ask.js';
import type { World } from '../worlds/world.js';
import { ErasureLog } from './erasure-log.js';
import { ErasureService } from './erasure-service.js';

const CASE = 'UA-23-1';
const STREAM = `case/${CASE}`;
const directory = exampleDirectory();

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfire-erasing-'));
  store = await openFolderStore(folder);
  await store.appendMany(STREAM, 1, [{ reason: 'Prizvyshche has asked for it.' }]);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** @param isOwed whether the history of some run of the case is still to come */
function worldWith(isOwed: () => boolean): World {
  const log = { error: jest.fn() };
  const erasures = new ErasureLog({ store, onErased: () => Promise.resolve(), log: log as never });
  const parts = {
    store,
    erasures,
    settings: { directory },
    clock: { accept: () => Promise.resolve('2027-05-01T08:00:00.000Z') },
    views: { row: () => ({ state: { status: 'closed' } }) },
    reviews: { row: () => undefined },
    histories: { isOwed },
  };
  return parts as unknown as World;
}

function askOf(world: World, office: string): Ask {
  const { organisation = '', roles = [] } = directory.offices.find(({ id }) => id === office) ?? {};
  const actor = { office, organisation, person: office, means: 'key' as const, roles };
  return { world, actor, dryRun: false } as Partial<Ask> as Ask;
}

it('asks again when it is signed whether nothing of it is at work', async () => {
  let owed = false;
  const world = worldWith(() => owed);
  const service = new ErasureService();
  const [text] = await store.texts(STREAM);
  const shown = (one: object): object => one;
  await service.propose(askOf(world, 'legal-kyiv-duty'), [text?.hash ?? ''], 'A person asked.', shown);
  const hash = world.erasures.state.all['e1']?.hash ?? '';
  owed = true;
  const signed = (): Promise<unknown> => service.sign(askOf(world, 'admin'), 'e1', hash, shown);
  await expect(signed()).rejects.toMatchObject({ code: 'conflict' });
  expect(await store.texts(STREAM)).toHaveLength(1);
  owed = false;
  await signed();
  expect(await store.texts(STREAM)).toHaveLength(0);
});
