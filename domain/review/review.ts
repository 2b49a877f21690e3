/**
 * A review (RULES 2 and 5): where alleged reports, old ones and those attributed elsewhere wait for people. It opens no
 * clock of a case. The vocabulary of the record's streams `review/…`: types are never renamed.
 */
import type { Because } from '../case/because.js';
import type { Actor, BodyOf, Occurrence, Place, ReportBody, ReportKey } from '../case/commands.js';
import type { CaseEntryBody } from '../case/entry-body.js';
import type { LatenessClass } from '../case/events.js';
import type { CaseDirectory, OfficeId } from '../directory/directory.js';
import type { Instant } from '../instant.js';
import type { HouseFacts } from '../notice/house-notice.js';
import type { Plan } from '../plan/plan.js';
import type { Refusal } from '../refused.js';
import type { ReviewReason } from './reason.js';

export type ReviewOutcome = 'credible' | 'open-case' | 'duplicate' | 'not-a-violation';

export interface CollectBody {
  report: ReportBody;
  /** Absent: it does not wait, since it went to a case; it only corroborates what waits here. */
  why?: ReviewReason;
}

export interface ConcludeBody {
  outcome: ReviewOutcome;
  text: string;
  /** The one report that is judged; absent: all that still wait. */
  reportKey?: ReportKey;
  /** Of `duplicate`: the violation of the sector's case that it describes as well. */
  violationId?: string;
}

interface Bodies {
  collect: CollectBody;
  conclude: ConcludeBody;
  /** A new directory; sent by the API's house-keeping. */
  changeDirectory: BodyOf<'changeDirectory'>;
  /** A message that did not come from the API; kept as refused. */
  noteForeign: BodyOf<'noteForeign'>;
}

export type ReviewCommandKind = keyof Bodies;

export type ReviewCommand = {
  [K in ReviewCommandKind]: {
    kind: K;
    commandId: string;
    actor: Actor;
    acceptedAt: Instant;
    /** As of cases: min(acceptedAt, the review's own time at arrival). */
    at: Instant;
    stamp?: string;
    body: Bodies[K];
  };
}[ReviewCommandKind];

export type ReviewCommandOf<K extends ReviewCommandKind> = Extract<ReviewCommand, { kind: K }>;

/** What a report says as far as a review compares it with others. */
export interface CollectedReport {
  reportKey: ReportKey;
  contentHash: string;
  /** The command that brought this content; the intake holds the whole of it. */
  commandId: string;
  acceptedAt: Instant;
  why: ReviewReason;
  office: OfficeId;
  organisation: string;
  person: string;
  kind: string;
  place: Place;
  occurredAt: Occurrence;
}

export interface Conclusion {
  outcome: ReviewOutcome;
  text: string;
  at: Instant;
  /** Who judged it; absent where another organisation's report corroborated it. */
  by?: { office: OfficeId; organisation: string; person: string };
  /** The report that corroborated it. */
  corroboratedBy?: ReportKey;
  violationId?: string;
  /** Of what goes on to a case: the class of this judgement (RULES 5). */
  class?: LatenessClass;
}

interface Facts {
  'report-collected': CollectedReport;
  'report-concluded': Conclusion & Pick<CollectedReport, 'reportKey' | 'commandId'>;
  /** D0 counts from the oldest report that waits; `steps` of it have been told or have passed. */
  'clock-set': { since: Instant; steps: number };
  'clock-stopped': object;
  'directory-changed': { hash: string };
  told: { facts: HouseFacts; offices: OfficeId[] };
  refused: { refusal: Refusal };
}

export type ReviewEvent = { [T in keyof Facts]: { type: T; because: Because } & Facts[T] }[keyof Facts];

export interface ReviewEntryBody extends Omit<CaseEntryBody, 'cause' | 'events'> {
  /** Stands in each, so that an entry can be read by itself. */
  reviewId: string;
  sector: string;
  cause:
    | {
        kind: 'command';
        command: ReviewCommandKind;
        commandId: string;
        actor: Actor;
        acceptedAt: Instant;
        stamp?: string;
        body: unknown;
      }
    | { kind: 'due'; due: string; dueAt: Instant; latenessMs: number };
  events: ReviewEvent[];
}

export interface ReviewedReport extends CollectedReport {
  /** Hashes of every content under the key. */
  contents: string[];
  concluded?: Conclusion;
}

export interface ReviewState {
  reviewId: string;
  sector: string;
  /** Entries so far. */
  seq: number;
  reports: Readonly<Record<ReportKey, ReviewedReport>>;
  /** Runs while a report waits. */
  clock?: { since: Instant; steps: number };
}

/** What a review goes by; its plan divided by the speed. */
export interface ReviewRules {
  plan: Plan;
  directory: CaseDirectory;
  behaviours: number[];
}

export const newReview = (reviewId: string, sector: string): ReviewState => ({ reviewId, sector, seq: 0, reports: {} });

/** In the order of their acceptance. */
export const waitingIn = ({ reports }: ReviewState): ReviewedReport[] =>
  Object.values(reports)
    .filter(({ concluded }) => concluded === undefined)
    .sort((a, b) => (a.acceptedAt < b.acceptedAt ? -1 : 1));
