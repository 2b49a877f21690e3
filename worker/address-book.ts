/**
 * Where offices are reached now: by the directory in force, which the API publishes in the record. Looked up when a
 * message is about to go, so that a change needs no restart; the last that was read where the record is away.
 */
import { atMost } from '../activities/at-most.js';
import type { ActivityDependencies } from '../activities/index.js';
import type { Log } from '../activities/log.js';
import { RECORD_PATIENCE_MS } from '../activities/record.js';
import type { WorldSettings } from '../config/config.js';
import type { Directory } from '../domain/directory/directory.js';
import { channelAt } from '../domain/directory/rosters.js';
import { instant } from '../domain/instant.js';
import { PublicationLog } from '../record/publications.js';
import type { RecordStore } from '../record/record-store.js';

/** The stream is short and looked at once for all messages of a moment. */
const LOOK_EVERY_MS = 1000;

export interface AddressBookParts {
  settings: Pick<WorldSettings, 'directory' | 'redirected'>;
  store: RecordStore;
  clock: () => number;
  log: Log;
}

export function addressBook({ settings, store, clock, log }: AddressBookParts): ActivityDependencies['address'] {
  const publications = new PublicationLog(store);
  const { redirected = (directory: Directory) => directory } = settings;
  // Until the API has started for the first time, the file is all there is.
  let known = settings.directory;
  let lookedAt = -Infinity;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      await publications.readOn();
      const hash = publications.directoryHash;
      if (hash !== undefined) known = redirected((await publications.contentOf(hash)) as Directory);
      lookedAt = performance.now();
    } catch (error) {
      log.warn({ err: error }, 'The record cannot be read; offices are reached as before.');
    }
  };
  return async (id, kind) => {
    if (performance.now() - lookedAt > LOOK_EVERY_MS)
      await atMost(RECORD_PATIENCE_MS, (looking ??= look().finally(() => (looking = undefined))));
    return channelAt(known, id, kind, instant(clock()));
  };
}
