/** What the API takes, as zod schemas: the single source for validation, types and the OpenAPI document. */
import { z } from 'zod';
import { parseInstant } from '../domain/instant.js';
import { isSector } from '../domain/sectors.js';

/** Half of a surrogate pair has no UTF-8 form; a NUL ends a text in half the systems that will read the record. */
const UNFIT = /[\p{Surrogate}\0]/u;

const words = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((value) => !UNFIT.test(value), 'Use well-formed Unicode without NUL.');

const instant = z
  .string()
  .max(40)
  .transform((value, context) => {
    const read = parseInstant(value);
    if (read !== undefined) return read;
    context.addIssue({ code: 'custom', message: 'Give an RFC 3339 instant such as 2027-03-27T20:00:00.000Z.' });
    return z.NEVER;
  })
  .meta({ description: 'RFC 3339 instant', examples: ['2027-03-27T20:00:00.000Z'] });

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'Give a SHA-256 as 64 lower-case hex digits.');

const evidence = z.strictObject({ sha256, mediaType: words(100), uri: z.url().max(2000).optional() });

const occurrence = z.union([
  instant.transform((at) => ({ earliest: at, latest: at })),
  z.strictObject({ earliest: instant, latest: instant }),
]);

const place = z.strictObject({
  sector: z
    .string()
    .max(20)
    .refine(
      (value) => isSector(value),
      'Name a region of ISO 3166-2:UA, such as UA-23; GET /api/v1/sectors lists them.',
    ),
  description: words(500).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});

export const ReportInput = z
  .strictObject({
    source: words(100),
    sourceReportId: words(200),
    occurredAt: occurrence,
    observedAt: instant.optional(),
    place,
    kind: words(100),
    description: words(10_000),
    standing: z.enum(['alleged', 'credible', 'verified']).optional(),
    attribution: words(100).optional(),
    corroborates: words(100).optional(),
    evidence: z.array(evidence).max(20).optional(),
  })
  .meta({ id: 'Report' });
export type ReportInput = z.output<typeof ReportInput>;

export const ProposalInput = z
  .strictObject({
    act: z.enum([
      'stand-down',
      'large-scale',
      'withdraw-large-scale',
      'continuation',
      'withdraw-stand-down',
      'void-violation',
      'move-first-violation',
      'adopt-plan',
    ]),
    text: words(10_000),
    reason: words(2000).optional(),
  })
  .meta({ id: 'Proposal' });

export const SignatureInput = z
  .strictObject({ textHash: sha256, signature: words(5000).optional() })
  .meta({ id: 'Signature' });

export const AcknowledgementInput = z
  .union([
    z.strictObject({ passTo: z.literal('delegate') }),
    z.strictObject({ phase: z.number().int().min(1).max(9).optional() }),
  ])
  .meta({ id: 'Acknowledgement' });

export const CompletionInput = z
  .strictObject({
    performedAt: instant,
    text: words(10_000),
    evidence: z.array(evidence).max(20).optional(),
    reason: words(2000).optional(),
  })
  .meta({ id: 'Completion' });

export const ConfirmationInput = z.strictObject({ text: words(10_000) }).meta({ id: 'Confirmation' });
export const WaiverInput = z.strictObject({ reason: words(2000) }).meta({ id: 'Waiver' });

export const DecisionInput = z
  .strictObject({
    choice: z.enum(['take-part', 'support', 'decline', 'needs-time']),
    text: words(10_000),
    reason: words(2000).optional(),
  })
  .meta({ id: 'Decision' });

export const StandingInput = z
  .strictObject({ standing: z.enum(['credible', 'verified', 'alleged', 'void']), text: words(10_000) })
  .meta({ id: 'Standing' });

export const SessionInput = z
  .union([z.strictObject({ key: words(200) }), z.strictObject({ office: words(100) })])
  .meta({ id: 'Session' });

export const CasesQuery = z.strictObject({
  status: z.enum(['open', 'quiet', 'closed']).optional(),
  sector: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(300).optional(),
});

export const DryRunQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });
export const ExplanationQuery = z.strictObject({
  firstViolationAt: instant.optional(),
  lang: z.enum(['en', 'uk']).default('en'),
});
export const EventsQuery = z.strictObject({ caseId: z.string().max(80).optional() });
export const SectorsQuery = z.strictObject({ at: instant.optional() });
