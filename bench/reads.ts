/**
 * Lists and reads at scale: `npm run bench -- reads OPEN CLOSED` (default 10,000 and 0). How long the views over a
 * record take to be ready, what a list and a case cost while entries come in, and how much memory is held.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseDocumentOf } from '../api/cases/case-document.js';
import { listOf } from '../api/cases/case-list.js';
import { CaseViews } from '../api/worlds/case-views.js';
import { openFolderStore } from '../record/folder-store.js';
import { percentile } from './flock.js';
import { writeCases } from './written-cases.js';

/** Lists and reads that are measured. */
const ASKED = 500;
/** An entry comes in before every so many reads: the order of a list is then another. */
const ENTRY_EVERY = 2;

export async function reads(): Promise<Record<string, unknown>> {
  const [open = 10_000, closed = 0] = process.argv.slice(3).map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'holdfire-reads-'));
  try {
    const writer = await openFolderStore(folder);
    const since = performance.now();
    const written = await writeCases(writer, open, closed);
    await writer.close();
    const writtenMs = performance.now() - since;
    return {
      measure: 'reads',
      open,
      closed,
      entries: written.entries,
      writtenMs: Math.round(writtenMs),
      ...(await measured(folder, written)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, ids: { open: string[]; closed: string[] }): Promise<Record<string, unknown>> {
  const store = await openFolderStore(folder);
  const before = memory();
  const cpu = process.cpuUsage();
  const since = performance.now();
  const faults: unknown[] = [];
  const views = new CaseViews({
    store,
    entries: () => undefined,
    onCommand: () => undefined,
    onFault: (error) => faults.push(error),
  });
  await views.start();
  const readyMs = performance.now() - since;
  const { user, system } = process.cpuUsage(cpu);
  if (faults.length > 0) throw new Error('Entries could not be folded.', { cause: faults[0] });
  const memoryMiB = memory() - before;
  const list = await times(async (index) => {
    if (index % ENTRY_EVERY === 0) await touch(store, views, ids.open[index % ids.open.length] ?? '');
    return () =>
      listOf(views, { status: index % 3 === 0 ? undefined : 'open', sector: undefined, limit: 50, cursor: undefined });
  });
  const read = await times(async (index) => {
    const id = ids.open[(index * 37) % ids.open.length] ?? '';
    return () => {
      const view = views.get(id);
      if (!view) throw new Error(`No case ${id}.`);
      return JSON.stringify(caseDocumentOf(view, undefined, '2027-03-28T16:00:00.000Z'));
    };
  });
  views.close();
  await store.close();
  return {
    readyMs: Math.round(readyMs),
    readyCpuMs: Math.round((user + system) / 1000),
    memoryMiB: Math.round(memoryMiB),
    list,
    read,
  };
}

/** An entry that changes nothing but the number of entries. */
async function touch(store: Awaited<ReturnType<typeof openFolderStore>>, views: CaseViews, id: string): Promise<void> {
  const view = views.get(id);
  const [last] = (await views.entries(id, view?.state.seq ?? 1)).slice(-1);
  if (!last) throw new Error(`No entry of ${id}.`);
  const seq = last.seq + 1;
  await store.appendMany(`case/${id}`, seq, [{ ...last.body, events: [] }]);
  await views.reach({ caseId: id, seq });
}

async function times(prepare: (index: number) => Promise<() => unknown>): Promise<Record<string, number>> {
  const took: number[] = [];
  for (let index = 0; index < ASKED; index += 1) {
    const work = await prepare(index);
    const since = performance.now();
    JSON.stringify(work());
    took.push(performance.now() - since);
  }
  const shown = (value: number): number => Math.round(value * 100) / 100;
  return { p50: shown(percentile(took, 50)), p99: shown(percentile(took, 99)), max: shown(Math.max(...took)) };
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
