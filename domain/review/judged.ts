/** What goes on to a case of a report that was judged (RULES 5). */
import type { Judged, ReportBody } from '../case/commands.js';
import { latenessOf } from '../case/reports.js';
import type { Instant } from '../instant.js';
import type { Plan } from '../plan/plan.js';
import type { Conclusion } from './review.js';

/** The class of a judgement given at `at`; of what is older than the plan takes by itself, that of 24 h to 7 d. */
export function judgedClass(plan: Plan, earliest: Instant, at: Instant): Judged['class'] {
  const lateness = latenessOf(plan, earliest, at);
  if (lateness !== 'review') return lateness;
  return plan.firstViolation === 'acceptance' ? 'delayed' : 'late';
}

/** The report as its case gets it; `undefined` where nothing goes on. */
export function judgedReport(report: ReportBody, reviewId: string, found: Conclusion): ReportBody | undefined {
  const { outcome, by, violationId } = found;
  if (outcome === 'not-a-violation' || found.class === undefined) return undefined;
  const judged: Judged = { reviewId, outcome, class: found.class, ...(by ? { by: by.office } : {}) };
  if (outcome !== 'duplicate') return { ...report, standing: 'credible', judged };
  // It stays what it is: that it describes the same event makes it no more credible.
  return { ...report, judged, ...(violationId === undefined ? {} : { corroborates: violationId }) };
}
