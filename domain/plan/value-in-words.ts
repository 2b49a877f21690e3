/** One value of a plan as people say it: spans in hours, groups and parties by their names, the language's own words. */
import { spanInWords } from '../span-in-words.js';
import { listed } from './name-lists.js';
import type { Plan, Words } from './plan.js';
import { ACTS, AUDIENCES, VALUES, isRelation } from './terms.js';

/** @param isSpan whether numbers in it are milliseconds */
export function valueInWords(plan: Plan, value: unknown, isSpan: boolean): Words {
  if (!Array.isArray(value)) return scalarInWords(plan, value, isSpan);
  if (value.length === 0) return { en: 'none', uk: 'немає' };
  const nested = value.some((one) => Array.isArray(one));
  const items = value.map((one: unknown) => valueInWords(plan, one, isSpan));
  if (!nested) return listed(items);
  return { en: items.map(({ en }) => en).join('; '), uk: items.map(({ uk }) => uk).join('; ') };
}

function scalarInWords(plan: Plan, value: unknown, isSpan: boolean): Words {
  if (typeof value === 'number' && isSpan) {
    return { en: spanInWords(value, 'en'), uk: spanInWords(value, 'uk', 'nominative') };
  }
  const text = String(value);
  const name = [...plan.groups, ...plan.parties].find(({ id }) => id === text)?.name;
  return name ?? lookUp(text) ?? { en: text, uk: text };
}

function lookUp(text: string): Words | undefined {
  if (isRelation(text)) return AUDIENCES[text];
  if (Object.hasOwn(ACTS, text)) return (ACTS as Record<string, Words>)[text];
  return Object.hasOwn(VALUES, text) ? VALUES[text] : undefined;
}
