/** What the API enters in the stream `house`: what it refused, what came for closed cases, what went on as a signal. */
import type { Instant } from '../../domain/instant.js';
import type { Disturbance } from '../../domain/notice/house-notice.js';
import type { Fault } from '../../domain/refused.js';
import type { StampKeyEntered } from '../../record/stamp-keys.js';

export { HOUSE } from '../../record/stamp-keys.js';

/** Who asked, as far as it is known. A key that nobody has is named by the beginning of its hash. */
export interface Asking {
  office?: string;
  organisation?: string;
  person?: string;
  means: 'key' | 'session' | 'unknown-key' | 'none' | 'link' | 'system';
  /** Only where nothing better is known. */
  address?: string;
  keyHash?: string;
}

/** The command that an attempt was, for a repetition under the same Idempotency-Key. */
export interface AttemptedCommand {
  commandId: string;
  /** SHA-256 over kind, case and body. */
  fingerprint: string;
}

export interface Attempt {
  method: string;
  /** As the API writes it: `/api/v1/cases/:caseId/proposals`. */
  route: string;
  caseId?: string;
}

export interface RefusedAttempt {
  type: 'refused';
  at: Instant;
  asking: Asking;
  attempt: Attempt;
  status: number;
  code: string;
  detail: string;
  errors?: Fault[];
  command?: AttemptedCommand;
}

/** RULES 6: after ten a minute by one actor only their number is kept. */
export interface RefusedCount {
  type: 'refused-count';
  asking: Asking;
  from: Instant;
  to: Instant;
  count: number;
}

/** RULES 8: what came for a closed case changes nothing and is not lost. */
export interface AfterClosure {
  type: 'after-closure';
  at: Instant;
  asking: Asking;
  attempt: Attempt;
  caseId: string;
  status: number;
  code: string;
  detail: string;
  command?: AttemptedCommand;
  body: unknown;
}

/** Durable in Temporal, without an answer yet: `GET /commands/{id}` knows it also after a restart of the API. */
export interface Signalled {
  type: 'signalled';
  at: Instant;
  asking: Asking;
  caseId: string;
  kind: string;
  command: AttemptedCommand;
}

/** RULES 6: the third refused attempt within ten minutes by one actor alerts watch and legal, once an hour. */
export interface AttemptsRefused {
  type: 'attempts-refused';
  at: Instant;
  /** The office, or what is known of a caller that has none. */
  who: string;
  count: number;
  since: Instant;
  /** The last refusal's sentence. */
  last: string;
}

/** RULES 6: routine notices of every case wait until then, 30 minutes at most. */
export interface RoutineHeld {
  type: 'routine-held';
  at: Instant;
  office: string;
  organisation: string;
  person: string;
  until: Instant;
  reason: string;
  command: AttemptedCommand;
}

/** Somebody wants to know whether an office's channels reach it; what came of it stands in `sent/…`. */
export interface TestAsked {
  type: 'test-asked';
  at: Instant;
  /** The office that is tested. */
  of: string;
  office: string;
  organisation: string;
  person: string;
}

/** What Temporal holds of a case is not what the record holds; entered and told once for each `key`. */
export interface CaseDisturbed {
  type: 'case-disturbed';
  at: Instant;
  /** What was found, of which case and run: the same is never entered twice. */
  key: string;
  what: Disturbance;
  /** Empty where every case of the world is concerned. */
  caseId: string;
  workflowId: string;
  runId?: string;
  /** A full sentence. */
  detail: string;
}

/** An operator's act: the case goes on from its record in a new run. No rule and no instant is changed by it. */
export interface CaseRecovered {
  type: 'case-recovered';
  at: Instant;
  caseId: string;
  office: string;
  organisation: string;
  person: string;
  reason: string;
  workflowId: string;
  /** The new run. */
  runId: string;
  /** The run that was ended for it, where one was still there. */
  endedRunId?: string;
  /** It goes on after this entry. */
  afterSeq: number;
  /** Notices on whose outcome nothing is on record; they go out, under the ids that they have. */
  unsent: number;
  /** Commands that Temporal held and the record did not. */
  commands: number;
  command: AttemptedCommand;
}

/** The bundle of a closed case was made, and checked by the program that lies in it. */
export interface BundleVerified {
  type: 'bundle-verified';
  at: Instant;
  /** Once for each state of a case's record. */
  key: string;
  caseId: string;
  /** Through this entry of the case. */
  seq: number;
  ok: boolean;
  /** SHA-256 of the bundle's manifest. */
  manifest: string;
  /** Of the archive. */
  bytes: number;
  /** SHA-256 of the verifier. */
  verifier: string;
  /** What was checked, in the verifier's words; and what was wrong, the first of it. */
  says: { step: string; says: string }[];
  faults: { step: string; where: string; says: string }[];
}

/** Somebody was handed a part of the record. */
export interface Exported {
  type: 'exported';
  at: Instant;
  /** The same to the same person is entered once. */
  key: string;
  what: 'bundle' | 'period';
  asking: Asking;
  caseId?: string;
  /** SHA-256 of the bundle's manifest. */
  manifest?: string;
  /** What of which period, in which form. */
  query?: Record<string, string>;
}

/** Somebody began a session; with a key alone nobody signs in, and each command says whose it was. */
export interface SignedIn {
  type: 'signed-in';
  at: Instant;
  office: string;
  organisation: string;
  person: string;
  /** `office`: as one of an exercise, on its own host. */
  by: 'key' | 'single-sign-on' | 'office';
}

/** The notice that this entry asked for is with Temporal, which sends it once. */
export interface Announced {
  type: 'announced';
  at: Instant;
  noticeId: string;
}

export type HouseBody =
  | RefusedAttempt
  | RefusedCount
  | AfterClosure
  | Signalled
  | AttemptsRefused
  | RoutineHeld
  | TestAsked
  | Announced
  | CaseDisturbed
  | CaseRecovered
  | BundleVerified
  | Exported
  | SignedIn
  | StampKeyEntered;
