/** Whether two values are the same JSON: the order of members does not count, and what is undefined is not there. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => isSameJson(one, b[i]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const [left, right] = [membersOf(a), membersOf(b)];
  return left.length === right.length && left.every(([key, value]) => key in b && isSameJson(value, b[key]));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const membersOf = (value: Record<string, unknown>): [string, unknown][] =>
  Object.entries(value).filter(([, one]) => one !== undefined);
