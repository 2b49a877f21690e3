/** Where a report goes: to a case, or to people who review it (RULES 2 and 5); a revision where its report went. */
import type { ReportBody } from '../../domain/case/commands.js';
import { disposeOf, FORWARD, toReview } from '../../domain/case/disposition.js';
import type { Disposed } from '../../domain/case/disposition.js';
import type { Instant } from '../../domain/instant.js';
import type { ReviewReason } from '../../domain/review/reason.js';
import type { Accepted } from '../../record/intake.js';
import type { World } from '../worlds/world.js';

export function dispose(world: World, workflowId: string, body: ReportBody, at: Instant): Disposed {
  const revised = body.judged ? undefined : ofRevision(world, body);
  return revised ?? disposeOf(world.plan, world.views.latest(workflowId)?.state, body, at);
}

/** A revision goes where its report went, and never out of its case. */
function ofRevision(world: World, { reportKey }: ReportBody): Disposed | undefined {
  const first = world.intake.firstOf(reportKey)?.body;
  if (!first) return undefined;
  if (first.disposition === 'after-closure') return revisedAfterClosure(first);
  const isJudged = world.views.report(reportKey) !== undefined;
  if (first.disposition === 'review' && !isJudged) return toReview((first.review?.why ?? 'revision') as ReviewReason);
  const found = world.views.command(first.commandId) ?? world.views.report(reportKey);
  const closed = found && world.views.row(found.caseId)?.state.status === 'closed';
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
