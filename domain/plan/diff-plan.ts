/** What differs between two plans, in words. Rows of lists are matched by id, so that an inserted row is one line. */
import { nameOf } from './field-names.js';
import type { Plan, Words } from './plan.js';
import { valueInWords } from './value-in-words.js';

export interface Difference {
  /** RFC 6901; in the second plan, or in the first where only that has it. */
  path: string;
  was?: unknown;
  now?: unknown;
  words: Words;
}

/** From `a` to `b`. Reasons are not compared: they bind nobody. */
export function diffPlans(a: Plan, b: Plan): Difference[] {
  const left = leaves({ ...a, provenance: [] });
  const right = leaves({ ...b, provenance: [] });
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key): Difference[] => {
    const was = left.get(key);
    const now = right.get(key);
    if (JSON.stringify(was?.value) === JSON.stringify(now?.value)) return [];
    const place = now ? { plan: b, path: now.path } : { plan: a, path: was?.path ?? '' };
    return [
      {
        path: place.path,
        ...(was ? { was: was.value } : {}),
        ...(now ? { now: now.value } : {}),
        words: inWords(place.plan, place.path, was, now),
      },
    ];
  });
}

interface Leaf {
  /** By index, as in the plan. */
  path: string;
  value: unknown;
}

/** Values by a key that names rows by id. */
function leaves(plan: Plan): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  const visit = (value: unknown, path: string, key: string): void => {
    if (Array.isArray(value)) {
      const rows: unknown[] = value;
      const names = rows.map(rowKey);
      // A list of plain values is one value: its order can matter.
      if (rows.length === 0 || names.includes(undefined)) found.set(key, { path, value });
      else for (const [index, row] of rows.entries()) visit(row, `${path}/${index}`, `${key}/${names[index]}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value)) visit(child, `${path}/${name}`, `${key}/${name}`);
    } else found.set(key, { path, value });
  };
  visit(plan, '', '');
  // An empty list against rows is said by the rows.
  for (const [key, { value }] of found)
    if (Array.isArray(value) && value.length === 0 && LISTS_OF_ROWS.includes(key)) found.delete(key);
  return found;
}

const LISTS_OF_ROWS = ['/sectors', '/parties', '/groups', '/phases', '/gates', '/duties', '/provenance'];

function rowKey(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  if ('id' in row) return String(row.id);
  return 'phase' in row ? String(row.phase) : undefined;
}

function inWords(plan: Plan, path: string, was: Leaf | undefined, now: Leaf | undefined): Words {
  const name = nameOf(plan, path);
  const said = (leaf: Leaf): Words => valueInWords(plan, leaf.value, !COUNTS.test(path));
  const before = was && said(was);
  const after = now && said(now);
  if (before && after)
    return { en: `${name.en}: ${before.en} → ${after.en}`, uk: `${name.uk}: ${before.uk} → ${after.uk}` };
  if (after) return { en: `${name.en}: new, ${after.en}`, uk: `${name.uk}: додано, ${after.uk}` };
  return { en: `${name.en}: gone, was ${before?.en ?? ''}`, uk: `${name.uk}: вилучено, було ${before?.uk ?? ''}` };
}

/** Numbers that are no spans. */
const COUNTS =
  /\/(schema|version|phase|persons|organisations|overdueTimes|acknowledgeLastPhaseDivisor|distanceKm|count|opensAlso)$/;
