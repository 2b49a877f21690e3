/** A page of the list of cases: soonest next instant first, none last. */
import type { z } from 'zod';
import { sha256Hex } from '../../record/canonical.js';
import { Problem } from '../problem.js';
import type { CasesQuery } from '../schema.js';
import type { CaseView, CaseViews } from '../worlds/case-views.js';
import { summaryOf } from './case-summary.js';
import type { caseList } from './case.schema.js';

export type Asked = z.output<typeof CasesQuery>;

/** @throws {Problem} where the cursor is none of ours */
export function listOf(views: CaseViews, { status, sector, limit, cursor }: Asked): z.infer<typeof caseList> {
  const fits = ({ state }: CaseView): boolean =>
    (status === undefined || state.status === status) && (sector ?? state.scope) === state.scope;
  const matching = views.bySoonest().filter(fits);
  const from = cursor === undefined ? 0 : matching.findIndex(({ state }) => state.caseId === fromCursor(cursor)) + 1;
  const page = matching.slice(from, from + limit);
  const last = page.at(-1);
  const more = from + limit < matching.length;
  return { cases: page.map(summaryOf), ...(more && last ? { next: toCursor(last.state.caseId) } : {}) };
}

const toCursor = (caseId: string): string =>
  Buffer.from(`${caseId}.${sha256Hex(caseId).slice(0, 8)}`).toString('base64url');

function fromCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const caseId = text.slice(0, -9);
  if (toCursor(caseId) !== cursor) {
    const message = 'Use the value of `next` of the page before.';
    throw new Problem('invalid', message, { errors: [{ path: '/cursor', message }] });
  }
  return caseId;
}
