/**
 * The after-action report of an exercise: what was planned against what was done, how soon offices answered, who was
 * missed and what acted late. A fold of entries: of the play, and of the cases that came of it. Nothing in it is
 * judged but by what the script itself expected.
 */
import type { CaseEntryBody } from '../case/entry-body.js';
import type { CaseState, DutyState } from '../case/state.js';
import type { OfficeId } from '../directory/directory.js';
import { instant, ms } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { asksOf, responseOf } from './asks.js';
import type { Asked } from './asks.js';
import type { PlayState } from './play.js';

/** A case of the exercise: its entries in their order, and what they fold to. */
export interface PlayedCase {
  entries: readonly CaseEntryBody[];
  state: CaseState;
}

export type Verdict = 'running' | 'passed' | 'failed' | 'stopped' | 'interrupted';

export interface StepRow {
  step: number;
  /** In the time of the plan, after the first violation. */
  at: Span;
  plannedAt: Instant;
  office: OfficeId;
  what: string;
  state: 'as-expected' | 'differed' | 'not-played' | 'ahead';
  answeredAt?: Instant;
  /** After it was planned, by the clock on the wall. */
  lateMs?: Span;
  /** How it differs. */
  said?: string;
}

export interface OfficeRow {
  office: OfficeId;
  organisation: string;
  asked: number;
  answered: number;
  /** Of those that were answered, by the clock on the wall. */
  medianMs?: Span;
  longestMs?: Span;
}

export interface MissedRow {
  caseId: string;
  office: OfficeId;
  /** No channel reached it; or it was asked to acknowledge and nobody of its organisation has. */
  why: 'not-told' | 'not-acknowledged';
  since?: Instant;
}

export interface DutyRow {
  id: string;
  state: DutyState['state'];
  treatyDueAt: Instant;
  /** The first record of it that counted. */
  performedAt?: Instant;
  lateBy?: Span;
  charged: boolean;
}

export interface PhaseRow {
  phase: number;
  /** When its gate could open, by the plan; absent where that was never foreseen. */
  plannedAt?: Instant;
  openedAt?: Instant;
  latenessMs?: Span;
}

export interface CaseRow {
  caseId: string;
  sector: string;
  status: CaseState['status'];
  outcome?: CaseState['outcome'];
  firstViolationAt: Instant;
  phases: PhaseRow[];
  duties: DutyRow[];
}

export interface LateRow {
  caseId: string;
  what: string;
  dueAt: Instant;
  latenessMs: Span;
}

export interface AfterAction {
  n: number;
  script: { id: string; title: string };
  speed: number;
  startAt: Instant;
  endedAt?: Instant;
  verdict: Verdict;
  /** Why it ended, as a sentence. */
  because?: string;
  counts: {
    /** Steps, one for each office that is to do one. */
    planned: number;
    asExpected: number;
    differed: number;
    notPlayed: number;
    cases: number;
    notices: number;
    asked: number;
    answered: number;
  };
  steps: StepRow[];
  cases: CaseRow[];
  /** Slowest first; those of which nothing was asked are left out. */
  offices: OfficeRow[];
  missed: MissedRow[];
  lateness: { acted: number; late: number; medianMs: Span; mostMs: Span; worst: LateRow[] };
}

/** Above what a busy machine takes for a timer; never divided, as the machine is not. */
const LATE_MS = 1000;
const WORST = 10;

export function afterActionOf(
  play: PlayState,
  cases: readonly PlayedCase[],
  organisationOf: (office: OfficeId) => string | undefined,
): AfterAction {
  const steps = stepsOf(play);
  const asks = cases.flatMap(({ entries, state }) => asksOf(state.caseId, entries, organisationOf));
  const of = (state: StepRow['state']): number => steps.filter((one) => one.state === state).length;
  const { n, script, speed, startAt, endedAt, because } = play;
  return {
    n,
    script: { id: script.id, title: script.title },
    speed,
    startAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    verdict: verdictOf(play, steps),
    ...(because === undefined ? {} : { because }),
    counts: {
      planned: steps.length,
      asExpected: of('as-expected'),
      differed: of('differed'),
      notPlayed: of('not-played'),
      cases: cases.length,
      notices: cases.flatMap(({ entries }) => entries).reduce((sum, entry) => sum + noticesOf(entry), 0),
      asked: asks.length,
      answered: asks.filter(({ answeredAt }) => answeredAt !== undefined).length,
    },
    steps,
    cases: cases.map(({ state }) => caseOf(state)),
    offices: officesOf(asks, organisationOf),
    missed: cases.flatMap(({ state }) => missedOf(state, asks)),
    lateness: latenessOf(cases),
  };
}

function verdictOf({ state, how }: PlayState, steps: readonly StepRow[]): Verdict {
  if (state !== 'ended') return 'running';
  if (how !== 'played') return how ?? 'interrupted';
  return steps.every((one) => one.state === 'as-expected') ? 'passed' : 'failed';
}

/** A step that several offices are to do is a row for each; several answers to one of them are one row. */
function stepsOf({ script, speed, startAt, answers, state }: PlayState): StepRow[] {
  return script.steps.flatMap(({ at, by, what }, step) =>
    by.map((office): StepRow => {
      const plannedAt = instant(ms(startAt) + Math.round(at / speed));
      const row = { step, at, plannedAt, office, what };
      const given = answers.filter((one) => one.step === step && one.office === office);
      const [first] = given;
      if (!first) return { ...row, state: state === 'ended' ? 'not-played' : 'ahead' };
      const wrong = given.find(({ unexpected }) => unexpected !== undefined);
      // Nothing could be asked: what it refers to was never answered.
      const skipped = given.every(({ status }) => status === 0);
      const answered = { answeredAt: first.at, lateMs: Math.max(0, ms(first.at) - ms(plannedAt)) };
      if (!wrong) return { ...row, state: 'as-expected', ...answered };
      return { ...row, state: skipped ? 'not-played' : 'differed', ...answered, said: wrong.unexpected ?? '' };
    }),
  );
}

const noticesOf = ({ events }: CaseEntryBody): number =>
  events.reduce((sum, event) => sum + (event.type === 'told' ? event.recipients.length : 0), 0);

function caseOf({ caseId, scope, status, outcome, firstViolationAt, ...state }: CaseState): CaseRow {
  return {
    caseId,
    sector: scope,
    status,
    ...(outcome === undefined ? {} : { outcome }),
    firstViolationAt,
    phases: state.plan.phases.map(({ phase }) => phaseOf(state, phase)),
    duties: Object.values(state.duties).map(dutyOf),
  };
}

function phaseOf({ plan, gates, phases }: Pick<CaseState, 'plan' | 'gates' | 'phases'>, phase: number): PhaseRow {
  const gate = plan.gates.find((one) => one.phase === phase);
  const plannedAt = gate && gates[gate.id]?.opensAt;
  const opened = phases.find((one) => one.phase === phase);
  return {
    phase,
    ...(plannedAt === undefined ? {} : { plannedAt }),
    ...(opened ? { openedAt: opened.openedAt, latenessMs: opened.latenessMs } : {}),
  };
}

function dutyOf({ id, state, treatyDueAt, completions, lateBy, charged }: DutyState): DutyRow {
  const performed = completions.map(({ performedAt }) => performedAt).sort()[0];
  return {
    id,
    state,
    treatyDueAt,
    charged,
    ...(performed === undefined ? {} : { performedAt: performed }),
    ...(lateBy === undefined ? {} : { lateBy }),
  };
}

function officesOf(asks: readonly Asked[], organisationOf: (office: OfficeId) => string | undefined): OfficeRow[] {
  const rows = [...new Set(asks.map(({ office }) => office))].map((office): OfficeRow => {
    const own = asks.filter((one) => one.office === office);
    const spans = own.flatMap((one) => responseOf(one) ?? []).sort((a, b) => a - b);
    const times = spans.length === 0 ? {} : { medianMs: medianOf(spans), longestMs: spans.at(-1) ?? 0 };
    return {
      office,
      organisation: organisationOf(office) ?? '',
      asked: own.length,
      answered: spans.length,
      ...times,
    };
  });
  const slowest = ({ medianMs = Infinity }: OfficeRow): number => medianMs;
  return rows.sort((a, b) => slowest(b) - slowest(a) || (a.office < b.office ? -1 : 1));
}

/** Of a closed case nobody is waited for any more; whoever had not answered by then is told all the same. */
function missedOf({ caseId, notTold }: CaseState, asks: readonly Asked[]): MissedRow[] {
  const silent = asks.filter((one) => one.caseId === caseId && one.answeredAt === undefined);
  return [
    ...notTold.map((office): MissedRow => ({ caseId, office, why: 'not-told' })),
    ...silent.map(({ office, since }): MissedRow => ({ caseId, office, why: 'not-acknowledged', since })),
  ];
}

function latenessOf(cases: readonly PlayedCase[]): AfterAction['lateness'] {
  const rows = cases.flatMap(({ entries, state: { caseId } }) =>
    entries.flatMap(({ cause }): LateRow[] =>
      cause.kind === 'due' ? [{ caseId, what: cause.due, dueAt: cause.dueAt, latenessMs: cause.latenessMs }] : [],
    ),
  );
  const worst = [...rows].sort((a, b) => b.latenessMs - a.latenessMs);
  const spans = worst.map(({ latenessMs }) => latenessMs).reverse();
  return {
    acted: rows.length,
    late: spans.filter((one) => one > LATE_MS).length,
    medianMs: medianOf(spans),
    mostMs: spans.at(-1) ?? 0,
    worst: worst.slice(0, WORST).filter(({ latenessMs }) => latenessMs > 0),
  };
}

/** Of spans in their order; 0 of none. */
function medianOf(spans: readonly Span[]): Span {
  const middle = Math.floor(spans.length / 2);
  const [a = 0, b = 0] = [spans[middle], spans[Math.max(0, middle - 1)]];
  return spans.length % 2 === 1 ? a : Math.round((a + b) / 2);
}
