/** Words that were erased from the record, as everything that folds it meets them. */
import { withAt } from '../pointer.js';

/** What stands in the place of a text that is not there any more. */
export const ERASED = '[erased]';

/**
 * What was decided anew, as far as it can be compared with a record from which words are gone: at the places that were
 * erased nothing is compared, nor where the decision quotes what was erased before.
 */
export function asErased(decided: unknown, recorded: unknown, erased: readonly string[]): unknown {
  return quoting(
    erased.reduce((left, pointer) => withAt(left, pointer, ERASED), decided),
    recorded,
  );
}

function quoting(decided: unknown, recorded: unknown): unknown {
  if (typeof decided === 'string') return decided.includes(ERASED) && typeof recorded === 'string' ? recorded : decided;
  if (typeof decided !== 'object' || decided === null || typeof recorded !== 'object' || recorded === null)
    return decided;
  const other = recorded as Record<string, unknown>;
  const parts = Object.entries(decided).map(([key, part]) => [key, quoting(part, other[key])] as const);
  return Array.isArray(decided) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
