/**
 * What is wrong, judged from what the record says and the time: pure, and by the same functions that the cases
 * themselves ask for their instants. Nothing of it needs a server.
 */
import { dues, nextDue } from '../domain/case/due.js';
import type { Due, DueKind } from '../domain/case/due.js';
import type { CaseState } from '../domain/case/state.js';
import { between, instant, later, MINUTE, ms, plus, SECOND } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Plan } from '../domain/plan/plan.js';
import { nextDue as nextOfReview } from '../domain/review/order.js';
import type { ReviewState } from '../domain/review/review.js';
import type { Finding } from './finding.js';

/** How long each thing may stay without a trace. Real time, never divided in an exercise. */
export interface Bounds {
  /** Beyond the plan's settle: a gate, a duty, a reminder and everything else that a case does by itself. */
  due: Span;
}

/** A busy hour keeps reports waiting for their turn; what waits longer is stuck. */
const REPORT: Span = 5 * MINUTE;
const COMMAND: Span = 5 * MINUTE;
/** With another way a message is tried for two minutes; what is still tried after this concerns the mail relay. */
const NOTICE: Span = 15 * MINUTE;
/** One canary may be lost with a worker that dies; three in a row are not. */
const CANARIES = 3;
/** A checkpoint is signed each minute while a case is open, each hour otherwise (`record/seal/sealer.ts`). */
const SEAL_OF_OPEN: Span = 5 * MINUTE;
const SEAL: Span = 150 * MINUTE;
/** A store that is away for less is away for everybody, and comes back by itself. */
const RECORD: Span = 30 * SECOND;
/** More than a busy machine needs to hand an entry on. */
const CLOCK: Span = 30 * SECOND;

/** One world as its record says it is. */
export interface Seen {
  /** Those in which something can be due. */
  cases: readonly CaseState[];
  /** With the plan that each goes by, divided by the speed. */
  reviews: readonly { state: ReviewState; plan: Plan }[];
  /** Accepted for a case, and in none yet; by the id of its command. */
  reports: ReadonlyMap<string, { scope: string; since: Instant }>;
  /** Answered 202, and in no entry yet; by its id. */
  commands: ReadonlyMap<string, { caseId: string; since: Instant }>;
  /** Made, and without an outcome; by its id. */
  notices: ReadonlyMap<string, { caseId: string; since: Instant }>;
  /** Absent where no canary is to be expected. */
  canary?: { last: Instant; every: Span };
  /** When the newest checkpoint was entered; absent where the record is not sealed. */
  seals?: { last: Instant };
  /** Since when, and why, the record cannot be read. */
  away?: { since: Instant; why: string };
  /** Streams of which an entry could not be folded. */
  strange: ReadonlyMap<string, { seq: number; since: Instant; why: string }>;
  /** This host's clock minus that of those who write, as entries that came in just now show it. */
  clock?: { offset: Span; since: Instant };
}

export function judge(seen: Seen, now: Instant, bounds: Bounds): Finding[] {
  // What cannot be read says nothing of what is due: one finding, and not every case as well.
  if (seen.away) return between(seen.away.since, now) < RECORD ? [] : [recordAway(seen.away)];
  return [
    ...seen.cases.flatMap((state) => ofCase(state, now, bounds)),
    ...seen.reviews.flatMap((review) => ofReview(review, now, bounds)),
    ...older(seen.reports, now, REPORT, 'report', (id, { scope }) => `The report ${id} (${scope}) is in no case yet`),
    ...older(
      seen.commands,
      now,
      COMMAND,
      'command',
      (id, { caseId }) => `The command ${id} of ${caseId} has no answer`,
    ),
    ...older(seen.notices, now, NOTICE, 'notice', (id) => `Nothing is known of the notice ${id}`),
    ...ofCanary(seen, now),
    ...ofSeals(seen, now),
    ...[...seen.strange].map(([stream, { seq, since, why }]): Finding => ({
      kind: 'entry',
      subject: stream,
      since,
      says: `Entry ${seq} of ${stream} cannot be understood: ${why}`,
    })),
    ...ofClock(seen),
  ];
}

const recordAway = ({ since, why }: NonNullable<Seen['away']>): Finding => ({
  kind: 'record',
  subject: 'record',
  since,
  says: `The record cannot be read since ${since}: ${why}`,
});

function ofCase(state: CaseState, now: Instant, { due: bound }: Bounds): Finding[] {
  const missed = (due: Due): boolean => plus(due.at, state.plan.timing.settle + bound) <= now;
  const first = nextDue(state);
  if (!first || !missed(first)) return [];
  // One that does not act keeps all behind it from acting: the first is the matter, the others its size.
  const behind = dues(state).filter(missed).length - 1;
  const more = behind === 0 ? '' : ` ${behind} more of its instants wait behind it.`;
  const what = `${WORDS[first.kind]}${first.subject === '' ? '' : ` (${first.subject})`}`;
  return [
    {
      kind: 'due',
      subject: `${state.caseId} ${first.kind}:${first.subject} ${first.at}`,
      since: first.at,
      says: `${state.caseId}: ${what} was due at ${first.at}, and the record has no trace of it.${more}`,
    },
  ];
}

const WORDS: Record<DueKind, string> = {
  expiry: 'the expiry of a proposal',
  confirmation: 'the end of the time for a confirmation',
  gate: 'a gate',
  undecided: 'the list of undecided parties',
  duty: 'a duty',
  overdue: 'word of an overdue duty',
  reminder: 'a reminder',
  acknowledgement: 'the next step for a missing acknowledgement',
  digest: 'a digest',
  lapse: 'a lapse',
  prolonged: 'the mark of prolonged hostilities',
  quiet: 'the end of the quiet period',
};

function ofReview({ state, plan }: Seen['reviews'][number], now: Instant, { due: bound }: Bounds): Finding[] {
  const next = nextOfReview(state, { plan });
  if (!next || plus(next.at, plan.timing.settle + bound) > now) return [];
  const says = `${state.reviewId}: step ${next.step} of D0 was due at ${next.at}, and the record has no trace of it.`;
  return [{ kind: 'due', subject: `${state.reviewId} D0.${next.step} ${next.at}`, since: next.at, says }];
}

function older<Value extends { since: Instant }>(
  values: ReadonlyMap<string, Value>,
  now: Instant,
  bound: Span,
  kind: Finding['kind'],
  words: (id: string, value: Value) => string,
): Finding[] {
  const until = instant(ms(now) - bound);
  return [...values]
    .filter(([, { since }]) => since <= until)
    .map(([id, value]) => ({
      kind,
      subject: id,
      since: value.since,
      says: `${words(id, value)}, since ${value.since}.`,
    }));
}

function ofCanary({ canary }: Seen, now: Instant): Finding[] {
  if (!canary || between(canary.last, now) <= CANARIES * canary.every) return [];
  const says = `The canary was last seen at ${canary.last}; it comes every ${canary.every / MINUTE} min. Workers, the Temporal server or the exercise namespace are away.`;
  return [{ kind: 'canary', subject: 'canary', since: canary.last, says }];
}

function ofSeals({ seals, cases }: Seen, now: Instant): Finding[] {
  if (!seals) return [];
  const { last } = seals;
  // One that has just opened has its first checkpoint within a minute: until then the last may be an hour old.
  const isLate = cases.some(
    ({ status, openedAt }) => status !== 'closed' && between(later(last, openedAt), now) > SEAL_OF_OPEN,
  );
  if (!isLate && between(last, now) <= SEAL) return [];
  const says = `The record was not sealed since ${last}; that is done each minute while a case is open, each hour otherwise. The log of the workers says why.`;
  return [{ kind: 'seal', subject: 'seal', since: last, says }];
}

function ofClock({ clock }: Seen): Finding[] {
  if (!clock || Math.abs(clock.offset) <= CLOCK) return [];
  const which = clock.offset > 0 ? 'ahead of' : 'behind';
  const says = `This host's clock is ${Math.round(Math.abs(clock.offset) / SECOND)} s ${which} the clock of those who write the record; what is said of missed instants may be wrong by that.`;
  return [{ kind: 'clock', subject: 'clock', since: clock.since, says }];
}
