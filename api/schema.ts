/** What the API takes, as zod schemas: the single source for validation, types and the OpenAPI document. */
import { z } from 'zod';
import { parseInstant } from '../domain/instant.js';
import { EXPORTED } from './exports/exported.js';
import { LONGEST_HOLD_MINUTES } from './holds/decide-hold.js';
import { SCOPES } from '../domain/keys/key.js';

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
  sector: words(40).describe(
    'A region of ISO 3166-2:UA, such as UA-23, or a sector of the plan; GET /sectors lists them',
  ),
  description: words(500).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});

/** Ids that a case gives out (`v1`, `p2`) and that stand in addresses. */
const given = (letter: string) =>
  z.string().regex(new RegExp(`^${letter}[1-9]\\d{0,8}$`), `Such an id is ${letter}1, ${letter}2 …`);
export const ProposalId = given('p');
export const ViolationId = given('v');
export const CompletionId = given('c');
export const AcknowledgementId = given('a');
/** As plans name duties: `D1`, `D4.2`. */
export const DutyId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9.-]{0,39}$/, 'A duty goes by its id in the plan, such as D1.')
  .refine(isOwnName, 'No duty has this id.');
export const CaseId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,80}$/, 'A case id is 1 to 80 letters, digits, dots, hyphens and underscores.')
  .refine(isOwnName, 'No case has this id.');
export const CommandId = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'A command id is letters, digits and hyphens.');

/** Names that every JavaScript object has would be found where nothing is. */
function isOwnName(name: string): boolean {
  return !(name in {});
}

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
    breakGlass: z
      .boolean()
      .optional()
      .describe('At once, by a senior office alone, with a reason; only where the plan allows it'),
    violationId: z.string().max(40).optional().describe('Of void-violation and move-first-violation'),
    occurredAt: occurrence.optional().describe('Of move-first-violation: when it really occurred'),
    planId: z.string().max(100).optional().describe('Of adopt-plan'),
    planVersion: z.number().int().min(1).max(1_000_000).optional().describe('Of adopt-plan'),
  })
  .meta({ id: 'Proposal' });
export type ProposalInput = z.output<typeof ProposalInput>;

export const SignatureInput = z
  .strictObject({ textHash: sha256, signature: words(5000).optional() })
  .meta({ id: 'Signature' });

export const HoldInput = z
  .strictObject({ minutes: z.number().int().min(1).max(LONGEST_HOLD_MINUTES), reason: words(500) })
  .meta({ id: 'HoldRequest' });

export const RecoveryInput = z.strictObject({ reason: words(500) }).meta({ id: 'RecoveryRequest' });

export const PublicationId = given('u');

/** Of an issued key (`k1`), or as the directory names it. */
export const KeyId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'A key id is small letters, digits and hyphens, such as k1.')
  .refine(isOwnName, 'No key has this id.');

export const KeyInput = z
  .strictObject({
    office: z.string().max(63),
    person: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Small letters, digits and hyphens; no name of a person.')
      .optional()
      .describe('An opaque name; two keys of one person are one person. Default: one that no other key has'),
    scope: z
      .enum(SCOPES)
      .optional()
      .describe('`all`: whatever the office may; `report`: reports and reads; `read`: reads only'),
    expiresInDays: z.number().int().min(1).max(90).optional().describe('Default: 90'),
    label: words(100).optional().describe('What it is for; no name of a person'),
  })
  .meta({ id: 'KeyRequest' });

/** Judged whole by the plan's and the directory's own readers, which name every fault with its path. */
const written = (id: string, description: string) => z.unknown().meta({ id, type: 'object', description });
export const PlanFile = written('PlanFile', 'A plan as in plans/*.yaml; plans/plan.schema.json is its schema.');
export const DirectoryFile = written(
  'DirectoryFile',
  'A directory as in directory.example.yaml. Keys that it leaves out stay as they are.',
);

export const ErasureId = given('e');
export const TextSearchInput = z.strictObject({ containing: words(200) }).meta({ id: 'TextSearch' });
export const ErasureInput = z
  .strictObject({
    texts: z.array(sha256).min(1).max(1000).describe('Hashes of texts, as a search finds them'),
    reason: words(500).describe('Kept for ever: it must name nobody'),
  })
  .meta({ id: 'ErasureRequest' });

export const PublicationSignatureInput = z.strictObject({ hash: sha256 }).meta({ id: 'PublicationHash' });

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
    outcome: z.enum(['confirmed', 'disputed']).optional().describe('Of the review of a break-glass act'),
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

export const AdoptionsInput = z
  .strictObject({
    cases: z.array(CaseId).min(1).max(100),
    text: words(10_000).optional().describe('What is signed; by default that the case adopts this version'),
    reason: words(2000).optional(),
  })
  .meta({ id: 'AdoptionsOf' });

export const SameAsInput = z
  .strictObject({ violationId: z.string().max(40), text: words(10_000) })
  .meta({ id: 'SameAs' });

export const ReviewId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,80}$/, 'A review id is 1 to 80 letters, digits, dots, hyphens and underscores.')
  .refine(isOwnName, 'No review has this id.');

export const OutcomeInput = z
  .strictObject({
    outcome: z.enum(['credible', 'open-case', 'duplicate', 'not-a-violation']),
    text: words(10_000),
    reportKey: words(2000).optional().describe('One report of the review; default: all that still wait'),
    violationId: ViolationId.optional().describe('Of a duplicate: the violation of the sector’s case'),
  })
  .meta({ id: 'Outcome' });
export type OutcomeInput = z.output<typeof OutcomeInput>;

export const ReviewsQuery = z.strictObject({
  state: z.enum(['waiting', 'concluded']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const SessionInput = z
  .union([z.strictObject({ key: words(200) }), z.strictObject({ office: words(100) })])
  .meta({ id: 'Session' });

export const CasesQuery = z.strictObject({
  status: z.enum(['open', 'quiet', 'closed']).optional(),
  sector: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(300).optional(),
});

export const ExplanationQuery = z.strictObject({
  firstViolationAt: instant.optional(),
  lang: z.enum(['en', 'uk']).default('en'),
});
export const DifferenceQuery = z.strictObject({
  to: z
    .string()
    .regex(/^\d{1,7}$/, 'Give the number of a version of the same plan.')
    .optional()
    .describe('A version of the same plan; absent: the one in force'),
});
export const EventsQuery = z.strictObject({ caseId: CaseId.optional() });
export const TimelineQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});
export const RecordQuery = z.strictObject({
  format: z.enum(['json', 'tar.gz']).default('json').describe('`tar.gz`: every file of the bundle, as one archive'),
});
export const WhyQuery = z.strictObject({
  what: words(120)
    .optional()
    .describe('An instant, the number of a phase, or the id of a gate, duty, office, organisation or part of the case'),
  lang: z.enum(['en', 'uk']).default('en'),
});
export const ExportsQuery = z.strictObject({
  what: z.enum(EXPORTED),
  format: z.enum(['csv', 'jsonl']).default('csv'),
  from: instant.default('1990-01-01T00:00:00.000Z').describe('From this instant on; default: the beginning'),
  // What is accepted at this very instant is in it too.
  to: instant.default('2200-01-01T00:00:00.000Z').describe('Before this instant; default: the end'),
});
export const SectorsQuery = z.strictObject({ at: instant.optional() });

/** Without names that hold nothing: what is signed, hashed and sent has one form. */
export const withoutUndefined = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
