/** A case as the API shows it (INTERFACE 2): the schemas behind the views, their types and their documentation. */
import { z } from 'zod';

export const instantText = z.string().meta({ format: 'date-time', description: 'RFC 3339 UTC with milliseconds' });
export const wordsText = z
  .object({ en: z.string(), uk: z.string() })
  .meta({ id: 'Words', description: 'English and Ukrainian' });

const planRef = z.object({ id: z.string(), version: z.int(), hash: z.string() }).meta({ id: 'PlanRef' });

export const instantKind = z.enum([
  'duty',
  'gate',
  'reminder',
  'expiry',
  'quiet',
  'lapse',
  'prolonged',
  'acknowledgement',
]);

const nextInstant = z
  .object({
    at: instantText,
    kind: instantKind,
    id: z.string(),
    label: z.string(),
    words: wordsText.describe('The label in both languages'),
  })
  .meta({ id: 'NextInstant', description: 'An instant at which the case itself does something.' });

export const caseSummary = z
  .object({
    caseId: z.string(),
    exercise: z.boolean(),
    agreement: z.string(),
    sector: z.string(),
    place: z.string().optional(),
    kind: z.string().optional(),
    status: z.enum(['open', 'quiet', 'closed']),
    outcome: z.enum(['stood-down', 'void']).optional(),
    level: z.int().describe('The highest phase ever opened'),
    posture: z.int().describe('The present phase; 0 when quiet'),
    firstViolationAt: instantText,
    recurrence: z.int().describe('1 for the first case of its scope'),
    flags: z.array(z.string()),
    seq: z.int().describe('The number of the last entry of its record'),
    plan: planRef,
    next: nextInstant.optional().describe('The soonest of all, reminders among them'),
    due: nextInstant
      .optional()
      .describe('The soonest at which something falls due, opens, lapses or ends: what people count down to'),
    phaseName: wordsText.optional().describe('Of the present phase; absent when quiet'),
    overdue: z.array(z.string()).describe('Duties that are overdue'),
    owed: z.array(z.string()).describe('Duties still owed'),
    awaiting: z.array(z.string()).describe('Organisations asked for an acknowledgement'),
    acknowledged: z.array(z.string()).describe('Organisations that have acknowledged all that they were asked'),
    notTold: z.array(z.string()).describe('Offices that no channel reached'),
    openedAt: instantText,
    quietUntil: instantText.optional(),
    closedAt: instantText.optional(),
  })
  .meta({ id: 'CaseSummary' });
export type CaseSummary = z.infer<typeof caseSummary>;

export const instantRow = z
  .object({
    id: z.string().describe('Of a gate or duty its id in the plan (G2, D1)'),
    kind: instantKind,
    label: z.string(),
    words: wordsText.describe('The label in both languages'),
    dueAt: instantText,
    state: z.string().describe('ahead; acted; or the state of the duty or gate'),
    actedAt: instantText.optional(),
    latenessMs: z.int().optional(),
    because: z.string(),
  })
  .meta({ id: 'CaseInstant' });
export type InstantRow = z.infer<typeof instantRow>;

const occurrence = z.object({ earliest: instantText, latest: instantText });
const place = z.object({
  sector: z.string(),
  description: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});

const violationRow = z
  .object({
    id: z.string(),
    kind: z.string(),
    place,
    description: z.string(),
    occurredAt: occurrence,
    standing: z.enum(['alleged', 'credible', 'verified', 'void']),
    acceptedAt: instantText,
    verifiedAt: instantText.optional(),
    voidedAt: instantText.optional(),
    reportKeys: z.array(z.string()),
    organisations: z.array(z.string()),
    reporter: z.object({ office: z.string(), person: z.string() }),
    movedTo: occurrence.optional().describe('Corrected: stands in place of what the reports say'),
    sameAs: z.string().optional().describe('Found to be the same event as that violation'),
  })
  .meta({ id: 'Violation' });

const completionRow = z.object({
  id: z.string(),
  office: z.string(),
  organisation: z.string(),
  performedAt: instantText,
  recordedAt: instantText,
  state: z.string(),
  text: z.string(),
  outcome: z.enum(['confirmed', 'disputed']).optional(),
});

const dutyRow = z
  .object({
    id: z.string(),
    label: wordsText,
    asks: wordsText,
    owner: z.array(z.string()).describe('Groups, or "parties", "posture", "skipped"'),
    completion: z.enum(['any', 'every']),
    waivable: z.boolean(),
    state: z.string(),
    treatyDueAt: instantText,
    workingDueAt: instantText,
    charged: z.boolean(),
    overdueAtBirth: z.boolean(),
    completions: z.array(completionRow),
    missing: z.array(z.string()).describe('Parties that have not done what they owe'),
    lateBy: z.int().optional(),
  })
  .meta({ id: 'CaseDuty' });

const phaseRow = z
  .object({
    phase: z.int(),
    name: wordsText,
    groups: z.array(z.string()),
    gateId: z.string().optional(),
    opensAt: instantText.optional(),
    openedAt: instantText.optional(),
    actedAt: instantText.optional(),
    latenessMs: z.int().optional(),
    standDownPending: z.boolean().optional(),
    inFlight: z.boolean().optional(),
    pattern: z.enum(['repeated', 'prolonged']).optional().describe('Opened by it, before the gate’s own instant'),
    because: z.string(),
  })
  .meta({ id: 'CasePhase' });

const signatureRow = z.object({ office: z.string(), organisation: z.string(), at: instantText });

export const proposalRow = z
  .object({
    id: z.string(),
    act: z.string(),
    office: z.string(),
    organisation: z.string(),
    person: z.string(),
    text: z.string(),
    textHash: z.string(),
    reason: z.string().optional(),
    madeAt: instantText,
    expiresAt: instantText,
    state: z.enum(['open', 'in-effect', 'expired', 'lapsed', 'withdrawn']),
    inEffectAt: instantText.optional(),
    signatures: z.array(signatureRow),
    needs: wordsText.optional().describe('What is still needed; absent once nothing is'),
    signs: z.record(z.string(), z.unknown()).describe('What is signed: textHash is the SHA-256 of its canonical JSON'),
    breakGlass: z.boolean().optional().describe('In effect without the second signature'),
    violationId: z.string().optional(),
    occurredAt: occurrence.optional(),
    plan: planRef.optional(),
    violationsSince: z.array(z.string()).optional().describe('Accepted since it was made: read them before you sign'),
  })
  .meta({ id: 'CaseProposal' });

const acknowledgementRow = z.object({
  id: z.string(),
  organisation: z.string(),
  office: z.string(),
  at: instantText,
  undone: z.boolean(),
  phase: z.int().optional(),
});

const decisionRow = z
  .object({
    id: z.string(),
    party: z.string(),
    office: z.string(),
    choice: z.string(),
    text: z.string(),
    at: instantText,
  })
  .meta({ id: 'CaseDecision' });

const patternRow = z
  .object({
    at: instantText,
    violationId: z.string(),
    rests: z.array(
      z.object({
        caseId: z.string(),
        violationId: z.string(),
        occurredAt: instantText,
        voidedAt: instantText.optional().describe('Of a violation of another case: since then known to be void'),
      }),
    ),
  })
  .meta({ id: 'CasePattern' });

export const moved = z
  .object({ id: z.string(), label: wordsText, old: instantText.optional(), now: instantText })
  .meta({ id: 'MovedInstant' });

export const planChange = z.object({
  path: z.string(),
  was: z.unknown().optional(),
  now: z.unknown().optional(),
  words: wordsText,
});

const newerPlanRow = planRef
  .extend({
    differences: z.array(planChange).describe('From the version of this case to it'),
    moves: z.array(moved).optional().describe('Old and new of every instant of this case, if it were adopted now'),
    notAdoptable: z.string().optional().describe('Why this case cannot go on under it'),
  })
  .meta({ id: 'NewerPlan' });

const allowedRow = z.object({ action: z.string(), allowed: z.boolean(), because: z.string() }).meta({ id: 'Allowed' });

export const caseDocument = caseSummary
  .extend({
    previousCaseId: z.string().optional(),
    newerPlan: newerPlanRow.optional().describe('The newest version of its plan, where that is not its own'),
    stateHash: z
      .string()
      .describe(
        'SHA-256 of the canonical JSON of the state; plan and directory by their hashes, without the number of entries',
      ),
    directoryHash: z.string(),
    speed: z.number(),
    lateness: z.enum(['fresh', 'delayed', 'late']),
    routineHeldUntil: instantText.optional().describe('The watch holds digests back until then'),
    stoodDownAt: instantText.optional(),
    resumedAt: instantText.optional(),
    repeated: patternRow.optional().describe('Its verification completed the pattern of RULES 5 over the agreement'),
    prolonged: z.object({ at: instantText, since: instantText }).optional().describe('Open for long, since then'),
    temporal: z.object({
      namespace: z.string(),
      workflowId: z.string(),
      runIds: z.array(z.string()),
      uiUrl: z.string().optional().describe('Of the workflow in Temporal’s own interface'),
    }),
    instants: z.array(instantRow),
    violations: z.array(violationRow),
    duties: z.array(dutyRow),
    phases: z.array(phaseRow),
    proposals: z.array(proposalRow),
    acknowledgements: z.array(acknowledgementRow),
    decisions: z.array(decisionRow),
    erasures: z
      .array(
        z.object({
          erasureId: z.string(),
          entry: z.int().describe('Of the stream `erasures`'),
          at: instantText,
          offices: z.array(z.string()),
          reason: z.string(),
          texts: z.int().describe('How many texts of this case it took'),
        }),
      )
      .optional()
      .describe('Words that were erased from its record: `[erased]` stands in their places'),
    allowed: z.array(allowedRow).describe('What the reader may do; empty for who reads without a key'),
  })
  .meta({ id: 'Case' });
export type CaseDocument = z.infer<typeof caseDocument>;

export const caseList = z.object({ cases: z.array(caseSummary), next: z.string().optional() }).meta({ id: 'CaseList' });

export const noticeRow = z
  .object({
    noticeId: z.string(),
    messageId: z.string().describe('As the recipient sees it; never changes over retries'),
    topic: z.string(),
    office: z.string(),
    organisation: z.string().optional(),
    channel: z.string(),
    acknowledge: z.boolean(),
    madeAt: instantText,
    updates: z.string().optional(),
    insteadOf: z.string().optional(),
    because: z.object({ clause: z.string(), why: z.string() }),
    outcome: z.enum(['pending', 'delivered', 'handed-over', 'failed', 'unsent']),
    attempts: z.int(),
    said: z.string().optional(),
    outcomeAt: instantText.optional(),
    tries: z.array(z.object({ at: instantText, outcome: z.string(), attempts: z.int(), said: z.string() })),
  })
  .meta({ id: 'Notice' });
export type NoticeRow = z.infer<typeof noticeRow>;

export const recordEntry = z
  .object({
    schema: z.int(),
    stream: z.string(),
    seq: z.int(),
    prev: z.string(),
    recordedAt: instantText,
    beside: z
      .record(z.string(), z.string())
      .readonly()
      .optional()
      .describe('Hashes of its texts, by their place in the body'),
    erased: z.array(z.string()).readonly().optional().describe('Places whose text was erased by decision'),
  })
  .meta({ id: 'Entry', description: 'A line of the record, as it is stored (record/FORMAT.md).' });
