/** Which known name was probably meant. */

/** ` Did you mean "…"?` where a known name is near, else the known names if they are few. */
export function didYouMean(found: string, known: readonly string[]): string {
  const names = [...new Set(known)];
  const nearest = names
    .map((name) => ({ name, distance: distance(found.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest && nearest.distance <= Math.max(1, Math.floor(found.length / 3)))
    return ` Did you mean "${nearest.name}"?`;
  return names.length > 0 && names.length <= 20 ? ` Known: ${names.join(', ')}.` : '';
}

/** Longer names are no slips of the pen, and comparing them would cost. */
const LONGEST = 60;

/** Levenshtein's. */
function distance(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return LONGEST;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
