/**
 * What a language has to bring along to word a notice. `wording.ts` puts the parts in order; `wording-en.ts` and
 * `wording-uk.ts` are the two languages. Verbs addressed to the reader are only read, acknowledge, confirm, record,
 * report, convene and answer (RULES 7); `wording-lint.ts` checks it.
 */
import type { Instant, Span } from '../instant.js';
import type { Act, Words } from '../plan/plan.js';
import type { CaseBrief, Facts } from './matter.js';

/** Values of the message at hand, already in the reader's language and harmless. */
export interface Says {
  brief: CaseBrief;
  /** UTC and the reader's own time, in an exercise also the plan's: `Sun 28 Mar 2027, 20:00 UTC (…)`. */
  when: (instant: Instant) => string;
  /** `23 hours 50 minutes`; in an exercise at speed, the plan's span and then the real one. */
  span: (span: Span) => string;
  /** Hours of the plan from the first violation to this instant, without the unit: `24`. */
  hours: (instant: Instant) => string;
  /** `2 (Coalition)`. */
  phase: (phase: number) => string;
  /** Name of an office, organisation or party. */
  name: (id: string) => string;
  names: (ids: readonly string[]) => string;
  /** `D1 (Diplomatic warning issued)`. */
  duty: (id: string) => string;
  duties: (ids: readonly string[]) => string;
  words: (words: Words) => string;
  /** What somebody wrote, in quotation marks. */
  quote: (text: string) => string;
  /** What somebody named: a place, a kind, a provider's words. */
  plain: (text: string) => string;
  /** `Zaporizhzhia Oblast (UA-23), Huliaipole`. */
  place: string;
  closingHash?: string;
}

export interface Phrases {
  /** First in the subject, on the first and on the last line. */
  exercise: string;
  quotes: [string, string];
  /** Everything before the colon of a line, by what follows. */
  labels: Record<
    | 'asked'
    | 'case'
    | 'caseId'
    | 'place'
    | 'violation'
    | 'firstViolation'
    | 'state'
    | 'windows'
    | 'duties'
    | 'plan'
    | 'reason'
    | 'message'
    | 'updates'
    | 'link'
    | 'answer'
    | 'asOf'
    | 'to',
    string
  >;
  status: Record<CaseBrief['status'], string>;
  /** A few words for the subject. */
  headline: (facts: Facts, says: Says) => string;
  /** What happened, a sentence or more; each string is a line of the message. */
  happened: (facts: Facts, says: Says) => string[];
  /** Why the reader is told, where the entry's own sentence is English. */
  reason: (why: string, topic: Facts['topic']) => string;
  clause: (clause: string) => string;
  act: (act: Act) => string;
  violationKind: (kind: string) => string;
  askAcknowledge: string;
  askAnswer: (proposalId: string, act: string, by: string) => string;
  askDuty: (id: string, asks: string, by: string, past: boolean) => string;
  askNothing: string;
  /** `by` of a duty that is already past and whose lateness nobody is charged with. */
  notCharged: string;
  window: {
    open: (phase: string, since: string) => string;
    toPhase: (hours: string, phase: string, left: string, ends: string) => string;
    toPhasePast: (hours: string, phase: string, ended: string) => string;
    byDeclaration: (hours: string, phase: string, left: string, ends: string) => string;
    byDeclarationPast: (hours: string, phase: string, ended: string) => string;
    notBefore: (hours: string, phase: string, from: string) => string;
    none: string;
  };
  state: (phase: string, level: string, status: string) => string;
  quiet: string;
  planLine: (id: string, version: number, hash: string) => string;
  /** That none of it has happened. */
  notReal: string;
  divided: (speed: string) => string;
  yourTime: (local: string) => string;
  planTime: (offset: string) => string;
  /** A span in plan time, and really. */
  planSpan: (planned: string, real: string) => string;
  number: (nth: number, of: number) => string;
  more: (count: number) => string;
}
