/**
 * The way from the API to a case: update-with-start for reports, updates for the other commands, signals where nobody
 * answers. Says what came of it in values, never in status codes.
 */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Answer } from '../../domain/case/answer.js';
import type { CaseAttributes } from '../../domain/case/attributes.js';
import type {
  BodyOf,
  Envelope,
  HouseCommandKind,
  OutsideCommandKind,
  ProposeBody,
  ReportBody,
} from '../../domain/case/commands.js';
import type { Refusal } from '../../domain/refused.js';
import type { ReviewAnswer } from '../../domain/review/answer.js';
import type { CollectBody, ConcludeBody } from '../../domain/review/review.js';
import {
  caseSignalName,
  CLOSED_CORRECTION,
  collectSignal,
  concludeSignal,
  concludeUpdate,
  directoryChangedSignal,
  REPORT_REVIEW,
  TASK_QUEUE,
  VIOLATION_CASE,
} from '../../workflows/messages.js';
import type { CaseStart, CorrectionStart, ReviewStart } from '../../workflows/messages.js';
import type { Log } from '../log/log.js';
import { unavailable } from '../problem.js';
import { failing } from './errors.js';
import { startOptions } from './start-options.js';
import { Turns } from './turns.js';

export type Outcome<A = Answer> =
  | { kind: 'answered'; answer: A }
  | { kind: 'refused'; refusal: Refusal }
  /** Durable in Temporal, and no worker has answered yet. */
  | { kind: 'pending' }
  /** No open case of this id. */
  | { kind: 'no-case' }
  /** Temporal could not be reached; nothing is known. */
  | { kind: 'unreachable'; why: string };

/** How long a person waits for a worker before the command goes on as a signal, where nothing else is said. */
const PATIENCE_MS = 4000;
/** A signal needs no worker. */
const SIGNAL_DEADLINE_MS = 3000;
/** Updates in flight to one case from this process (TRAPS P4: with two processes 8 of the server's 10). */
const MOST_IN_FLIGHT = 4;
/** Who gets no turn within this goes on as a signal: 200 reports at once are durable within seconds. */
const TURN_MS = 1000;
/** After a silence nobody waits for the worker but one command at a time, until it answers or this has passed. */
const SILENCE_MS = 15_000;

type Update<A> = () => Promise<A>;
type Signal = () => Promise<unknown>;
/** What comes of a message that nobody answers. */
export type LeftBehind = Exclude<Outcome, { kind: 'answered' }>;
type ReviewSignal = typeof collectSignal | typeof directoryChangedSignal;
type Refusable = { refused?: Refusal };
type Start = (start: CaseStart) => Promise<unknown>;
type StartCorrection = (start: CorrectionStart) => Promise<unknown>;

export class CaseGateway {
  private readonly turns = new Turns(MOST_IN_FLIGHT);
  private silentUntil = 0;
  private asking = false;

  constructor(
    private readonly client: Client,
    private readonly log: Log,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Whether workers of this world have left a command unanswered and answered none since. */
  get silent(): boolean {
    return performance.now() < this.silentUntil;
  }

  /** Opens the case of `workflowId` with this report, or gives it to the one that is open. */
  async report(workflowId: string, start: CaseStart, attributes: CaseAttributes): Promise<Outcome> {
    const options = startOptions(workflowId, start, attributes);
    const envelope = start.first;
    const { workflow } = this.client;
    const update: Update<Answer> = () =>
      workflow.executeUpdateWithStart<Start, Answer, [Envelope<ReportBody>]>('report', {
        args: [envelope],
        updateId: envelope.commandId,
        startWorkflowOperation: new WithStartWorkflowOperation<Start>(VIOLATION_CASE, {
          ...options,
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
    const signal: Signal = () =>
      workflow.signalWithStart(VIOLATION_CASE, {
        ...options,
        signal: caseSignalName('report'),
        signalArgs: [envelope],
      });
    return await this.give(workflowId, update, signal);
  }

  async command<K extends OutsideCommandKind>(
    workflowId: string,
    kind: K,
    envelope: Envelope<BodyOf<K>>,
  ): Promise<Outcome> {
    const { update, signal } = this.ways(workflowId, kind, envelope);
    return await this.give(workflowId, update, signal);
  }

  /** As `command`, and leaves nothing behind where nobody answers: for what is kept elsewhere and comes again. */
  async commandOnly<K extends OutsideCommandKind>(
    workflowId: string,
    kind: K,
    envelope: Envelope<BodyOf<K>>,
  ): Promise<Outcome> {
    const answered = await this.ask(workflowId, this.ways(workflowId, kind, envelope).update);
    return answered ?? { kind: 'unreachable', why: 'nobody answered in time' };
  }

  private ways<K extends OutsideCommandKind>(workflowId: string, kind: K, envelope: Envelope<BodyOf<K>>) {
    const handle = this.client.workflow.getHandle(workflowId);
    return {
      update: () => handle.executeUpdate<Answer, [unknown]>(kind, { args: [envelope], updateId: envelope.commandId }),
      signal: () => handle.signal(caseSignalName(kind), envelope),
    };
  }

  /**
   * Whether this run, or the latest of this id, still goes on.
   * @throws {Problem} `unavailable` where Temporal does not say
   */
  async isRunning(workflowId: string, runId?: string): Promise<boolean> {
    try {
      const handle = this.client.workflow.getHandle(workflowId, runId);
      const { status } = await this.client.connection.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
        handle.describe(),
      );
      return status.name === 'RUNNING';
    } catch (error) {
      const failure = failing(error);
      if (failure.kind === 'no-case') return false;
      throw unavailable('Temporal cannot be reached; nothing was accepted. Ask again soon.', error);
    }
  }

  /** Gives a proposal to the run for corrections of a closed case, and begins that where none is under way. */
  async correct(workflowId: string, start: CorrectionStart): Promise<Outcome> {
    const envelope = start.first;
    const { workflow } = this.client;
    const options = {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [start] as [CorrectionStart],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowTaskTimeout: '5 s',
      staticSummary: `${start.closed.exercise ? 'EXERCISE: ' : ''}${start.caseId}, closed, is corrected`,
    } as const;
    const update: Update<Answer> = () =>
      workflow.executeUpdateWithStart<StartCorrection, Answer, [Envelope<ProposeBody>]>('propose', {
        args: [envelope],
        updateId: envelope.commandId,
        startWorkflowOperation: new WithStartWorkflowOperation<StartCorrection>(CLOSED_CORRECTION, {
          ...options,
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
    const signal: Signal = () =>
      workflow.signalWithStart(CLOSED_CORRECTION, {
        ...options,
        signal: caseSignalName('propose'),
        signalArgs: [envelope],
      });
    return await this.give(workflowId, update, signal);
  }

  /**
   * Gives a report to its review, and begins that with `start` where it is not under way. Durable; nobody waits for an
   * answer.
   */
  async collect(workflowId: string, envelope: Envelope<CollectBody>, start: ReviewStart): Promise<LeftBehind> {
    return await this.leave(() =>
      this.client.workflow.signalWithStart(REPORT_REVIEW, {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: [start],
        signal: collectSignal.name,
        signalArgs: [envelope],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        // As of cases: a worker that died is noticed within this.
        workflowTaskTimeout: '5 s',
        staticSummary: `${start.exercise ? 'EXERCISE: ' : ''}${start.sector} under review`,
      }),
    );
  }

  /** To one that waits: a report that only corroborates, or a new directory. */
  async toReview(workflowId: string, signal: ReviewSignal, envelope: Envelope<unknown>): Promise<LeftBehind> {
    const handle = this.client.workflow.getHandle(workflowId);
    return await this.leave(() => handle.signal(signal.name, envelope));
  }

  async conclude(workflowId: string, envelope: Envelope<ConcludeBody>): Promise<Outcome<ReviewAnswer>> {
    const handle = this.client.workflow.getHandle(workflowId);
    return await this.give(
      workflowId,
      () =>
        handle.executeUpdate<ReviewAnswer, [unknown]>(concludeUpdate.name, {
          args: [envelope],
          updateId: envelope.commandId,
        }),
      () => handle.signal(concludeSignal, envelope),
    );
  }

  /** House-keeping: durable in Temporal, and nobody waits for an answer. */
  async house<K extends HouseCommandKind>(
    workflowId: string,
    kind: K,
    envelope: Envelope<BodyOf<K>>,
  ): Promise<Outcome> {
    const handle = this.client.workflow.getHandle(workflowId);
    return await this.leave(() => handle.signal(caseSignalName(kind), envelope));
  }

  /** The update, for its answer; the signal, where there is none to be had now. Both have one effect together. */
  private async give<A extends Refusable>(workflowId: string, update: Update<A>, signal: Signal): Promise<Outcome<A>> {
    return (await this.ask(workflowId, update)) ?? (await this.leave(signal));
  }

  private async ask<A extends Refusable>(workflowId: string, update: Update<A>): Promise<Outcome<A> | undefined> {
    if (this.silent && this.asking) return undefined;
    if (!(await this.turns.enter(workflowId, TURN_MS))) return undefined;
    const probing = this.silent;
    this.asking ||= probing;
    try {
      const answer = await this.client.connection.withDeadline(Date.now() + this.patienceMs, update);
      this.silentUntil = 0;
      return answer.refused ? { kind: 'refused', refusal: answer.refused } : { kind: 'answered', answer };
    } catch (error) {
      const failure = failing(error);
      if (failure.kind === 'fault') throw failure.error;
      if (failure.kind !== 'silence') {
        this.silentUntil = 0;
        return failure;
      }
      this.silentUntil = performance.now() + SILENCE_MS;
      this.log.warn({ workflowId, why: failure.why }, 'No answer to an update; the command goes on as a signal');
      return undefined;
    } finally {
      if (probing) this.asking = false;
      this.turns.leave(workflowId);
    }
  }

  private async leave(signal: Signal): Promise<LeftBehind> {
    try {
      await this.client.connection.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, signal);
      return { kind: 'pending' };
    } catch (error) {
      const failure = failing(error);
      if (failure.kind === 'no-case') return failure;
      if (failure.kind === 'silence') return { kind: 'unreachable', why: failure.why };
      throw failure.kind === 'fault' ? failure.error : error;
    }
  }
}
