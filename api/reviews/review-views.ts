/**
 * Every review as the record says, kept in memory by following it, and what is still to be done about reports under
 * review: those that no review has yet, those that a review let go on. Never a query of Temporal.
 */
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { Envelope, ReportBody } from '../../domain/case/commands.js';
import { describeOne } from '../../domain/case/reports.js';
import type { Plan } from '../../domain/plan/plan.js';
import { applyEntry } from '../../domain/review/evolve.js';
import { newReview, waitingIn } from '../../domain/review/review.js';
import type { Conclusion, ReviewEntryBody, ReviewState } from '../../domain/review/review.js';
import type { Entry } from '../../record/entry.js';
import { INTAKE } from '../../record/intake.js';
import type { Accepted } from '../../record/intake.js';

const CASE = 'case/';
export const REVIEW = 'review/';
/** Reports that went to a case are compared with what waits for so long, counted from when they were read. */
const LATELY_MS = 60_000;
const MOST_HEARD = 10_000;

export interface ReviewView {
  state: ReviewState;
  /** Of the directory that it goes by. */
  directoryHash: string;
}

export interface LetGo {
  reviewId: string;
  /** The command that brought the report. */
  commandId: string;
  found: Conclusion;
}

/** A report that went to a case, and when it was read. */
export interface Heard {
  /** From 1, in the order in which they were read. */
  nth: number;
  accepted: Accepted;
  at: number;
}

export class ReviewViews {
  private readonly reviews = new Map<string, ReviewView>();
  private readonly commands = new Map<string, Entry<ReviewEntryBody>>();
  private readonly collected = new Set<string>();
  /** Commands of reports that wait in the intake, or that their case set aside. */
  private readonly waiting = new Set<string>();
  private readonly letGo = new Map<string, LetGo>();
  private heard: Heard[] = [];
  private heardSoFar = 0;

  constructor(private readonly plan: () => Plan) {}

  /** Folds an entry that the following delivered, of whatever stream. */
  fold = (entry: Entry): void => {
    if (entry.stream === INTAKE) this.accepted((entry as Entry<Accepted>).body);
    else if (entry.stream.startsWith(CASE)) this.setAside(entry.body as CaseEntryBody);
    else if (entry.stream.startsWith(REVIEW)) this.decided(entry as Entry<ReviewEntryBody>);
  };

  get(reviewId: string): ReviewView | undefined {
    return this.reviews.get(reviewId);
  }

  all(): ReviewView[] {
    return [...this.reviews.values()];
  }

  /** The entry that holds an outcome, given or refused. */
  command(commandId: string): Entry<ReviewEntryBody> | undefined {
    return this.commands.get(commandId);
  }

  /** Commands of reports that no review has yet. */
  toGive(): string[] {
    return [...this.waiting];
  }

  /** What was judged and is to go on to a case. */
  toHandOn(): LetGo[] {
    return [...this.letGo.values()];
  }

  handedOn({ commandId }: LetGo): void {
    this.letGo.delete(commandId);
  }

  /** Reports that went to a case of late: what they corroborate may still be on its way to its review. */
  lately(): readonly Heard[] {
    const since = performance.now() - LATELY_MS;
    if ((this.heard[0]?.at ?? since) < since) this.heard = this.heard.filter(({ at }) => at >= since);
    return this.heard.slice(-MOST_HEARD);
  }

  /** How many reports wait for an outcome, in a review or on their way there. */
  waitingCount(): number {
    return this.all().reduce((sum, { state }) => sum + waitingIn(state).length, this.waiting.size);
  }

  /** A review in which a report waits that this one would corroborate (RULES 5). */
  fitting(sector: string, report: ReportBody): { reviewId: string } | undefined {
    const open = this.all().filter(({ state }) => state.sector === sector && state.clock);
    const found = open.find(({ state }) =>
      waitingIn(state).some((one) => one.why === 'alleged' && describeOne(this.plan(), one, report)),
    );
    return found?.state;
  }

  /** Words of this review were erased: it is folded again without them. `false` where these are not all that came. */
  foldAnew(reviewId: string, entries: readonly Entry[]): boolean {
    if ((entries.at(-1)?.seq ?? 0) < (this.reviews.get(reviewId)?.state.seq ?? 0)) return false;
    this.reviews.delete(reviewId);
    const owed = new Map(this.letGo);
    for (const entry of entries) this.decided(entry as Entry<ReviewEntryBody>);
    this.letGo.clear();
    for (const [commandId, one] of owed) this.letGo.set(commandId, one);
    return true;
  }

  private accepted(body: Accepted): void {
    if (body.type !== 'report-accepted' || body.judgedIn !== undefined) return;
    if (body.disposition === 'forward') this.hear(body);
    if (body.disposition === 'review' && !this.collected.has(body.commandId)) this.waiting.add(body.commandId);
  }

  private hear(accepted: Accepted): void {
    this.heardSoFar += 1;
    this.heard.push({ nth: this.heardSoFar, accepted, at: performance.now() });
    // At a start the whole intake comes by: cut now and then, not at each of them.
    if (this.heard.length >= 2 * MOST_HEARD) this.heard = this.heard.slice(-MOST_HEARD);
  }

  private setAside({ cause, events }: CaseEntryBody): void {
    if (cause.kind !== 'command' || !events.some(({ type }) => type === 'report-set-aside')) return;
    if (!this.collected.has(cause.commandId)) this.waiting.add(cause.commandId);
  }

  private decided(entry: Entry<ReviewEntryBody>): void {
    const { reviewId, sector, cause, events, directoryHash } = entry.body;
    const before = this.reviews.get(reviewId)?.state ?? newReview(reviewId, sector);
    if (entry.seq <= before.seq) return;
    this.reviews.set(reviewId, { state: applyEntry(before, entry.seq, entry.body), directoryHash });
    if (cause.kind === 'command' && cause.command === 'conclude') this.commands.set(cause.commandId, entry);
    for (const event of events) {
      if (event.type === 'report-collected') {
        this.collected.add(event.commandId);
        this.waiting.delete(event.commandId);
      }
      if (event.type !== 'report-concluded') continue;
      const { type: _, because: __, reportKey: ___, commandId, ...found } = event;
      if (found.outcome !== 'not-a-violation') this.letGo.set(commandId, { reviewId, commandId, found });
    }
  }
}

/** The report itself, of an entry of the intake. */
export const reportOf = ({ envelope }: Accepted): Envelope<ReportBody> => envelope as Envelope<ReportBody>;
