/** Whether a message that reached the agreement's workflow is an ask to count at all (TRAPS P10). */
import { parseInstant } from '../instant.js';

const MOST_NEWS = 100;

/** The fault in words, or `undefined` when `value` is an ask to count. */
export function countFault(value: unknown): string | undefined {
  if (!isRecord(value) || !isRecord(value['rule']) || !Array.isArray(value['news'])) {
    return 'it has no rule, or no list of news.';
  }
  const { count, within } = value['rule'];
  if (!isWhole(count, 2) || !isWhole(within, 1)) return 'its rule has no count of at least 2 within a span.';
  if (value['news'].length > MOST_NEWS) return `it brings more than ${MOST_NEWS} news.`;
  return value['news'].every(isNews) ? undefined : 'its news are not of violations that are or were verified.';
}

function isNews(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { caseId, violationId, event, occurredAt, verifiedAt, voidedAt, seq } = value;
  const ids = [caseId, violationId, event].every((id) => typeof id === 'string' && id.length > 0 && id.length <= 100);
  return (
    ids &&
    isInstant(occurredAt) &&
    isInstant(verifiedAt) &&
    (voidedAt === undefined || isInstant(voidedAt)) &&
    isWhole(seq, 1)
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;

const isInstant = (value: unknown): boolean => typeof value === 'string' && parseInstant(value) === value;
