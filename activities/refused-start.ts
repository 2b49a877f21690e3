/** Records starts of cases that did not come from the API, each once, in the workers' own stream. */
import type { Entry } from '../record/entry.js';
import type { RecordStore } from '../record/record-store.js';
import { WORKERS } from '../workflows/messages.js';
import type { RefusedStart } from '../workflows/messages.js';

/** Runs that are remembered: an activity that is tried again comes within minutes. */
const MOST_KNOWN = 1000;

export function refusedStartRecorder(store: RecordStore): (start: RefusedStart) => Promise<void> {
  const known = new Set<string>();
  const know = ({ body }: Entry): void => {
    known.add((body as RefusedStart).runId);
    for (const oldest of known) {
      if (known.size <= MOST_KNOWN) return;
      known.delete(oldest);
    }
  };
  return async (start) => {
    await store.appendNext(WORKERS, () => (known.has(start.runId) ? undefined : start), know);
  };
}
