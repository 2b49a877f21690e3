/**
 * What may be asked of a case. Every command carries who asked and when the API accepted it; the workflow adds `at`.
 * Adding one: HOUSE, "where things are added".
 */
import type { PatternRest } from '../agreement/counted.js';
import type { CaseDirectory, OfficeId, OrganisationId, Role } from '../directory/directory.js';
import type { Instant, Span } from '../instant.js';
import type { Act, DutyId, Plan, PlanRef } from '../plan/plan.js';

export type Standing = 'alleged' | 'credible' | 'verified' | 'void';

/** Who asks: an office through one of its people or machines. The organisation and groups are the directory's. */
export interface Actor {
  office: OfficeId;
  organisation: OrganisationId;
  /** Opaque; two keys of one person are one person. */
  person: string;
  means: 'key' | 'session' | 'link' | 'system';
  roles: Role[];
  /** Signed in with a key of an office that may sign, which nobody has confirmed yet: it counts for no signature. */
  unconfirmed?: true;
}

/** What the case says to itself, and the API's house-keeping to a case: no office is behind it. */
export const ITSELF: Actor = { office: '', organisation: '', person: '', means: 'system', roles: [] };

export interface Envelope<Body> {
  /** Chosen by the API; the same command sent twice (update and signal) has one effect. */
  commandId: string;
  actor: Actor;
  /** The API's clock when it accepted the command, UTC. */
  acceptedAt: Instant;
  /** Proof that the API accepted it for this workflow (`record/stamp-text.ts`); base64. */
  stamp: string;
  /** Why the stamp is bad, as a sentence: only ever said by the worker, which checks it on the way to the case. */
  stampFault?: string;
  body: Body;
}

export interface Occurrence {
  earliest: Instant;
  latest: Instant;
}

export interface Place {
  sector: string;
  description?: string;
  latitude?: number;
  longitude?: number;
}

export interface Evidence {
  sha256: string;
  mediaType: string;
  uri?: string;
}

/** RULES 2: the sender's organisation, `source` and `sourceReportId`, each percent-encoded and joined by `/`. */
export type ReportKey = string;

export interface ReportBody {
  reportKey: ReportKey;
  /** SHA-256 of the report's canonical content: same key and same content is a replay. */
  contentHash: string;
  source: string;
  sourceReportId: string;
  occurredAt: Occurrence;
  observedAt?: Instant;
  place: Place;
  kind: string;
  description: string;
  /** As judged by default: credible where the organisation is accredited. */
  standing: 'alleged' | 'credible';
  /** Said `verified` and was taken as credible; the answer says so. */
  claimedVerified?: boolean;
  attribution?: string;
  /** A violation named by the sender; chooses only among those that fit. */
  corroborates?: string;
  evidence?: Evidence[];
  /** People reviewed it first; what they found is said by the API alone, which hands it on. */
  judged?: Judged;
}

/** The outcome of a review, as far as a case needs it (RULES 5). */
export interface Judged {
  reviewId: string;
  outcome: 'credible' | 'open-case' | 'duplicate';
  /** The class of the judgement: it is what makes the violation count. */
  class: 'fresh' | 'delayed' | 'late';
  /** Absent where the report of another organisation corroborated it. */
  by?: OfficeId;
}

export interface ProposeBody {
  act: Act;
  text: string;
  /** SHA-256, hex, of the canonical JSON of what is signed. */
  textHash: string;
  reason?: string;
  /** At once, by a senior office alone, with a reason; only for acts whose rule allows it. */
  breakGlass?: true;
  /** Of `void-violation` and `move-first-violation`. */
  violationId?: string;
  /** Of `move-first-violation`: when it really occurred. */
  occurredAt?: Occurrence;
  /** Of `adopt-plan`: the version as published, undivided, and how it is named. */
  plan?: { ref: PlanRef; content: Plan };
}

export interface SignBody {
  proposalId: string;
  textHash: string;
  /** The person's own signature over the text, kept as it is. */
  signature?: string;
}

export interface CompleteDutyBody {
  dutyId: DutyId;
  performedAt: Instant;
  text: string;
  evidence?: Evidence[];
  /** Needed when performed after `workingDue`. */
  reason?: string;
  /** Of a review: what the office says of the act. */
  outcome?: 'confirmed' | 'disputed';
}

export type Choice = 'take-part' | 'support' | 'decline' | 'needs-time';

export interface DecideBody {
  choice: Choice;
  text: string;
  /** Needed after `workingDue`. */
  reason?: string;
}

/** One attempt to deliver, in the channel's words. */
export type Outcome =
  /** The recipient's own system took it. */
  | 'delivered'
  /** A relay took it (SMTP). */
  | 'handed-over'
  /** The channel will never take it, or the limits of trying again are used up. */
  | 'failed'
  /** Not yet; goes out again with the next message to this recipient. */
  | 'unsent';

export interface NoticeOutcome {
  /** The message's id is its first notice's id; an outcome stands for every notice in it. */
  noticeIds: string[];
  outcome: Outcome;
  attempts: number;
  /** The provider's last words, at most 300 characters. */
  said: string;
  at: Instant;
}

/** What a message that did not come from the API says of itself. Nothing of it is proven. */
export interface Claim {
  commandId: string;
  office: string;
  organisation: string;
  person: string;
  acceptedAt: Instant;
  stamp: string;
  /** JSON, its beginning. */
  body: string;
}

interface Bodies {
  report: ReportBody;
  propose: ProposeBody;
  sign: SignBody;
  withdraw: { proposalId: string };
  acknowledge: { phase?: number };
  pass: { to: 'delegate' };
  undoAcknowledgement: { acknowledgementId: string };
  completeDuty: CompleteDutyBody;
  confirm: { completionId: string; text: string };
  waive: { dutyId: DutyId; reason: string };
  decide: DecideBody;
  setStanding: { violationId: string; standing: 'verified'; text: string };
  /** Two violations are one: `violationId` is the same event as `as`. */
  sameAs: { violationId: string; as: string; text: string };
  part: { violationId: string };
  /** What came of notices; sent by the case to itself. */
  noticeOutcomes: { outcomes: NoticeOutcome[] };
  /** What the agreement has counted, accepted as of the verification that completed it; by the case to itself. */
  notePattern: { violationId: string; rests: PatternRest[]; latenessMs: Span };
  /** Flags of other cases rest on a violation that is void; sent by the case to itself. */
  noteWeakened: { violationId: string; cases: string[] };
  /** A new directory, as the case sees it; sent by the API's house-keeping. */
  changeDirectory: { directory: CaseDirectory; hash: string };
  /** The watch holds routine notices back for a while; sent by the API's house-keeping. */
  holdRoutine: { until: Instant; office: OfficeId; reason: string };
  /** A violation of another case, on which this case's pattern flag rests, is void; sent by the API's house-keeping. */
  weakenPattern: { caseId: string; violationId: string };
  /** A closed case takes corrections of its violations, under the directory in force now; by its run to itself. */
  beginCorrections: { directory: CaseDirectory; hash: string };
  /** Temporal's own cancel request: noted, nothing else. */
  noteCancel: Record<string, never>;
  /** A message to the workflow that makes no sense, or that the API has not stamped; kept as refused. */
  noteForeign: { channel: string; name: string; fault: string; claimed?: Claim };
}

export type CommandKind = keyof Bodies;

/** Kinds that a person or machine may send; the others come from the case itself. */
export const OUTSIDE_COMMANDS = [
  'report',
  'propose',
  'sign',
  'withdraw',
  'acknowledge',
  'pass',
  'undoAcknowledgement',
  'completeDuty',
  'confirm',
  'waive',
  'decide',
  'setStanding',
  'sameAs',
  'part',
] as const satisfies CommandKind[];

/** Kinds that the API's house-keeping sends, always as a signal: nobody waits for an answer. */
export const HOUSE_COMMANDS = ['changeDirectory', 'holdRoutine', 'weakenPattern'] as const satisfies CommandKind[];

/** Kinds that a case gives to itself, unstamped: what came of what it did, and what it noticed. */
export const OWN_COMMANDS = [
  'noticeOutcomes',
  'noteCancel',
  'noteForeign',
  'notePattern',
  'noteWeakened',
  'beginCorrections',
] as const satisfies CommandKind[];

export type OwnCommandKind = (typeof OWN_COMMANDS)[number];

export type HouseCommandKind = (typeof HOUSE_COMMANDS)[number];

export type OutsideCommandKind = (typeof OUTSIDE_COMMANDS)[number];

export type BodyOf<K extends CommandKind> = Bodies[K];

/** `at` = min(acceptedAt, the case's own time at arrival): what RULES call "accepted". */
export type Command = {
  [K in CommandKind]: {
    kind: K;
    commandId: string;
    actor: Actor;
    acceptedAt: Instant;
    at: Instant;
    /** The API's, where it came from there. */
    stamp?: string;
    body: Bodies[K];
  };
}[CommandKind];

export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;
