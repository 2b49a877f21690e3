/** What the sender of a report is told (INTERFACE 2). */
import { z } from 'zod';
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import type { Entry } from '../../record/entry.js';
import type { Accepted } from '../../record/intake.js';
import { summaryOf } from '../cases/case-summary.js';
import { caseSummary } from '../cases/case.schema.js';
import type { Answered } from '../commands/command-service.js';
import { TAKEN_AS_CREDIBLE } from '../commands/command-states.js';
import { reviewIdOf } from '../reviews/review-address.js';

export const reportAnswer = z
  .object({
    outcome: z.enum(['opened', 'joined', 'corroborated', 'revised', 'review', 'after-closure']),
    standing: z.enum(['alleged', 'credible', 'verified', 'void']),
    caseId: z.string().optional(),
    violationId: z.string().optional(),
    reviewId: z.string().optional(),
    revision: z.int().describe('0 for the first content under its key, then 1, 2 …'),
    commandId: z.string(),
    because: z.string().optional(),
    note: z.string().optional(),
    case: caseSummary.optional(),
  })
  .meta({ id: 'ReportAnswer' });
export type ReportAnswer = z.infer<typeof reportAnswer>;

export function afterClosureReply({ body }: Entry<Accepted>): ReportAnswer {
  const { commandId, revision, reason, closedCase } = body;
  const { standing, claimedVerified } = (body.envelope as Envelope<ReportBody>).body;
  return {
    outcome: 'after-closure',
    standing,
    ...closedCase,
    revision,
    commandId,
    ...(reason === undefined ? {} : { because: reason }),
    ...(claimedVerified && standing === 'credible' ? { note: TAKEN_AS_CREDIBLE } : {}),
  };
}

export function reviewReply(entry: Entry<Accepted>): ReportAnswer {
  const { commandId, revision, reason } = entry.body;
  const { standing, claimedVerified } = (entry.body.envelope as Envelope<ReportBody>).body;
  return {
    outcome: 'review',
    standing,
    reviewId: reviewIdOf(entry.body),
    revision,
    commandId,
    ...(reason === undefined ? {} : { because: reason }),
    ...(claimedVerified && standing === 'credible' ? { note: TAKEN_AS_CREDIBLE } : {}),
  };
}

export function reportReply({ answer, view }: Answered, entry: Entry<Accepted>): ReportAnswer {
  const { commandId, caseId, report } = answer;
  const { standing } = (entry.body.envelope as Envelope<ReportBody>).body;
  const { claimedVerified, ...said } = report ?? {
    outcome: 'joined' as const,
    standing,
    revision: entry.body.revision,
  };
  return {
    ...said,
    caseId,
    commandId,
    ...(said.outcome === 'review' ? { reviewId: reviewIdOf(entry.body) } : {}),
    ...(claimedVerified ? { note: TAKEN_AS_CREDIBLE } : {}),
    case: summaryOf(view),
  };
}
