/** A page of the list of cases: soonest next instant first, none last. */
import type { z } from 'zod';
import { sha256Hex } from '../../record/canonical.js';
import { Problem } from '../problem.js';
import type { CasesQuery } from '../schema.js';
import type { CaseRow, CaseViews } from '../worlds/case-views.js';
import { standingOf } from '../worlds/soonest.js';
import type { Standing } from '../worlds/soonest.js';
import { shortOf } from './case-summary.js';
import type { caseList } from './case.schema.js';

export type Asked = z.output<typeof CasesQuery>;

/** @throws {Problem} where the cursor is none of ours */
export function listOf({ soonest }: CaseViews, { status, sector, limit, cursor }: Asked): z.infer<typeof caseList> {
  const fits = ({ state }: CaseRow): boolean =>
    (status === undefined || state.status === status) && (sector ?? state.scope) === state.scope;
  const all = soonest.list();
  const page: CaseRow[] = [];
  // One more than is shown: whether there is a next page.
  for (let at = cursor === undefined ? 0 : soonest.after(fromCursor(cursor)); at < all.length; at += 1) {
    const view = all[at];
    if (view && fits(view)) page.push(view);
    if (page.length > limit) break;
  }
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  return { cases: shown.map(shortOf), ...(page.length > limit && last ? { next: toCursor(standingOf(last)) } : {}) };
}

/** Where the last case of the page stood then: a case that has moved since leads nobody back to the first page. */
function toCursor({ at, caseId }: Standing): string {
  const text = `${at} ${caseId}`;
  return Buffer.from(`${text}.${sha256Hex(text).slice(0, 8)}`).toString('base64url');
}

function fromCursor(cursor: string): Standing {
  const [at = '', caseId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').slice(0, -9).split(' ');
  const standing = { at, caseId };
  if (toCursor(standing) !== cursor) {
    const message = 'Use the value of `next` of the page before.';
    throw new Problem('invalid', message, { errors: [{ path: '/cursor', message }] });
  }
  return standing;
}
