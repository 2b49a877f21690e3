/**
 * Carries out what was decided: tells and records. Recording rides along with telling; what tells nobody is recorded
 * by an activity of its own. Never by a local activity: that runs before Temporal has the decision, and a worker that
 * dies in between would decide anew, at another instant, what the record already holds.
 */
import { ActivityCancellationType, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { NoticeOutcome } from '../domain/case/commands.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { HOUR, instant, ms, plus, SECOND } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';
import type { Telling } from '../domain/notice/matter.js';
import { mergeTellings } from '../domain/notice/telling.js';
import type { CaseRun } from './case-run.js';
import type { CaseActivities, CountAsk, RecordBatch, TellResult } from './messages.js';
import { caseStream } from './messages.js';
import { show } from './show.js';

const { tell } = proxyActivities<CaseActivities>({
  // A recipient for whom no other way is left is tried for a day; one attempt of the activity outlasts that.
  startToCloseTimeout: '25 hours',
  // A worker that died is noticed within this; the retry goes on with those who are not done.
  heartbeatTimeout: '5 s',
  // Nothing makes telling pointless: no limit, and never slower than every half minute.
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
  // Asked to end it answers who is done.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

const { recordEntries } = proxyActivities<CaseActivities>({
  // An append takes milliseconds; a store that hangs is tried again rather than waited for.
  startToCloseTimeout: '10 s',
  // The record catches up whenever the store is back, however long that takes.
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

const { countVerified } = proxyActivities<CaseActivities>({
  // The agreement answers within milliseconds; the activity itself gives up before this.
  startToCloseTimeout: '15 s',
  // The case goes on without; the count comes when the agreement is back, however long that takes.
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
});

/** Tellings under way at once; more wait and go out as one message per recipient. */
const MOST_TELLINGS = 8;

/** Entries in one append: keeps a payload far below Temporal's 2 MiB. */
const MOST_ENTRIES = 50;

/** News of violations in one ask of the agreement. */
const MOST_NEWS = 50;

/** A closed case waits so long for the agreement to count, and then ends without: it must not keep its scope. */
const COUNTING_AFTER_CLOSING: Span = HOUR;

/** What is under way when a run is to end has this long to finish by itself. */
const SETTLING: Span = 5 * SECOND;

export class CarryOut {
  private waiting: Telling[];
  private tellings = 0;
  private readonly sending = new CancellationScope({ cancellable: true });
  private breakOffAt: Instant | undefined;
  private recording = false;
  private counting = false;
  /** Outcomes that stand nowhere but in the case: their entry does not wait for the next one. */
  private outcomesOwed = false;
  /** The highest sequence that some activity under way is recording. */
  private inFlightThrough = 0;

  constructor(private readonly run: CaseRun) {
    this.waiting = run.carriedUnsent();
  }

  /** Starts what can be started; waits for nothing. */
  flush(): void {
    const now = this.run.takeTelling();
    if (now) this.waiting.push(now);
    if (this.waiting.length > 0 && this.tellings < MOST_TELLINGS) {
      const telling = mergeTellings(this.waiting);
      this.waiting = [];
      if (telling) void this.tell(telling);
      show(this.run.state);
    }
    if (!this.recording && this.owesRecord()) void this.record();
    if (this.owesCount()) void this.count();
  }

  /**
   * Begins nothing any more, so that the run can be continued as new under a stream of messages: what is not begun goes
   * with it. Answers when to look again.
   */
  settle(now: Instant): Instant | undefined {
    const told = this.run.takeTelling();
    if (told) this.waiting.push(told);
    if (this.tellings === 0 && !this.counting) return undefined;
    this.breakOffAt ??= instant(ms(now) + SETTLING);
    if (now >= this.breakOffAt) this.sending.cancel();
    return this.breakOffAt;
  }

  /** Nothing is under way and nothing waits: the case may end. */
  isDone(): boolean {
    const counted = this.run.uncounted.length === 0 || this.run.now() >= (this.endsUncounted() ?? '');
    return this.tellings === 0 && !this.recording && counted && this.waiting.length === 0 && this.isRecorded();
  }

  private isRecorded(): boolean {
    return this.run.unrecorded.length === 0;
  }

  /** When a closed case ends though the agreement has not counted. */
  endsUncounted(): Instant | undefined {
    const { state, uncounted } = this.run;
    // A run for corrections keeps no scope: it waits for as long as it takes.
    return state.closedAt !== undefined && !state.takesCorrections && uncounted.length > 0
      ? plus(state.closedAt, COUNTING_AFTER_CLOSING)
      : undefined;
  }

  /** Nothing is under way: the case may continue as new. */
  isStill(): boolean {
    return this.tellings === 0 && !this.recording && !this.counting;
  }

  unsent(): Telling[] {
    return this.waiting;
  }

  private async tell(telling: Telling): Promise<void> {
    this.tellings += 1;
    const batch = this.batch();
    const through = batch.firstSeq + batch.bodies.length - 1;
    this.inFlightThrough = Math.max(this.inFlightThrough, through);
    const topics = [...new Set(telling.matters.map(({ facts }) => facts.topic))].join(', ');
    const summary = `${topics}: ${telling.messages.length} messages`;
    const result = await this.told(summary, telling, batch);
    this.tellings -= 1;
    if (result.recorded) this.run.recordedThrough(through);
    else this.inFlightThrough = this.run.unrecordedFrom - 1;
    if (!result.outcomesRecorded) this.outcomesOwed = true;
    this.took(telling, result);
  }

  /** Broken off before any worker had it, nobody was told and nothing recorded. */
  private async told(summary: string, telling: Telling, batch: RecordBatch): Promise<TellResult> {
    try {
      return await this.sending.run(() => tell.executeWithOptions({ summary }, [telling, batch]));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      return { recorded: false, outcomesRecorded: true, outcomes: [] };
    }
  }

  /** The case learns what came of its notices; what is not sent yet goes out again. */
  private took(telling: Telling, { outcomes }: TellResult): void {
    const final = outcomes.filter(({ outcome }) => outcome !== 'unsent');
    if (final.length > 0) this.run.submitOwn('noticeOutcomes', { outcomes: final });
    const done = new Set(final.flatMap(({ noticeIds }: NoticeOutcome) => noticeIds));
    const messages = telling.messages.filter(({ noticeIds }) => !noticeIds.some((id) => done.has(id)));
    if (messages.length > 0) this.waiting.unshift({ ...telling, messages });
    this.run.note();
  }

  private async record(): Promise<void> {
    this.recording = true;
    const batch = this.batch();
    const through = batch.firstSeq + batch.bodies.length - 1;
    this.inFlightThrough = Math.max(this.inFlightThrough, through);
    const summary = `record ${batch.firstSeq} to ${through}`;
    if (this.owesCount()) await this.recordAndCount(summary, batch);
    else await recordEntries.executeWithOptions({ summary }, [batch]);
    this.outcomesOwed = false;
    this.run.recordedThrough(through);
    this.recording = false;
    this.run.note();
  }

  /** What is to be counted rides along; where the agreement takes its time it is asked again by itself. */
  private async recordAndCount(summary: string, batch: RecordBatch): Promise<void> {
    this.counting = true;
    const ask = this.ask();
    const answers = await recordEntries.executeWithOptions({ summary: `${summary}, count` }, [batch, ask]);
    if (answers) this.run.counted(ask.news, answers);
    this.counting = false;
  }

  private owesCount(): boolean {
    return !this.counting && this.run.uncounted.length > 0;
  }

  private ask(): CountAsk {
    const { state, uncounted } = this.run;
    const { count, within } = state.plan.repetition;
    return { agreement: state.agreement, news: uncounted.slice(0, MOST_NEWS), rule: { count, within } };
  }

  /** Broken off at the end of a run, the next one asks again. */
  private async count(): Promise<void> {
    this.counting = true;
    const ask = this.ask();
    const summary = `count: ${ask.news.map(({ violationId }) => violationId).join(', ')}`;
    try {
      const answers = await this.sending.run(() => countVerified.executeWithOptions({ summary }, [ask]));
      this.run.counted(ask.news, answers);
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
    this.counting = false;
    this.run.note();
  }

  /** Mere outcomes stand in the stream of the activity already: their entry goes with the next one. */
  private owesRecord(): boolean {
    const { state, unrecorded, unrecordedFrom } = this.run;
    const open = unrecorded.slice(Math.max(0, this.inFlightThrough + 1 - unrecordedFrom));
    const everything = this.outcomesOwed || state.status === 'closed';
    return everything ? open.length > 0 : !open.every(isOutcomesOnly);
  }

  private batch(): RecordBatch {
    const { state, unrecorded, unrecordedFrom } = this.run;
    return {
      stream: caseStream(state.caseId),
      firstSeq: unrecordedFrom,
      bodies: unrecorded.slice(0, MOST_ENTRIES),
    };
  }
}

const isOutcomesOnly = ({ events }: CaseEntryBody): boolean => events.every(({ type }) => type === 'notice-outcome');
