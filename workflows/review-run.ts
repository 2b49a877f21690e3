/** The state of one run of a review: what was decided, what waits for its turn, what is not recorded yet. */
import { workflowInfo } from '@temporalio/workflow';
import { ITSELF } from '../domain/case/commands.js';
import type { Envelope } from '../domain/case/commands.js';
import type { Foreign } from '../domain/case/foreign.js';
import { between, earlier, instant, plus } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import type { HouseNotice } from '../domain/notice/house-notice.js';
import { peopleOf } from '../domain/notice/house-notice.js';
import { divide } from '../domain/plan/speed.js';
import { Refused } from '../domain/refused.js';
import type { ReviewAnswer } from '../domain/review/answer.js';
import { act, decide } from '../domain/review/decide.js';
import { applyEntry } from '../domain/review/evolve.js';
import { judge, nextStep } from '../domain/review/order.js';
import type { ReviewDue } from '../domain/review/order.js';
import { newReview } from '../domain/review/review.js';
import type {
  ReviewCommand,
  ReviewCommandKind,
  ReviewEntryBody,
  ReviewEvent,
  ReviewRules,
  ReviewState,
} from '../domain/review/review.js';
import type { ReviewStart } from './messages.js';

/** Answers kept for commands that come twice; what is older is in the record. */
const MOST_ANSWERS = 500;

const MOST_FOREIGN = 100;

export class ReviewRun {
  state: ReviewState;
  /** Decided, not yet known to be recorded. */
  unrecorded: ReviewEntryBody[] = [];
  private untold: HouseNotice[] = [];
  private waiting: ReviewCommand[] = [];
  private readonly answers = new Map<string, ReviewAnswer>();
  private rules: ReviewRules;
  private news = false;
  private foreign = 0;
  messages = 0;

  constructor(
    private start: ReviewStart,
    before: readonly ReviewEntryBody[],
  ) {
    const { plan, speed, directory, behaviours, reviewId, sector } = start;
    this.rules = { plan: divide(plan, speed), directory, behaviours: [...behaviours] };
    this.state = newReview(reviewId, sector);
    for (const body of before) this.fold(body);
  }

  /** With the directory as it is now. */
  get continued(): ReviewStart {
    return this.start;
  }

  now(): Instant {
    return instant(Date.now());
  }

  /** @throws {Refused} what the review would refuse after everything that comes before it; changes nothing */
  judge(kind: ReviewCommandKind, envelope: Envelope<unknown>): void {
    if (this.answers.has(envelope.commandId)) return;
    judge(this.state, this.rules, this.waiting, commandOf(kind, envelope, this.now()), this.now());
  }

  /** The same command twice has one effect. */
  submit(kind: ReviewCommandKind, envelope: Envelope<unknown>): void {
    this.messages += 1;
    const { commandId } = envelope;
    if (this.answers.has(commandId) || this.waiting.some((one) => one.commandId === commandId)) return;
    this.waiting.push(commandOf(kind, envelope, this.now()));
    this.news = true;
  }

  /** Kept as refused; beyond the first of them they stand in Temporal's history only. */
  noteForeign(channel: string, name: string, foreign: Foreign): void {
    this.foreign += 1;
    if (this.foreign > MOST_FOREIGN) return;
    const commandId = `own-${workflowInfo().runId}-${this.foreign}`;
    const body = { channel, name: name.slice(0, 100), ...foreign };
    this.submit('noteForeign', { commandId, actor: ITSELF, acceptedAt: this.now(), stamp: '', body });
  }

  answered(commandId: string): ReviewAnswer | undefined {
    return this.answers.get(commandId);
  }

  note(): void {
    this.news = true;
  }

  takeNews(): boolean {
    const news = this.news;
    this.news = false;
    return news;
  }

  /** Whether anything is still to come of this run. */
  isBusy(): boolean {
    return this.waiting.length > 0 || this.unrecorded.length > 0 || this.untold.length > 0;
  }

  /** Does everything whose turn has come; answers the instant before which nothing more will. */
  advance(): Instant | undefined {
    this.news = false;
    for (;;) {
      const step = nextStep(this.state, this.rules, this.waiting, this.now());
      if (step.kind === 'idle') return undefined;
      if (step.kind === 'wait') return step.until;
      if (step.kind === 'due') this.actDue(step.due);
      else this.take(step.command);
    }
  }

  takeNotices(): HouseNotice[] {
    const notices = this.untold;
    this.untold = [];
    return notices;
  }

  recorded(entries: number): void {
    this.unrecorded = this.unrecorded.slice(entries);
  }

  private actDue(due: ReviewDue): void {
    const ready = plus(due.at, this.rules.plan.timing.settle);
    const latenessMs = Math.max(0, between(ready, this.now()));
    const cause = { kind: 'due', due: `triage:D0.${due.step}`, dueAt: due.at, latenessMs } as const;
    this.enter(cause, due.at, act(this.state, this.rules, due, this.now()));
  }

  private take(command: ReviewCommand): void {
    this.waiting = this.waiting.filter((one) => one !== command);
    const events = this.decideOrRefuse(command);
    if (command.kind === 'changeDirectory') {
      const { directory, hash: directoryHash } = command.body;
      this.rules = { ...this.rules, directory };
      this.start = { ...this.start, directory, directoryHash };
    }
    if (events.length === 0) return;
    const { kind, at, ...cause } = command;
    const own = cause.actor.means === 'system' && !cause.stamp;
    const { stamp: _, ...unstamped } = cause;
    this.enter({ kind: 'command', command: kind, ...(own ? unstamped : cause) }, at, events);
  }

  private decideOrRefuse(command: ReviewCommand): ReviewEvent[] {
    try {
      return decide(this.state, this.rules, command);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return [{ type: 'refused', because: { clause: 'RULES 6', why: error.detail }, refusal: error.refusal }];
    }
  }

  private enter(cause: ReviewEntryBody['cause'], at: Instant, events: ReviewEvent[]): void {
    const { namespace, workflowId, runId } = workflowInfo();
    const { planRef: plan, directoryHash, speed, reviewId, sector } = this.start;
    const { behaviours } = this.rules;
    const temporal = { namespace, workflowId, runId };
    const decidedAt = this.now();
    const body = { reviewId, sector, at, decidedAt, cause, events, plan, directoryHash, behaviours, speed, temporal };
    this.unrecorded.push(body);
    this.fold(body);
    for (const event of events) if (event.type === 'told') this.untold.push(this.noticeOf(event));
  }

  private fold(body: ReviewEntryBody): void {
    this.state = applyEntry(this.state, this.state.seq + 1, body);
    const { cause, events } = body;
    if (cause.kind !== 'command') return;
    const refused = events.find(({ type }) => type === 'refused') as Extract<ReviewEvent, { type: 'refused' }>;
    const { commandId } = cause;
    const { reviewId, seq } = this.state;
    const answer = { commandId, reviewId, seq, ...(refused ? { refused: refused.refusal } : {}) };
    this.answers.set(commandId, answer);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= MOST_ANSWERS) break;
      this.answers.delete(oldest);
    }
  }

  private noticeOf({ facts, because, offices }: Extract<ReviewEvent, { type: 'told' }>): HouseNotice {
    const { agreement, exercise, planRef: plan } = this.start;
    const id = `${agreement}.${this.state.reviewId}-${this.state.seq}`;
    const to = peopleOf(this.rules.directory, offices);
    return { id, agreement, exercise, madeAt: this.now(), facts, because, plan, to };
  }
}

function commandOf(kind: ReviewCommandKind, envelope: Envelope<unknown>, now: Instant): ReviewCommand {
  const { commandId, actor, acceptedAt, stamp, body } = envelope;
  return { kind, commandId, actor, acceptedAt, at: earlier(acceptedAt, now), stamp, body } as ReviewCommand;
}
