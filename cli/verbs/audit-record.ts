/** `audit verify` of a whole record, where it lies: its seals against every line. Cases are `audit.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../record/open-store.js';
import { locationOf } from '../../record/location.js';
import { folderRecord, openedRecord } from '../../record/verify/stored-record.js';
import { verifyStore } from '../../record/verify/verify-store.js';
import type { Known, StoreChecked } from '../../record/verify/verify-store.js';

/** `undefined` where this is no record: the folder of a case, say. A folder is only read. */
export function recordAt(path: string, known: Known): (() => Promise<StoreChecked[]>) | undefined {
  const folder = path.startsWith('dir:') ? path.slice('dir:'.length) : path;
  if (existsSync(join(folder, 'streams'))) {
    return async () => await verifyStore(await folderRecord(folder), known);
  }
  const read = /^postgres(ql)?:/.test(path) ? locationOf(path) : undefined;
  if (!read || 'fault' in read) return undefined;
  return async () => {
    const store = await openStore(read.location);
    try {
      return await verifyStore(await openedRecord(store), known);
    } finally {
      await store.close();
    }
  };
}

/** What the reader knows from elsewhere, as the command line names it. */
export function knownFrom(keys: readonly string[], files: readonly string[]): Known {
  return {
    ...(keys.length > 0 ? { keys } : {}),
    ...(files.length > 0
      ? { checkpoints: Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')])) }
      : {}),
  };
}
