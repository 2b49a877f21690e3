/** A sequence played on a case in virtual time: every command that was given, what came of it, and the case's end. */
import { BEHAVIOURS } from '../../domain/case/behaviours.js';
import type { Command, CommandKind, BodyOf } from '../../domain/case/commands.js';
import { dues, nextDue } from '../../domain/case/due.js';
import { stepsOf } from '../../domain/case/measured/step.js';
import type { Step } from '../../domain/case/measured/step.js';
import { Play } from '../../domain/case/play.js';
import { newCase } from '../../domain/case/state.js';
import type { CaseState } from '../../domain/case/state.js';
import { DAY, earlier, later, MINUTE, plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Refusal } from '../../domain/refused.js';
import { asked, outcome } from './asked.js';
import type { Asked } from './asked.js';
import type { Move, Sequence, When } from './command-sequences.js';
import { awaited } from './likely-offices.js';
import { exampleCaseDirectory, shippedPlan } from './seed.js';
import { reportBody, T0 } from './timeline.js';

/** When the report that opens the case is accepted. */
export const OPENED = T0;
const { directory, directoryHash } = exampleCaseDirectory(OPENED);
const plans = new Map(['seed', 'literal-72h-after', 'strict-recorded'].map((name) => [name, shippedPlan(name)]));

const ALL_DUTIES: Move = {
  when: { after: 'seconds', size: 60, edge: 0, lag: 0, meanwhile: 'awake', via: 'update' },
  who: { fitting: true, nth: 0, person: 'own' },
  asking: { what: 'all-duties' },
};

/** So many notices may be on their way. */
const FEW = 30;

/** One command as it was given. */
export interface Given {
  command: Command;
  arrivedAt: Instant;
  via: When['via'];
  /** A validator's; what is refused in its turn is an entry. */
  refusal?: Refusal;
  /** The state when it arrived, and when everything whose turn had come was done. */
  before: CaseState;
  after: CaseState;
}

export class PlayedSequence {
  readonly given: Given[] = [];
  /** The live state as it was after entries, by the entry's number. */
  readonly live = new Map<number, CaseState>();
  readonly initial: CaseState;
  readonly play: Play;
  private numbers = 0;
  private readonly people: Sequence['people'];
  private readonly diligent: boolean;

  constructor(
    { plan: name, age, spread, previous, people, diligent }: Omit<Sequence, 'moves'>,
    /** Only members of this organisation act, after the report that opens the case. */
    readonly only?: string,
  ) {
    this.people = people;
    this.diligent = diligent;
    const { plan, planRef } = plans.get(name) as ReturnType<typeof shippedPlan>;
    this.initial = newCase(plan, planRef, directory, directoryHash);
    const earliest = plus(OPENED, -age);
    const occurredAt = { earliest, latest: earlier(plus(earliest, Math.min(spread, DAY)), OPENED) };
    const opening = {
      caseId: 'UA-23-test',
      agreement: 'test',
      scope: 'UA-23',
      exercise: false,
      speed: 1,
      planRef,
      directoryHash,
      behaviours: BEHAVIOURS,
    };
    const before = { caseId: 'UA-23-before', recurrence: 1, stoodDownAt: plus(OPENED, -(previous ?? 0)) };
    const command = this.command('report', 'alert-network-feed', 'own', OPENED, reportBody({ occurredAt }));
    this.play = Play.open(this.initial, previous === undefined ? opening : { ...opening, previous: before }, command);
  }

  get state(): CaseState {
    return this.play.state;
  }

  /** The record folded again, from before the first entry. */
  get steps(): Step[] {
    return stepsOf(this.initial, this.play.entries);
  }

  make(moves: readonly Move[]): this {
    if (this.diligent && this.only === undefined) this.makeOne(ALL_DUTIES);
    return this.goOn(moves);
  }

  goOn(moves: readonly Move[]): this {
    for (const move of moves) this.makeOne(move);
    return this;
  }

  makeOne({ when, who, asking }: Move): void {
    const accepted = this.instantOf(when);
    const arrives = later(this.play.now, plus(accepted, Math.max(0, when.lag)));
    if (when.meanwhile === 'awake') this.passTo(arrives);
    else if (when.meanwhile === 'asleep') this.play.sleepUntil(arrives);
    else this.play.now = arrives;
    this.answer();
    const stamped = when.lag < 0 ? plus(accepted, -when.lag) : accepted;
    for (const one of asked(this.state, asking, { who, at: stamped, only: this.only, given: this.given })) {
      this.give(one, stamped, when.via);
    }
  }

  private give(one: Asked, accepted: Instant, via: When['via']): void {
    const command = 'again' in one ? one.again : this.command(one.kind, one.office, one.person, accepted, one.body);
    const before = this.state;
    const arrivedAt = this.play.now;
    const refusal = via === 'update' ? this.play.submit(command) : this.play.signal(command);
    const given = { command, arrivedAt, via, before, after: this.state };
    this.given.push(refusal ? { ...given, refusal } : given);
    this.live.set(this.state.seq, this.state);
  }

  /** Lets everything happen that still can when nobody decides anything any more. */
  playToTheEnd(): this {
    this.passTo(plus(later(this.play.now, OPENED), 400 * DAY));
    return this;
  }

  private passTo(instant: Instant): void {
    this.answer();
    for (let next = nextDue(this.state); next; next = nextDue(this.state)) {
      const acts = plus(next.at, this.state.plan.timing.settle);
      if (acts > instant) break;
      this.play.advanceTo(acts);
      this.live.set(this.state.seq, this.state);
      this.answer();
    }
    this.play.advanceTo(instant);
  }

  /** What reached people, and that they say so, as the sequence has it. */
  private answer(): void {
    if (this.people === 'unreached' || this.only !== undefined) return;
    const { now } = this.play;
    if (Object.keys(this.state.pending).length > FEW) {
      const outcomes = [outcome(Object.keys(this.state.pending), 'delivered', now)];
      this.play.signal(this.command('noticeOutcomes', '', 'own', now, { outcomes }));
    }
    if (this.people === 'silent') return;
    for (const office of awaited(this.state)) {
      this.play.signal(this.command('acknowledge', office, 'own', now, {}));
    }
  }

  private instantOf({ after, size, edge }: When): Instant {
    const { now } = this.play;
    switch (after) {
      case 'at-once':
        return now;
      case 'seconds':
        return plus(now, size * 97);
      case 'minutes':
        return plus(now, size * MINUTE);
      case 'hours':
        return plus(now, size * 10 * MINUTE);
      case 'days':
        return plus(now, size * 72 * MINUTE);
      case 'due': {
        const next = dues(this.state)[size % 3]?.at;
        return next === undefined ? now : later(this.state.openedAt, plus(next, edge));
      }
      case 'gate': {
        const ahead = treatyInstants(this.state).filter((at) => at > now);
        const next = ahead[size % ahead.length];
        return next === undefined ? now : later(this.state.openedAt, plus(next, edge));
      }
    }
  }

  private command<K extends CommandKind>(
    kind: K,
    office: string,
    person: 'own' | 'another' | 'roaming',
    acceptedAt: Instant,
    body: BodyOf<K>,
  ) {
    this.numbers += 1;
    // Ids sort otherwise than their commands were given: order at one instant is by id (RULES 3).
    const commandId = `${(this.numbers * 7) % 10}-${this.numbers}`;
    const { organisation = '', roles = [] } =
      this.play?.state.directory.offices[office] ?? directory.offices[office] ?? {};
    const name = { own: office, another: `${office}-2`, roaming: 'roaming' }[person];
    const means = office === '' ? 'system' : 'key';
    const actor = { office, organisation, person: name, means, roles };
    return { kind, commandId, actor, acceptedAt, at: acceptedAt, body } as Extract<Command, { kind: K }>;
  }
}

/** Where the treaty's own instants lie: gates, lapse, duties, the end of the quiet period. */
function treatyInstants(state: CaseState): Instant[] {
  const lapses = state.plan.gates.flatMap(({ lapses }) => (lapses ? [plus(state.firstViolationAt, lapses)] : []));
  return [
    ...Object.values(state.gates).map(({ opensAt }) => opensAt),
    ...lapses,
    ...Object.values(state.duties).flatMap(({ treatyDueAt, workingDueAt }) => [treatyDueAt, workingDueAt]),
    ...(state.quietUntil === undefined ? [] : [state.quietUntil]),
  ];
}
