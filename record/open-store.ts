/** The one place where a store is opened by what the configuration says. */
import { openFolderStore } from './folder-store.js';
import type { RecordLocation } from './location.js';
import { openPostgresStore } from './postgres-store.js';
import type { RecordStore } from './record-store.js';

/** @throws {RecordUnavailable} with a sentence where no record can be kept, or reached, there */
export async function openStore(location: RecordLocation): Promise<RecordStore> {
  return location.kind === 'dir' ? await openFolderStore(location.path) : await openPostgresStore(location.url);
}
