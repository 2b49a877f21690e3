/** Which review a report waits in: one for each sector and hour of acceptance (RULES 2). */
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { latenessOf } from '../../domain/case/reports.js';
import type { Instant } from '../../domain/instant.js';
import type { ReviewReason } from '../../domain/review/reason.js';
import type { CollectBody } from '../../domain/review/review.js';
import type { Accepted } from '../../record/intake.js';
import { reviewWorkflowId } from '../../workflows/messages.js';
import type { World } from '../worlds/world.js';
import { reportOf } from './review-views.js';

/** A flood in one hour goes on in a further review, so that each stays small enough to be read and carried. */
const MOST_REPORTS = 200;

/** Hours of the clock, in an exercise too: they only name the review. */
const baseOf = (scope: string, acceptedAt: Instant): string =>
  `review-${scope}-${acceptedAt.slice(0, 13).replaceAll(/[-T]/g, '')}`;

export const workflowIdOf = (world: World, scope: string, reviewId: string): string =>
  reviewWorkflowId(world.settings.agreement, scope, reviewId.slice(`review-${scope}-`.length));

/** Of an accepted report that waits, or that its case set aside. */
export const reviewIdOf = ({ review, scope, acceptedAt }: Accepted): string =>
  review?.reviewId ?? baseOf(scope, acceptedAt);

/** Why it waits: as it was accepted, or for what its case set it aside. */
export function whyOf({ plan }: World, accepted: Accepted): ReviewReason {
  if (accepted.review) return accepted.review.why as ReviewReason;
  if (accepted.revision > 0) return 'revision';
  const { body: report, acceptedAt } = reportOf(accepted);
  return latenessOf(plan, report.occurredAt.earliest, acceptedAt) === 'review' ? 'old' : 'alleged';
}

/** Where the report will wait, and the API's stamp on its way there: made now, while the key is in force. */
export function toReview(
  world: World,
  scope: string,
  { stamp: _, body: report, ...envelope }: Envelope<ReportBody>,
  why: ReviewReason,
): NonNullable<Accepted['review']> {
  const reviewId = chosen(world, scope, report, envelope.acceptedAt);
  const body: CollectBody = { report, why };
  const { stamp } = world.stamper.stamp(workflowIdOf(world, scope, reviewId), { ...envelope, body });
  return { reviewId, why, stamp };
}

/** With its first content; else with one that it may corroborate; else in the review of the hour. */
function chosen(world: World, scope: string, report: ReportBody, acceptedAt: Instant): string {
  const before = world.intake.firstOf(report.reportKey)?.body.review ?? world.reviews.fitting(scope, report);
  if (before) return before.reviewId;
  const base = baseOf(scope, acceptedAt);
  for (let nth = 1; ; nth += 1) {
    const reviewId = nth === 1 ? base : `${base}.${nth}`;
    if (world.intake.inReview(reviewId) < MOST_REPORTS) return reviewId;
  }
}
