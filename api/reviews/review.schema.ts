/** Reviews as they are shown: from the record and the intake. */
import { z } from 'zod';
import type { OutcomeInput } from '../schema.js';
import { instantText } from '../cases/case.schema.js';
import type { ReviewOutcome } from '../../domain/review/review.js';

const outcome = z.enum(['credible', 'open-case', 'duplicate', 'not-a-violation'] satisfies ReviewOutcome[] &
  OutcomeInput['outcome'][]);

const reviewedReport = z
  .object({
    reportKey: z.string(),
    why: z.enum(['alleged', 'old', 'elsewhere', 'revision']),
    because: z.string(),
    acceptedAt: instantText,
    office: z.string(),
    organisation: z.string(),
    kind: z.string(),
    occurredAt: z.object({ earliest: instantText, latest: instantText }),
    description: z.string(),
    state: z.enum(['waiting', 'concluded']),
    outcome: outcome.optional(),
    text: z.string().optional(),
    concludedAt: instantText.optional(),
    concludedBy: z.string().optional().describe('The office; absent where another report corroborated it'),
    caseId: z.string().optional().describe('The case that has it now'),
  })
  .meta({ id: 'ReviewedReport' });
export type ReviewedReportRow = z.infer<typeof reviewedReport>;

export const reviewRow = z
  .object({
    reviewId: z.string(),
    sector: z.string(),
    state: z.enum(['waiting', 'concluded']),
    seq: z.int().describe('Entries of its record; 0 while it is on its way'),
    next: z.object({ at: instantText, asks: z.array(z.string()).describe('Groups') }).optional(),
    reports: z.array(reviewedReport).describe('A machine sees its own'),
  })
  .meta({ id: 'Review' });
export type ReviewRow = z.infer<typeof reviewRow>;

export const reviewList = z.object({ reviews: z.array(reviewRow) }).meta({ id: 'Reviews' });

export const outcomeAnswer = reviewRow.extend({ commandId: z.string() }).meta({ id: 'OutcomeAnswer' });
