/**
 * Random sequences of everything that may be asked of a case, for properties. A sequence is a list of moves that say
 * what is meant ("somebody who may signs the second proposal, a millisecond before the next gate"); `played-sequence`
 * turns them into commands on the case as it then is, so that a shrunk list still means something.
 */
import * as fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/instant.js';
import type { Span } from '../../domain/instant.js';
import type { Act } from '../../domain/plan/plan.js';

export const PLANS = ['seed', 'literal-72h-after', 'strict-recorded'] as const;

/** When a command is accepted, how long it is on its way, and what the case does meanwhile. */
export interface When {
  /** `due` and `gate`: at one of the case's own next instants, or at one of the treaty's. */
  after: 'at-once' | 'seconds' | 'minutes' | 'hours' | 'days' | 'due' | 'gate';
  size: number;
  /** Beside a `due` or `gate`. */
  edge: Span;
  /** From acceptance to arrival; below 0 the API's clock is ahead. */
  lag: Span;
  /** `asleep`: what came due acts late, before the command arrives. `down`: the command is there before the timers. */
  meanwhile: 'awake' | 'asleep' | 'down';
  via: 'update' | 'signal';
}

/** Who asks: mostly an office that the rules name for it, else any of the directory. */
export interface Who {
  fitting: boolean;
  nth: number;
  /** `another`: a second person of the office. `roaming`: one person with a key of every office. */
  person: 'own' | 'another' | 'roaming';
}

export interface Reporting {
  what: 'report';
  key: 'new' | 'revision' | 'replay';
  near: 'accepted' | 'violation' | 'first-violation' | 'stand-down' | 'gate';
  shift: Span;
  spread: Span;
  /** Keeps `latest` out of the future, as a sender in good faith would. */
  past: boolean;
  kind: 'shelling' | 'drone-strike';
  place: 'unknown' | 'here' | 'near' | 'far';
  alleged: boolean;
  named: boolean;
  nth: number;
}

export type Asking =
  | Reporting
  /** `nth` chooses what it is about, `shift` moves the occurrence of a violation that is corrected. */
  | { what: 'propose' | 'carry'; act: Act; breakGlass: boolean; nth: number; shift: Span }
  | { what: 'sign'; nth: number; sameText: boolean }
  | { what: 'withdraw'; nth: number }
  | { what: 'complete'; nth: number; performed: Performed; evidence: boolean; reason: boolean }
  | { what: 'confirm' | 'waive' | 'verify' | 'undo' | 'same-as' | 'part'; nth: number }
  | { what: 'decide'; choice: 'take-part' | 'support' | 'decline' | 'needs-time'; reason: boolean }
  | { what: 'acknowledge' | 'pass' | 'note-cancel' | 'note-foreign' }
  | { what: 'outcomes'; outcome: 'delivered' | 'handed-over' | 'failed' | 'unsent'; nth: number; many: boolean }
  | { what: 'directory'; change: 'remove' | 'one-channel' | 'delegate' | 'speaker' | 'accredited'; nth: number }
  /** A command that was given before, with the same id. */
  | { what: 'repeat'; nth: number }
  /** What whole groups do, so that sequences get far: several commands of several offices. */
  | {
      what:
        'all-acknowledge' | 'all-delivered' | 'stand-down' | 'declare' | 'all-duties' | 'all-positions' | 'all-decide';
    };

/** Beside what `performedAt` lies. */
export type Performed = { near: 'first-violation' | 'treaty' | 'working' | 'accepted'; shift: Span };

export interface Move {
  when: When;
  who: Who;
  asking: Asking;
}

export interface Sequence {
  plan: (typeof PLANS)[number];
  /** How long before the acceptance the opening violation occurred, and over which interval. */
  age: Span;
  spread: Span;
  /** A case of the scope stood down so long before the opening's acceptance. */
  previous?: Span;
  /** Whether they acknowledge at once what they are asked to, never, or are not even reached. */
  people: 'prompt' | 'silent' | 'unreached';
  /** What is owed in the first phase is done at once. */
  diligent: boolean;
  moves: Move[];
}

const nth = fc.nat(30);

/** Evenly, or as often as said. */
const often = <T>(...values: [number, T][]): fc.Arbitrary<T> =>
  fc.constantFrom(...values.flatMap(([times, value]) => Array.from({ length: times }, () => value)));

const edge = fc.constantFrom(-SECOND, -1, 0, 0, 1, SECOND - 1, SECOND, SECOND + 1);

const when: fc.Arbitrary<When> = fc.record({
  after: often<When['after']>(
    [4, 'at-once'],
    [2, 'seconds'],
    [5, 'minutes'],
    [4, 'hours'],
    [1, 'days'],
    [3, 'due'],
    [2, 'gate'],
  ),
  size: fc.nat(99),
  edge,
  lag: often<Span>(
    [14, 0],
    [1, 1],
    [1, SECOND - 1],
    [1, SECOND],
    [1, SECOND + 1],
    [1, 3 * MINUTE],
    [1, 2 * HOUR],
    [1, -1500],
  ),
  meanwhile: often<When['meanwhile']>([8, 'awake'], [1, 'asleep'], [1, 'down']),
  via: often<When['via']>([3, 'update'], [1, 'signal']),
});

const who: fc.Arbitrary<Who> = fc.record({
  fitting: often([9, true], [1, false]),
  nth,
  person: often<Who['person']>([8, 'own'], [1, 'another'], [1, 'roaming']),
});

const spread = often<Span>([6, 0], [1, 1], [2, 5 * MINUTE], [1, DAY], [1, DAY + 1]);

const reporting: fc.Arbitrary<Asking> = fc.record({
  what: fc.constant('report' as const),
  key: often<Reporting['key']>([5, 'new'], [3, 'revision'], [1, 'replay']),
  near: often<Reporting['near']>(
    [3, 'accepted'],
    [3, 'violation'],
    [3, 'first-violation'],
    [1, 'stand-down'],
    [1, 'gate'],
  ),
  shift: fc.constantFrom<Span[]>(
    ...[0, 0, 1, 5 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, HOUR, 3 * HOUR, DAY, DAY + 1].flatMap((by) => [
      by,
      -by,
      -by,
    ]),
    -7 * DAY,
    -7 * DAY - 1,
  ),
  spread,
  past: often([9, true], [1, false]),
  kind: often<Reporting['kind']>([3, 'shelling'], [1, 'drone-strike']),
  place: often<Reporting['place']>([3, 'unknown'], [1, 'here'], [1, 'near'], [1, 'far']),
  alleged: often([1, true], [4, false]),
  named: fc.boolean(),
  nth,
});

const completing: fc.Arbitrary<Asking> = fc.record({
  what: fc.constant('complete' as const),
  nth,
  performed: fc.record({
    near: fc.constantFrom<Performed['near'][]>('accepted', 'accepted', 'treaty', 'working', 'first-violation'),
    shift: fc.constantFrom<Span[]>(0, 0, -1, 1, -15 * MINUTE, -15 * MINUTE - 1, -3 * HOUR, 5 * MINUTE, 5 * MINUTE + 1),
  }),
  evidence: often([3, true], [1, false]),
  reason: often([3, true], [1, false]),
});

const counted = <T extends string>(...whats: T[]) => fc.record({ what: fc.constantFrom(...whats), nth });

/** One proposes, or offices that are enough carry it: every act of RULES 6. */
const acting: fc.Arbitrary<Asking> = fc.record({
  what: often<'propose' | 'carry'>([2, 'propose'], [3, 'carry']),
  act: often<Act>(
    [3, 'stand-down'],
    [3, 'large-scale'],
    [2, 'withdraw-stand-down'],
    [1, 'withdraw-large-scale'],
    [1, 'continuation'],
    [3, 'void-violation'],
    [2, 'move-first-violation'],
    [2, 'adopt-plan'],
  ),
  breakGlass: often([1, true], [4, false]),
  nth,
  shift: fc.constantFrom<Span>(0, 1, -1, -10 * MINUTE, 10 * MINUTE, -3 * HOUR, 3 * HOUR, DAY, -DAY),
});

const asking: fc.Arbitrary<Asking> = fc.oneof(
  { weight: 9, arbitrary: reporting },
  { weight: 9, arbitrary: acting },
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('sign' as const), nth, sameText: often([9, true], [1, false]) }),
  },
  { weight: 2, arbitrary: counted('withdraw') },
  { weight: 7, arbitrary: completing },
  { weight: 6, arbitrary: counted('confirm', 'waive', 'verify', 'verify', 'undo', 'same-as', 'part') },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('decide' as const),
      choice: fc.constantFrom('take-part' as const, 'support' as const, 'decline' as const, 'needs-time' as const),
      reason: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: often<'acknowledge' | 'pass' | 'note-cancel' | 'note-foreign'>(
        [4, 'acknowledge'],
        [3, 'pass'],
        [1, 'note-cancel'],
        [1, 'note-foreign'],
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('outcomes' as const),
      outcome: fc.constantFrom(
        'delivered' as const,
        'handed-over' as const,
        'failed' as const,
        'failed' as const,
        'unsent' as const,
      ),
      nth,
      many: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('directory' as const),
      change: fc.constantFrom(
        'remove' as const,
        'one-channel' as const,
        'delegate' as const,
        'speaker' as const,
        'accredited' as const,
      ),
      nth,
    }),
  },
  { weight: 2, arbitrary: counted('repeat') },
  {
    weight: 12,
    arbitrary: fc.record({
      what: often<
        'all-acknowledge' | 'all-delivered' | 'stand-down' | 'declare' | 'all-duties' | 'all-positions' | 'all-decide'
      >(
        [2, 'all-acknowledge'],
        [2, 'all-delivered'],
        [5, 'all-duties'],
        [2, 'stand-down'],
        [2, 'declare'],
        [1, 'all-positions'],
        [1, 'all-decide'],
      ),
    }),
  },
);

export const move: fc.Arbitrary<Move> = fc.record({ when, who, asking });

/** Sequences of up to `longest` moves after the report that opens the case. */
export const sequences = (longest: number): fc.Arbitrary<Sequence> =>
  fc.record(
    {
      plan: often<Sequence['plan']>([6, 'seed'], [2, 'literal-72h-after'], [1, 'strict-recorded']),
      age: fc.constantFrom<Span[]>(
        ...[
          0,
          0,
          10 * MINUTE,
          10 * MINUTE,
          HOUR - 1,
          HOUR,
          5 * HOUR,
          23 * HOUR,
          DAY - 1,
          DAY,
          DAY + 1,
          3 * DAY,
          7 * DAY,
        ],
      ),
      spread,
      previous: fc.constantFrom(3 * DAY, 4 * DAY),
      people: often<Sequence['people']>([16, 'prompt'], [2, 'silent'], [1, 'unreached']),
      diligent: often([2, true], [1, false]),
      moves: fc.array(move, { maxLength: longest }),
    },
    { requiredKeys: ['plan', 'age', 'spread', 'people', 'diligent', 'moves'] },
  );
