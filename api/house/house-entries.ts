/** What the API enters in the stream `house`: what it refused, what came for closed cases, what went on as a signal. */
import type { Instant } from '../../domain/instant.js';
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
  | StampKeyEntered;
