/** The histories of a bundle, as whoever can replay them needs them. */
import { parseLine } from '../entry.js';
import { withKey } from '../stamp-keys.js';
import type { StampKey } from '../stamp-keys.js';
import type { BundleRecord } from './fault.js';

interface Exported {
  type: string;
  workflowId: string;
  sha256: string;
}

export interface Replayable {
  /** In the bundle. */
  file: string;
  workflowId: string;
  history: unknown;
}

export function replayable({ histories, runs, keys }: BundleRecord): { runs: Replayable[]; keys: readonly StampKey[] } {
  const found = histories.flatMap((line) => {
    const body = parseLine(line)?.body as Exported | undefined;
    const history = body?.type === 'history-exported' ? runs[body.sha256] : undefined;
    if (!body || history === undefined) return [];
    return [{ file: `histories/${body.sha256}.json.br`, workflowId: body.workflowId, history }];
  });
  const known = keys.reduce<readonly StampKey[]>((all, line) => {
    const entry = parseLine(line);
    return entry ? withKey(all, entry) : all;
  }, []);
  return { runs: found, keys: known };
}
