/** Where a report goes: to a case, or to people who review it (RULES 2 and 5). */
import type { ReportBody } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import { fitsViolation, latenessOf } from '../../domain/case/reports.js';
import type { Instant } from '../../domain/instant.js';
import { REASONS } from '../../domain/review/reason.js';
import type { ReviewReason } from '../../domain/review/reason.js';
import type { Accepted, Disposition } from '../../record/intake.js';
import type { World } from '../worlds/world.js';

export interface Disposed {
  disposition: Disposition;
  /** Why it is reviewed, or kept with a closed case. */
  reason?: string;
  why?: ReviewReason;
  closedCase?: NonNullable<Accepted['closedCase']>;
}

const FORWARD: Disposed = { disposition: 'forward' };
const review = (why: ReviewReason): Disposed => ({ disposition: 'review', why, reason: REASONS[why].en });

export function dispose(world: World, workflowId: string, body: ReportBody, at: Instant): Disposed {
  const { plan } = world;
  const revised = body.judged ? undefined : ofRevision(world, body);
  if (revised) return revised;
  if (!body.judged && body.attribution !== undefined && !plan.covers.includes(body.attribution.trim().toUpperCase())) {
    return review('elsewhere');
  }
  const state = world.views.latest(workflowId)?.state;
  if (state && state.status !== 'closed' && fitsViolation(state, body)) return FORWARD;
  const closed = state?.status === 'closed' ? ofClosedCase(state, body) : undefined;
  if (closed) return closed;
  if (body.judged) return FORWARD;
  if (latenessOf(plan, body.occurredAt.earliest, at) === 'review') return review('old');
  return body.standing === 'alleged' ? review('alleged') : FORWARD;
}

/**
 * RULES 5: what describes a violation of the scope's closed case, or happened before its stand-down, is added to it after
 * closure and opens nothing. What happened between stand-down and closing, or after a case closed as void, goes on.
 */
function ofClosedCase(state: CaseState, body: ReportBody): Disposed | undefined {
  const { caseId, stoodDownAt, outcome } = state;
  const violationId = fitsViolation(state, body);
  if (violationId !== undefined) {
    const reason = `It describes violation ${violationId} of case ${caseId}, which has closed.`;
    return { disposition: 'after-closure', reason, closedCase: { caseId, violationId } };
  }
  if (outcome === 'void' || stoodDownAt === undefined || body.occurredAt.latest >= stoodDownAt) return undefined;
  const reason = `It occurred before the stand-down of case ${caseId}, which has closed.`;
  return { disposition: 'after-closure', reason, closedCase: { caseId } };
}

/** A revision goes where its report went, and never out of its case. */
function ofRevision(world: World, { reportKey }: ReportBody): Disposed | undefined {
  const first = world.intake.firstOf(reportKey)?.body;
  if (!first) return undefined;
  if (first.disposition === 'after-closure') return revisedAfterClosure(first);
  const isJudged = world.views.report(reportKey) !== undefined;
  if (first.disposition === 'review' && !isJudged) return review((first.review?.why ?? 'revision') as ReviewReason);
  const found = world.views.command(first.commandId) ?? world.views.report(reportKey);
  const closed = found && world.views.get(found.caseId)?.state.status === 'closed';
  if (!closed) return FORWARD;
  const reason = 'Revises a report of a case that has closed.';
  return { disposition: 'after-closure', reason, closedCase: { caseId: found.caseId } };
}

const revisedAfterClosure = ({ reason, closedCase }: Accepted): Disposed => ({
  disposition: 'after-closure',
  ...(reason === undefined ? {} : { reason }),
  ...(closedCase ? { closedCase } : {}),
});

/** The scope of a report: its sector, and for a revision that of its first content. */
export const scopeOf = (world: World, body: ReportBody): string =>
  world.intake.firstOf(body.reportKey)?.body.scope ?? body.place.sector;
