/** A record as the API hands it out, checked: its entries as the lines that they are in the store. */
import { entryLine } from '../entry.js';
import type { Entry } from '../entry.js';
import { verifyRecord } from './verify-record.js';
import type { Checked } from './fault.js';

export interface HandedOutRecord {
  caseId: string;
  entries: readonly Entry[];
  sent: readonly Entry[];
  keys: readonly Entry[];
  objects: Readonly<Record<string, unknown>>;
  texts?: Readonly<Record<string, string>>;
  erasures?: readonly Entry[];
}

export interface Verdict {
  ok: boolean;
  steps: Checked[];
}

export function verifyHandedOut({ entries, sent, keys, erasures, ...rest }: HandedOutRecord): Verdict {
  const lines = (of: readonly Entry[]): string[] => of.map(entryLine);
  const steps = verifyRecord({
    ...rest,
    entries: lines(entries),
    sent: lines(sent),
    keys: lines(keys),
    ...(erasures ? { erasures: lines(erasures) } : {}),
  });
  return { ok: steps.every(({ faults }) => faults.length === 0), steps };
}
