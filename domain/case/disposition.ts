/**
 * Where a report that is no revision goes: to a case, to people who review it, or beside a closed case (RULES 2 and 5).
 * The API and the rehearsal ask the same.
 */
import { REASONS } from '../review/reason.js';
import type { ReviewReason } from '../review/reason.js';
import type { Instant } from '../instant.js';
import type { Plan } from '../plan/plan.js';
import type { ReportBody } from './commands.js';
import { fitsViolation, latenessOf } from './reports.js';
import type { CaseState } from './state.js';

export interface Disposed {
  /** `forward`: to the scope's case, which may open with it. */
  disposition: 'forward' | 'review' | 'after-closure';
  /** Why it is reviewed, or kept with a closed case. */
  reason?: string;
  why?: ReviewReason;
  closedCase?: { caseId: string; violationId?: string };
}

export const FORWARD: Disposed = { disposition: 'forward' };

export const toReview = (why: ReviewReason): Disposed => ({ disposition: 'review', why, reason: REASONS[why].en });

/** `latest`: the scope's last case, whatever became of it; `plan` as the scope's next case would have it. */
export function disposeOf(plan: Plan, latest: CaseState | undefined, body: ReportBody, at: Instant): Disposed {
  if (!body.judged && body.attribution !== undefined && !plan.covers.includes(body.attribution.trim().toUpperCase())) {
    return toReview('elsewhere');
  }
  if (latest && latest.status !== 'closed' && fitsViolation(latest, body)) return FORWARD;
  const closed = latest?.status === 'closed' ? ofClosedCase(latest, body) : undefined;
  if (closed) return closed;
  if (body.judged) return FORWARD;
  if (latenessOf(plan, body.occurredAt.earliest, at) === 'review') return toReview('old');
  return body.standing === 'alleged' ? toReview('alleged') : FORWARD;
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
