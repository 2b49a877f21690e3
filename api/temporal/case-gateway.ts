/**
 * The way from the API to a case: update-with-start for reports, updates for the other commands, signals where nobody
 * answers. Says what came of it in values, never in status codes.
 */
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { Log } from '../log/log.js';
import type { WorldSettings } from '../../config/config.js';
import type { Answer } from '../../domain/case/answer.js';
import type { Actor, BodyOf, Envelope, OutsideCommandKind, ReportBody } from '../../domain/case/commands.js';
import type { CaseAttributes } from '../../domain/case/attributes.js';
import type { Instant } from '../../domain/instant.js';
import type { Refusal } from '../../domain/refused.js';
import { caseSignalName, REFUSED, TASK_QUEUE, VIOLATION_CASE } from '../../workflows/messages.js';
import type { CaseStart } from '../../workflows/messages.js';
import { Semaphores } from './semaphores.js';
import type { Stamper } from './stamp.js';

export type Outcome =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'refused'; refusal: Refusal }
  /** Durable in Temporal, and no worker has answered yet. */
  | { kind: 'pending' }
  /** No open case of this id. */
  | { kind: 'no-case' }
  /** Temporal could not be reached; nothing is known. */
  | { kind: 'unreachable'; why: string };

/** How long a person waits for a worker before the command goes on as a signal. */
const DEADLINE_MS = 4000;
/** Updates in flight to one case from this process (TRAPS P4: at most 10 from all). */
const MOST_IN_FLIGHT = 4;
const NOT_FOUND = 5;

export class CaseGateway {
  private readonly turns = new Semaphores(MOST_IN_FLIGHT);

  constructor(
    private readonly client: Client,
    private readonly settings: WorldSettings,
    private readonly stamper: Stamper,
    private readonly log: Log,
  ) {}

  envelope<Body>(workflowId: string, commandId: string, actor: Actor, acceptedAt: Instant, body: Body): Envelope<Body> {
    return this.stamper.stamp(workflowId, { commandId, actor, acceptedAt, body });
  }

  /** Opens the case of `workflowId` with this report, or gives it to the one that is open. */
  async report(workflowId: string, start: CaseStart, attributes: CaseAttributes): Promise<Outcome> {
    const options = { ...this.startOptions(workflowId, start, attributes), args: [start] as [CaseStart] };
    const envelope = start.first;
    return await this.turns.run(workflowId, async () => {
      const operation = new WithStartWorkflowOperation<(start: CaseStart) => Promise<unknown>>(VIOLATION_CASE, {
        ...options,
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      const update = (): Promise<Answer> =>
        this.client.workflow.executeUpdateWithStart<
          (start: CaseStart) => Promise<unknown>,
          Answer,
          [Envelope<ReportBody>]
        >('report', {
          args: [envelope],
          updateId: envelope.commandId,
          startWorkflowOperation: operation,
        });
      const signal = async (): Promise<void> => {
        await this.client.workflow.signalWithStart(VIOLATION_CASE, {
          ...options,
          signal: caseSignalName('report'),
          signalArgs: [envelope],
        });
      };
      return await this.tryBoth(update, signal);
    });
  }

  async command<K extends OutsideCommandKind>(
    workflowId: string,
    kind: K,
    envelope: Envelope<BodyOf<K>>,
  ): Promise<Outcome> {
    const handle = this.client.workflow.getHandle(workflowId);
    return await this.turns.run(workflowId, () =>
      this.tryBoth(
        () => handle.executeUpdate<Answer, [unknown]>(kind, { args: [envelope], updateId: envelope.commandId }),
        () => handle.signal(caseSignalName(kind), envelope),
      ),
    );
  }

  private async tryBoth(update: () => Promise<Answer>, signal: () => Promise<void>): Promise<Outcome> {
    try {
      const answer = await this.client.connection.withDeadline(Date.now() + DEADLINE_MS, update);
      return answer.refused ? { kind: 'refused', refusal: answer.refused } : { kind: 'answered', answer };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return { kind: 'refused', refusal };
      if (codeOf(error) === NOT_FOUND) return { kind: 'no-case' };
      this.log.warn({ err: error }, 'No worker answered an update; the command goes on as a signal');
    }
    try {
      await this.client.connection.withDeadline(Date.now() + DEADLINE_MS, signal);
      return { kind: 'pending' };
    } catch (error) {
      if (codeOf(error) === NOT_FOUND) return { kind: 'no-case' };
      return { kind: 'unreachable', why: (error as Error).message };
    }
  }

  private startOptions(workflowId: string, start: CaseStart, attributes: CaseAttributes) {
    const { scope, planRef, caseId, first, exercise } = start;
    return {
      workflowId,
      taskQueue: TASK_QUEUE,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
      // A worker that died is noticed within this (TRAPS 29).
      workflowTaskTimeout: '5 s',
      typedSearchAttributes: searchAttributes(caseId, scope, `${planRef.id}:${planRef.version}`, attributes),
      staticSummary: `${exercise ? 'EXERCISE: ' : ''}${scope} ${first.body.kind}`,
      staticDetails: `Case ${caseId} of ${start.agreement}, plan ${planRef.id} ${planRef.version} (${planRef.hash}).`,
    };
  }

  get namespace(): string {
    return this.settings.namespace;
  }
}

function searchAttributes(
  caseId: string,
  scope: string,
  plan: string,
  { phase, firstViolationAt, nextDueAt, overdue }: CaseAttributes,
): SearchAttributePair[] {
  const { KEYWORD, INT, DATETIME, BOOL } = SearchAttributeType;
  return [
    { key: defineSearchAttributeKey('HoldfireCaseId', KEYWORD), value: caseId },
    { key: defineSearchAttributeKey('HoldfireSector', KEYWORD), value: scope },
    { key: defineSearchAttributeKey('HoldfirePlan', KEYWORD), value: plan },
    { key: defineSearchAttributeKey('HoldfirePhase', INT), value: phase },
    { key: defineSearchAttributeKey('HoldfireFirstViolationAt', DATETIME), value: new Date(firstViolationAt) },
    ...(nextDueAt === undefined
      ? []
      : [{ key: defineSearchAttributeKey('HoldfireNextDueAt', DATETIME), value: new Date(nextDueAt) }]),
    { key: defineSearchAttributeKey('HoldfireOverdue', BOOL), value: overdue },
  ];
}

function refusalOf(error: unknown): Refusal | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type !== REFUSED) return undefined;
  return cause.details?.[0] as Refusal;
}

/** gRPC's code, wherever the SDK has put it (TRAPS P5). */
function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: string };
  if (name === 'WorkflowNotFoundError') return NOT_FOUND;
  if (typeof code === 'number') return code;
  return cause === undefined ? undefined : codeOf(cause);
}
