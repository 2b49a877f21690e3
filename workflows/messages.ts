/**
 * The contract between workflows, worker, API, CLI and tests: queues, ids, inputs, updates, signals, the query and
 * search attributes. Changes here are visible to running cases.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CanaryEntry } from '../domain/canary.js';
import type { CountState } from '../domain/agreement/count.js';
import type { Counted, CountAnswer, CountRule } from '../domain/agreement/counted.js';
import type { Answer } from '../domain/case/answer.js';
import type {
  BodyOf,
  Envelope,
  NoticeOutcome,
  HouseCommandKind,
  OutsideCommandKind,
  ProposeBody,
  ReportBody,
} from '../domain/case/commands.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import type { CaseState } from '../domain/case/state.js';
import type { CaseDirectory } from '../domain/directory/directory.js';
import type { Instant } from '../domain/instant.js';
import type { HouseNotice } from '../domain/notice/house-notice.js';
import type { Telling } from '../domain/notice/matter.js';
import type { Plan, PlanRef } from '../domain/plan/plan.js';
import type { ReviewAnswer } from '../domain/review/answer.js';
import type { CollectBody, ConcludeBody, ReviewEntryBody } from '../domain/review/review.js';

/** The task queue of the cases of one namespace. */
export const TASK_QUEUE = 'holdfire';

/** Namespaces by default; exercises never share one with real cases. */
export const NAMESPACE = 'holdfire';
export const EXERCISE_NAMESPACE = 'holdfire-exercise';

/** Workflow types (names of the exported workflow functions). */
export const VIOLATION_CASE = 'violationCase';
export const HOUSE_NOTICE = 'houseNotice';
export const REFUSED_START = 'refusedStart';
export const AGREEMENT = 'agreement';
export const REPORT_REVIEW = 'reportReview';
export const CLOSED_CORRECTION = 'closedCorrection';
export const CANARY_WORKFLOW = 'canary';

/** In the exercise namespace, apart from the cases of exercises: it is there also where no exercise is. */
export const CANARY_QUEUE = 'holdfire-canary';
/** Of its schedule, and the beginning of the ids of what that starts. */
export const CANARY_ID = 'canary';
export const SEAL = 'seal';

/** The server itself allows one open workflow per id, and so one open case per scope. */
export const caseWorkflowId = (agreement: string, scope: string): string => `case/${agreement}/${scope}`;

/** One for each agreement: what is counted over all its cases. */
export const agreementWorkflowId = (agreement: string): string => `agreement/${agreement}`;

/** One for each agreement: the server itself lets no second one seal its record. */
export const sealWorkflowId = (agreement: string): string => `seal/${agreement}`;

/** `HOUR` as in `2026112310`, with a further number where an hour brings more than one review takes. */
export const reviewWorkflowId = (agreement: string, sector: string, hour: string): string =>
  `review/${agreement}/${sector}/${hour}`;

/** Corrections of a closed case, one run at a time; its scope's own id is free for the next case. */
export const correctionWorkflowId = (agreement: string, caseId: string): string => `correction/${agreement}/${caseId}`;

/** One for each notice that belongs to no case: the server itself lets it be sent once. */
export const houseNoticeWorkflowId = (noticeId: string): string => `house/${noticeId}`;

/** One for each start that was refused, named by the run that it ended. */
export const refusedStartWorkflowId = (runId: string): string => `refused-start/${runId}`;

/** The workers' own entries. */
export const WORKERS = 'workers';

/** Somebody started a case past the API; it ended at once, and opened nothing. */
export interface RefusedStart {
  type: 'start-refused';
  at: Instant;
  workflowId: string;
  runId: string;
  /** A full sentence. */
  detail: string;
}

/** What a run decided is not what the record holds under that number: it was reset, or began from another state. */
export interface RunDiverged {
  type: 'run-diverged';
  at: Instant;
  workflowId: string;
  runId: string;
  stream: string;
  /** The first of the batch that the record refused. */
  seq: number;
  /** A full sentence. */
  detail: string;
}

/** The stream of a case's record. */
export const caseStream = (caseId: string): string => `case/${caseId}`;

/**
 * What came of its notices, written by the activity that sent them as soon as it knows: the case's own entry of it
 * follows with its next one. Entries of `{ outcomes }`.
 */
export const sentStream = (caseId: string): string => `sent/${caseId}`;

export interface SentBody {
  outcomes: NoticeOutcome[];
  /** The object that holds the messages as they were sent (`record/kept-messages.ts`). */
  kept?: string;
}

/** Temporal's own histories of a case's runs, as they were exported; the API's. */
export const historyStream = (caseId: string): string => `histories/${caseId}`;

/** The stream of a review's record. */
export const reviewStream = (reviewId: string): string => `review/${reviewId}`;

/** The case before this one in the same scope, as the API read it from the record. */
export interface PreviousCase {
  caseId: string;
  recurrence: number;
  outcome: 'stood-down' | 'void';
  stoodDownAt?: Instant;
  closedAt: Instant;
}

/** The argument of `violationCase`. */
export interface CaseStart {
  caseId: string;
  agreement: string;
  /** The episode's scope: a sector (`UA-23`). */
  scope: string;
  exercise: boolean;
  speed: number;
  /** As published, undivided, without what no case decides by (`travelling.ts`). The case divides it by `speed` itself. */
  plan: Plan;
  planRef: PlanRef;
  directory: CaseDirectory;
  directoryHash: string;
  /** Numbers of the behaviours that it runs under for its life; absent: started by the first release. */
  behaviours?: readonly number[];
  previous?: PreviousCase;
  /** The report that opens the case. It is decided before any handler is set (TRAPS P1). */
  first: Envelope<ReportBody>;
  /** The API's stamp on all of this (`record/stamp-text.ts`), and when it was given. Absent: the first release. */
  started?: { at: Instant; stamp: string };
  /** Why the stamp, or that of `first`, is bad: only ever said by the worker, as in an envelope. */
  stampFault?: string;
  /** Set by the case itself when it continues as new; by the API where the case goes on from its record. */
  carried?: CaseCarried;
  /** Its run was lost: the state is the record's, and this is what the record's entries lack. Stamped like any start. */
  recovered?: Recovered;
}

/** A message of the API to a case, by whichever way it went there. */
export interface Given {
  kind: OutsideCommandKind | HouseCommandKind;
  envelope: Envelope<unknown>;
}

/** What a run that was lost had, and its entries have not: taken before anything else. */
export interface Recovered {
  /** What came of its notices. */
  outcomes: NoticeOutcome[];
  /** Accepted by the API and durable in Temporal; they count as of their acceptance. */
  commands: Given[];
}

/** The argument of `reportReview`. What it decided before, in another run, it reads from its record. */
export interface ReviewStart extends Pick<
  CaseStart,
  'agreement' | 'exercise' | 'speed' | 'plan' | 'planRef' | 'directory' | 'directoryHash' | 'started' | 'stampFault'
> {
  reviewId: string;
  sector: string;
  behaviours: readonly number[];
  /** The report for which it was started. */
  first: Envelope<CollectBody>;
}

/** The argument of `closedCorrection`. */
export interface CorrectionStart extends Pick<
  CaseStart,
  'caseId' | 'plan' | 'planRef' | 'speed' | 'started' | 'stampFault' | 'carried'
> {
  /** In force now; those who have the right today correct what was recorded then. */
  directory: CaseDirectory;
  directoryHash: string;
  /** The case as its record ends, without plan and directory. */
  closed: Omit<CaseState, 'plan' | 'directory'>;
  /** The proposal for which it was started. */
  first: Envelope<ProposeBody>;
}

export interface CaseCarried {
  state: CaseState;
  /** Decided and not yet recorded. */
  unrecorded: CaseEntryBody[];
  /** Sequence of the first of those. */
  unrecordedFrom: number;
  /** Decided and not yet sent. */
  unsent: Telling[];
  /** Not yet counted by the agreement; absent where nothing is. */
  uncounted?: Counted[];
}

/** The argument of `agreement`. */
export interface AgreementStart {
  agreement: string;
  /** Set by the workflow itself when it continues as new. */
  carried?: CountState;
}

/** The argument of `seal`. */
export interface SealStart {
  agreement: string;
  /** Between the beginnings of two rounds, milliseconds; default a minute. */
  everyMs?: number;
}

/** The argument of its update `count`. */
export interface CountAsk {
  agreement: string;
  /** News of one case, in the order of its record. */
  news: Counted[];
  rule: CountRule;
}

/** The agreement answers each news, in order. */
export const countUpdate = defineUpdate<CountAnswer[], [CountAsk]>('count');

export const CASE_UPDATES: readonly OutsideCommandKind[] = [
  'report',
  'propose',
  'sign',
  'withdraw',
  'acknowledge',
  'pass',
  'completeDuty',
  'confirm',
  'waive',
  'decide',
  'setStanding',
  'undoAcknowledgement',
  'sameAs',
  'part',
];

export const caseUpdate = <K extends OutsideCommandKind>(kind: K) => defineUpdate<Answer, [Envelope<BodyOf<K>>]>(kind);

/** For when no worker answers: the same message as a signal. */
export const caseSignalName = (kind: OutsideCommandKind | HouseCommandKind): string => `${kind}Signal`;
export const caseSignal = <K extends OutsideCommandKind>(kind: K) =>
  defineSignal<[Envelope<BodyOf<K>>]>(caseSignalName(kind));

/** Sent by the API's house-keeping: a new directory is in force, routine notices are held back. */
export const houseSignal = <K extends HouseCommandKind>(kind: K) =>
  defineSignal<[Envelope<BodyOf<K>>]>(caseSignalName(kind));

/** To a review: a report that waits, or that corroborates what waits. Nobody waits for an answer. */
export const collectSignal = defineSignal<[Envelope<CollectBody>]>('collectSignal');
export const concludeUpdate = defineUpdate<ReviewAnswer, [Envelope<ConcludeBody>]>('conclude');
/** For when no worker answers. */
export const concludeSignal = defineSignal<[Envelope<ConcludeBody>]>('concludeSignal');

/** Reviews take it too. */
export const directoryChangedSignal = houseSignal('changeDirectory');

/** What is happening this second; everything else is read from the record. */
export const viewQuery = defineQuery<CaseState>('view');

/** The details of an `ApplicationFailure` of this type are a `Refusal`; thrown by update validators only. */
export const REFUSED = 'Refused';

export interface RecordBatch<Body = CaseEntryBody> {
  stream: string;
  /** Sequence of the first body. */
  firstSeq: number;
  bodies: Body[];
}

/** What the worker offers to `violationCase`. */
export interface CaseActivities {
  /**
   * Appends to the record; idempotent by stream and sequence. Fails while the store is away. What is to be counted
   * rides along, so that a verification costs no event of its own; no answer where the agreement takes its time.
   */
  recordEntries(batch: RecordBatch, ask?: CountAsk): Promise<CountAnswer[] | undefined>;
  /**
   * First tries to append what is not yet recorded (if the store fails it sends all the same), then sends the
   * messages, in parallel, each once, heartbeating who is done. Never fails for a channel's sake: what could not be
   * delivered is in the outcomes.
   */
  tell(telling: Telling, batch: RecordBatch): Promise<TellResult>;
  /** Has the agreement count; fails while it does not answer. Idempotent. */
  countVerified(ask: CountAsk): Promise<CountAnswer[]>;
}

/** What the worker offers to `reportReview`. */
export interface ReviewActivities {
  /** What this review decided in runs before, in order. Fails while the store is away. */
  readReview(reviewId: string): Promise<ReviewEntryBody[]>;
  /** Idempotent by stream and sequence. Fails while the store is away. */
  recordReview(batch: RecordBatch<ReviewEntryBody>): Promise<void>;
}

/** What the worker offers to `houseNotice`. */
export interface HouseActivities {
  /** Sends it to each recipient over its channels in turn; answers how many were reached. */
  tellHouse(notice: HouseNotice): Promise<number>;
}

/** What the worker offers to `canary`. */
export interface CanaryActivities {
  /** Writes its notice and its entry; idempotent by run. Fails while either cannot be written. */
  sing(song: Pick<CanaryEntry, 'workflowId' | 'runId' | 'startedAt' | 'timerLateMs'>): Promise<void>;
}

/** What the worker offers to `refusedStart`. */
export interface StartActivities {
  /** Appends to the stream `workers`; once for each run. Fails while the store is away. */
  recordRefusedStart(start: RefusedStart): Promise<void>;
}

/** What the worker offers to `seal`. */
export interface SealActivities {
  /** Enters what is new in the log and signs a checkpoint where one is due. Fails while the store is away. */
  sealRecord(ask: { agreement: string }): Promise<SealedRound>;
}

export interface SealedRound {
  /** Lines in the log. */
  size: number;
  /** Of them new in this round. */
  added: number;
  /** Whether a checkpoint was signed. */
  signed: boolean;
  openCases: number;
  /** Streams that hold something else than what was sealed of them. */
  rewritten: string[];
}

export interface TellResult {
  /** Whether the batch is in the record now. */
  recorded: boolean;
  /** Whether the outcomes stand in the stream `sent/…`. */
  outcomesRecorded: boolean;
  outcomes: NoticeOutcome[];
}

/** Search attributes (INTERFACE 3), for lists on the server's side; the product itself reads the record. */
export const SEARCH_ATTRIBUTES = {
  HoldfireCaseId: 'KEYWORD',
  HoldfireSector: 'KEYWORD',
  HoldfirePlan: 'KEYWORD',
  HoldfireOutcome: 'KEYWORD',
  HoldfirePhase: 'INT',
  HoldfireFirstViolationAt: 'DATETIME',
  HoldfireNextDueAt: 'DATETIME',
  HoldfireOverdue: 'BOOL',
} as const;
