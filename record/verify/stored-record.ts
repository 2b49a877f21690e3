/** A record to be verified, where it lies: a folder is only read, so that a copy on any medium will do. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256Hex } from '../canonical.js';
import { entryLine } from '../entry.js';
import type { RecordStore } from '../record-store.js';
import { storedStream } from './stored-stream.js';
import type { StoredStream } from './stored-stream.js';
import type { StoredRecord } from './verify-store.js';

export async function folderRecord(folder: string): Promise<StoredRecord> {
  const files = new Map<string, string>();
  for (const path of await filesOf(join(folder, 'streams'), '.jsonl')) {
    const stream = decodeURIComponent(basename(path, '.jsonl'));
    const shard = sha256Hex(stream).slice(0, 2);
    if (path === join(folder, 'streams', shard, `${encodeURIComponent(stream)}.jsonl`)) files.set(stream, path);
  }
  const objects = new Map(
    (await filesOf(join(folder, 'objects'), '.json')).map((path) => [basename(path, '.json'), path]),
  );
  return {
    streams: [...files.keys()].sort(),
    stream: async (name) => storedStream(name, await readFile(files.get(name) ?? '', 'utf8')),
    objects: [...objects.keys()].sort(),
    object: async (hash) => await readFile(objects.get(hash) ?? '', 'utf8'),
  };
}

async function filesOf(folder: string, ending: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const names = await readdir(join(folder, entry.name));
    found.push(...names.filter((name) => name.endsWith(ending)).map((name) => join(folder, entry.name, name)));
  }
  return found;
}

/** Through a store, which gives the lines that count and no others. */
export async function openedRecord(store: RecordStore): Promise<StoredRecord> {
  return {
    streams: await store.streams(),
    stream: async (stream): Promise<StoredStream> => ({
      stream,
      lines: (await store.read(stream)).map(entryLine),
      faults: [],
      passedOver: 0,
    }),
    objects: await store.objects(),
    // The store itself refuses one that was altered.
    object: async (hash) => await store.getObject(hash).catch(() => undefined),
  };
}
