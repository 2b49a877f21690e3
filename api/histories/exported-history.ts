/** Temporal's own history of one run, as its program prints it, and which of its events brought which entry. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import type { Instant } from '../../domain/instant.js';
import { canonicalJson } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { RecordBatch } from '../../workflows/messages.js';

/** An entry of the case by events of this history. */
export interface Link {
  seq: number;
  /** The start, the signal or the accepted update that brought its command; due instants have none. */
  command?: number;
  /** The first activity that carried it to the record. */
  carried?: number;
}

/** The bodies of the stream `histories/CASEID`. */
export type HistoryBody = HistoryExported | HistoryLost;

export interface HistoryExported {
  type: 'history-exported';
  at: Instant;
  caseId: string;
  workflowId: string;
  runId: string;
  /** Number of its events. */
  events: number;
  /** Of its last event: `EVENT_TYPE_WORKFLOW_EXECUTION_…`. */
  ended: string;
  /** The object that holds it: canonical JSON of proto3 JSON. */
  sha256: string;
  /** The runs before and after it, where the case continued as new. */
  previousRunId?: string;
  nextRunId?: string;
  links: Link[];
}

/** Temporal had deleted it before it was exported. */
export interface HistoryLost {
  type: 'history-lost';
  at: Instant;
  caseId: string;
  workflowId: string;
  runId: string;
}

type RunHistory = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
export type RunEvent = NonNullable<RunHistory['events']>[number];

/** What stands in an entry of it, beside the names. */
export type Facts = Pick<HistoryExported, 'events' | 'ended' | 'previousRunId' | 'nextRunId' | 'links'>;

/** `undefined` where the run goes on. */
export function exported(
  history: RunHistory,
  entries: readonly Entry<CaseEntryBody>[],
): { text: string; facts: Facts } | undefined {
  const events = history.events ?? [];
  const parsed = JSON.parse(historyToJSON(history)) as { events?: { eventType?: string }[] };
  const ended = parsed.events?.at(-1)?.eventType ?? '';
  if (!ENDS.test(ended)) return undefined;
  const previousRunId = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  const nextRunId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  const facts = {
    events: events.length,
    ended,
    ...(previousRunId ? { previousRunId } : {}),
    ...(nextRunId ? { nextRunId } : {}),
    links: links(events, entries),
  };
  return { text: canonicalJson(parsed), facts };
}

const ENDS = /^EVENT_TYPE_WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;

/** Only what the events themselves say: a command by its id, an entry by the batch in which an activity carried it. */
function links(events: readonly RunEvent[], entries: readonly Entry<CaseEntryBody>[]): Link[] {
  const commands = new Map<string, number>();
  const carried = new Map<number, number>();
  const stream = entries[0]?.stream ?? '';
  for (const event of events) {
    const id = Number(event.eventId);
    const commandId = commandIn(event);
    if (commandId !== undefined && !commands.has(commandId)) commands.set(commandId, id);
    const batch = batchIn(event);
    if (batch?.stream !== stream) continue;
    for (const [index] of batch.bodies.entries()) {
      if (!carried.has(batch.firstSeq + index)) carried.set(batch.firstSeq + index, id);
    }
  }
  return entries.flatMap(({ seq, body: { cause } }) => {
    const command = cause.kind === 'command' ? commands.get(cause.commandId) : undefined;
    const by = carried.get(seq);
    if (command === undefined && by === undefined) return [];
    return [{ seq, ...(command === undefined ? {} : { command }), ...(by === undefined ? {} : { carried: by }) }];
  });
}

function commandIn(event: RunEvent): string | undefined {
  const started = argument(event.workflowExecutionStartedEventAttributes?.input?.payloads, 0);
  const given = messageIn(event)?.argument ?? (started as { first?: unknown } | undefined)?.first;
  const { commandId } = (given ?? {}) as { commandId?: unknown };
  return typeof commandId === 'string' ? commandId : undefined;
}

/** The signal or the accepted update that this event is. */
export function messageIn(event: RunEvent): { name: string; argument: unknown } | undefined {
  const { workflowExecutionSignaledEventAttributes: signal } = event;
  if (signal) return { name: signal.signalName ?? '', argument: argument(signal.input?.payloads, 0) };
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  return update ? { name: update.name ?? '', argument: argument(update.args?.payloads, 0) } : undefined;
}

function batchIn({ activityTaskScheduledEventAttributes: scheduled }: RunEvent): RecordBatch | undefined {
  const name = scheduled?.activityType?.name;
  if (name !== 'recordEntries' && name !== 'tell') return undefined;
  const batch = argument(scheduled?.input?.payloads, name === 'tell' ? 1 : 0) as RecordBatch | undefined;
  return Array.isArray(batch?.bodies) ? batch : undefined;
}

/** `undefined` for what is not there or cannot be read: anybody can have sent it. */
function argument(payloads: readonly unknown[] | null | undefined, index: number): unknown {
  const payload = payloads?.[index] as Payload | undefined;
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}
