/** The state of one run of a case: what was decided, what waits for its turn, what is told and not yet recorded. */
import { workflowInfo } from '@temporalio/workflow';
import { act, latenessMs } from '../domain/case/act.js';
import { answerOf } from '../domain/case/answer.js';
import type { Answer } from '../domain/case/answer.js';
import { ITSELF } from '../domain/case/commands.js';
import type { BodyOf, Command, CommandKind, CommandOf, Envelope } from '../domain/case/commands.js';
import type { Counted, CountAnswer } from '../domain/agreement/counted.js';
import { FIRST_BEHAVIOURS, follows } from '../domain/case/behaviours.js';
import { changesCount, newsForCount, notesOf } from '../domain/case/counting.js';
import { decide } from '../domain/case/decide.js';
import { nextDue } from '../domain/case/due.js';
import type { Due } from '../domain/case/due.js';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import { applyEntry } from '../domain/case/evolve.js';
import type { CaseEvent, EventOf } from '../domain/case/events.js';
import { judge, nextStep } from '../domain/case/order.js';
import { openCase } from '../domain/case/reports.js';
import { newCase, RECENT_COMMANDS } from '../domain/case/state.js';
import type { CaseState } from '../domain/case/state.js';
import { earlier, instant } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import type { Telling } from '../domain/notice/matter.js';
import { telling } from '../domain/notice/telling.js';
import { divide } from '../domain/plan/speed.js';
import { Refused } from '../domain/refused.js';
import type { CaseCarried, CaseStart, Recovered } from './messages.js';

/** What every run of a case begins with. */
export type RunStart = Pick<
  CaseStart,
  'plan' | 'planRef' | 'directory' | 'directoryHash' | 'speed' | 'behaviours' | 'carried'
>;

export class CaseRun {
  state: CaseState;
  /** Decided, not yet known to be recorded; the first has sequence `unrecordedFrom`. */
  unrecorded: CaseEntryBody[] = [];
  unrecordedFrom = 1;
  /** Told in the decisions of this step, not yet handed to an activity. */
  private toldNow: EventOf<'told'>[] = [];
  /** Verified violations, and what became of them, that the agreement has not counted yet. */
  uncounted: Counted[] = [];
  private waiting: Command[] = [];
  private readonly answers = new Map<string, Answer>();
  private news = false;
  /** Messages taken in this run. */
  messages = 0;
  /** Messages that made no sense in this run. */
  foreign = 0;
  private own = 0;

  constructor(private readonly start: RunStart) {
    this.state = newCase(start.plan, start.planRef, start.directory, start.directoryHash);
    if (!start.carried) return;
    const { state, unrecorded, unrecordedFrom, uncounted = [] } = start.carried;
    // The plan and the directory travel once, beside the state.
    this.state = { ...state, plan: divide(start.plan, start.speed), directory: start.directory };
    this.unrecorded = unrecorded;
    this.unrecordedFrom = unrecordedFrom;
    this.uncounted = uncounted;
  }

  /** Applies the report in the start argument, before any handler is set (TRAPS P1). @throws {Refused} */
  begin(start: CaseStart): void {
    if (this.start.carried) return this.takeUp(start.recovered);
    const { first, caseId, agreement, scope, exercise, speed, planRef, directoryHash, previous } = start;
    const command = this.command('report', first);
    const { behaviours } = this.pinned;
    const opening = { caseId, agreement, scope, exercise, speed, planRef, directoryHash, behaviours };
    const events = openCase(this.state, previous ? { ...opening, previous } : opening, command, this.now());
    this.enter(this.causeOf(command), command.at, events);
  }

  /** A run before this one was lost: what it knew and did not record comes first. */
  private takeUp({ outcomes, commands }: Recovered = { outcomes: [], commands: [] }): void {
    if (outcomes.length > 0) this.submitOwn('noticeOutcomes', { outcomes });
    for (const { kind, envelope } of commands) this.submit(kind, envelope);
  }

  /** What the case runs under, also before its first entry says so. */
  private get pinned(): Pick<CaseState, 'behaviours'> {
    return this.state.seq > 0 ? this.state : { behaviours: [...(this.start.behaviours ?? FIRST_BEHAVIOURS)] };
  }

  now(): Instant {
    return instant(Date.now());
  }

  /** @throws {Refused} what the case would refuse after everything that comes before it; changes nothing */
  judge(kind: CommandKind, envelope: Envelope<unknown>): void {
    if (this.answered(envelope.commandId)) return;
    judge(this.state, this.waiting, this.command(kind, envelope), this.now());
  }

  /** Queues a command; its answer is there once its turn has come. The same command twice has one effect. */
  submit(kind: CommandKind, envelope: Envelope<unknown>): void {
    this.messages += 1;
    const { commandId } = envelope;
    if (this.answered(commandId) || this.waiting.some((one) => one.commandId === commandId)) return;
    this.waiting.push(this.command(kind, envelope));
    this.news = true;
  }

  /** A message of the case to itself. */
  submitOwn<K extends 'noticeOutcomes' | 'noteCancel' | 'noteForeign' | 'beginCorrections'>(
    kind: K,
    body: BodyOf<K>,
  ): void {
    this.own += 1;
    const { runId } = workflowInfo();
    const envelope = { commandId: `own-${runId}-${this.own}`, actor: ITSELF, acceptedAt: this.now(), stamp: '', body };
    this.waiting.push(this.command(kind, envelope));
    this.news = true;
  }

  /** What the agreement has answered, as of the verification: the same answer twice has one effect. */
  counted(news: readonly Counted[], answers: readonly CountAnswer[]): void {
    this.uncounted = this.uncounted.filter((one) => !news.includes(one));
    for (const { kind, envelope } of notesOf(this.state, news, answers, this.now())) this.submit(kind, envelope);
  }

  noteCancel(): void {
    this.submitOwn('noteCancel', {});
  }

  answered(commandId: string): Answer | undefined {
    const answer = this.answers.get(commandId);
    if (answer) return answer;
    const before = this.state.recent.find((one) => one.commandId === commandId);
    return before && { commandId, caseId: this.state.caseId, seq: before.seq };
  }

  hasWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Something else than the clock asks for attention. */
  note(): void {
    this.news = true;
  }

  takeNews(): boolean {
    const news = this.news;
    this.news = false;
    return news;
  }

  /** Does everything whose turn has come; answers the instant before which nothing more will. */
  advance(): Instant | undefined {
    this.news = false;
    for (;;) {
      const now = this.now();
      const step = nextStep(this.state, this.waiting, now);
      if (step.kind === 'idle') return undefined;
      if (step.kind === 'wait') return step.until;
      if (step.kind === 'due') this.actDue(step.due, now);
      else this.take(step.command, now);
    }
  }

  private actDue(due: Due, now: Instant): void {
    const late = latenessMs(this.state, due, now);
    const cause = { kind: 'due' as const, due: `${due.kind}:${due.subject}`, dueAt: due.at, latenessMs: late };
    this.enter(cause, due.at, act(this.state, due, now));
  }

  private take(command: Command, now: Instant): void {
    this.waiting = this.waiting.filter((one) => one !== command);
    const events = this.decideOrRefuse(command, now);
    if (events.length === 0) {
      if (command.kind === 'report') this.remember(this.replayOf(command));
      return;
    }
    this.enter(this.causeOf(command), command.at, events);
  }

  private decideOrRefuse(command: Command, now: Instant): CaseEvent[] {
    try {
      return decide(this.state, command, now);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const why = { clause: 'RULES 6', why: error.detail };
      return [{ type: 'refused', because: why, refusal: error.refusal }];
    }
  }

  /** Only a report that the case has already comes to nothing. */
  private replayOf({ commandId, body }: CommandOf<'report'>): Answer {
    const report = this.state.reports[body.reportKey];
    const { caseId, openerId } = this.state;
    const outcome = report?.violationId === openerId ? 'opened' : 'joined';
    const standing = report?.standing ?? 'credible';
    const violation = report?.violationId === undefined ? {} : { violationId: report.violationId };
    return { commandId, caseId, seq: 0, report: { outcome, standing, revision: 0, ...violation } };
  }

  private causeOf({ kind, commandId, actor, acceptedAt, stamp, body }: Command): CaseEntryBody['cause'] {
    const cause = { kind: 'command', command: kind, commandId, actor, acceptedAt, body } as const;
    return stamp ? { ...cause, stamp } : cause;
  }

  private enter(cause: CaseEntryBody['cause'], at: Instant, events: CaseEvent[]): void {
    const { namespace, workflowId, runId } = workflowInfo();
    const { directoryHash, speed } = this.start;
    const { planRef: plan } = this.state;
    const body: CaseEntryBody = {
      at,
      decidedAt: this.now(),
      cause,
      events,
      plan,
      directoryHash: this.state.directoryHash || directoryHash,
      behaviours: this.pinned.behaviours,
      speed,
      temporal: { namespace, workflowId, runId },
    };
    const seq = this.state.seq + 1;
    if (this.unrecorded.length === 0) this.unrecordedFrom = seq;
    this.unrecorded.push(body);
    const before = this.state;
    this.state = applyEntry(before, seq, body);
    if (follows(before, 2) && changesCount(events)) this.uncounted.push(...newsForCount(before, this.state));
    this.toldNow.push(...events.filter((event) => event.type === 'told'));
    if (cause.kind === 'command') this.remember(answerOf(this.state.caseId, seq, body));
  }

  private remember(answer: Answer): void {
    this.answers.set(answer.commandId, answer);
    if (this.answers.size <= RECENT_COMMANDS) return;
    for (const oldest of this.answers.keys()) {
      this.answers.delete(oldest);
      break;
    }
  }

  /** What the decisions since the last call told, as messages. */
  takeTelling(): Telling | undefined {
    const told = this.toldNow;
    this.toldNow = [];
    return told.length > 0 ? telling(this.state, told) : undefined;
  }

  recordedThrough(seq: number): void {
    const done = seq - this.unrecordedFrom + 1;
    if (done <= 0) return;
    this.unrecorded = this.unrecorded.slice(done);
    this.unrecordedFrom = seq + 1;
  }

  nextSummary(): string {
    const due = nextDue(this.state);
    return due ? `${due.kind} ${due.subject} at ${due.at}` : 'nothing due';
  }

  /** Told before the case continued as new, and not yet sent. */
  carriedUnsent(): Telling[] {
    return this.start.carried?.unsent ?? [];
  }

  /** What the next run begins with in the place of this one's. */
  carried(unsent: Telling[]): Pick<CaseStart, 'plan' | 'planRef' | 'directory' | 'carried'> {
    const { plan: _, directory, adopted, ...state } = this.state;
    const { unrecorded, unrecordedFrom, uncounted } = this;
    const { content: plan = this.start.plan, ref: planRef = this.start.planRef } = adopted ?? {};
    const owed = uncounted.length > 0 ? { uncounted } : {};
    const carried = { state: state as CaseState, unrecorded, unrecordedFrom, unsent, ...owed } satisfies CaseCarried;
    return { plan, planRef, directory, carried };
  }

  private command<K extends CommandKind>(kind: K, envelope: Envelope<unknown>): CommandOf<K> {
    const { commandId, actor, acceptedAt, stamp, body } = envelope;
    const at = earlier(acceptedAt, this.now());
    const command = { kind, commandId, actor, acceptedAt, at, body };
    // An entry that an earlier release wrote stays as it is, also where it is recorded again.
    return (follows(this.pinned, 2) ? { ...command, stamp } : command) as CommandOf<K>;
  }
}
