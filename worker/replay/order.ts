/**
 * What a workflow ordered of Temporal, in one form for both sides of a strict replay: as the code orders it now, and as
 * the history holds it. Everything that makes a case act is in it; only the words for operators (summaries) are not.
 */
import type { temporal, coresdk } from '@temporalio/proto';

export interface Order {
  /** What it is and which one: `timer 3`, `activity 7`. */
  key: string;
  /** Named as in the sentences that say a difference. */
  fields: Record<string, unknown>;
}

type Event = temporal.api.history.v1.IHistoryEvent;
type Command = coresdk.workflow_commands.IWorkflowCommand;
type Payload = temporal.api.common.v1.IPayload;
type Numeric = number | string | { low: number; high: number } | null | undefined;
type Duration = { seconds?: Numeric; nanos?: number | null } | null | undefined;

/** What the server itself enters where a timeout was left open: ten years. */
const NO_LIMIT_MS = 315_360_000_000;

/** `undefined`: no order that makes a case act. `index` numbers those that have no id. */
export function orderOfCommand(command: Command, index: (kind: string) => number): Order | undefined {
  const { scheduleActivity: activity, startTimer: timer, updateResponse: update } = command;
  if (activity) {
    return {
      key: `activity ${activity.activityId}`,
      fields: {
        type: activity.activityType,
        input: valuesOf(activity.arguments),
        'start-to-close timeout': msOf(activity.startToCloseTimeout),
        'schedule-to-close timeout': msOf(activity.scheduleToCloseTimeout),
        'schedule-to-start timeout': msOf(activity.scheduleToStartTimeout),
        'heartbeat timeout': msOf(activity.heartbeatTimeout),
        'retry policy': retryOf(activity.retryPolicy),
      },
    };
  }
  if (timer) return { key: `timer ${timer.seq}`, fields: { length: msOf(timer.startToFireTimeout) } };
  if (command.cancelTimer) return { key: `end of timer ${command.cancelTimer.seq}`, fields: {} };
  if (command.requestCancelActivity) {
    return { key: `end of activity ${command.requestCancelActivity.seq}`, fields: {} };
  }
  if (update) {
    if (update.accepted) return { key: `acceptance of update ${update.protocolInstanceId}`, fields: {} };
    // A rejected update leaves nothing in a history.
    if (!update.completed) return undefined;
    return { key: `answer to update ${update.protocolInstanceId}`, fields: { result: valueOf(update.completed) } };
  }
  if (command.upsertWorkflowSearchAttributes) {
    const { indexedFields } = command.upsertWorkflowSearchAttributes.searchAttributes ?? {};
    return { key: `search attributes ${index('upsert')}`, fields: namedValues(indexedFields) };
  }
  if (command.startChildWorkflowExecution) {
    const { workflowId, workflowType, input, parentClosePolicy } = command.startChildWorkflowExecution;
    return {
      key: `child ${workflowId}`,
      fields: { type: workflowType, input: valuesOf(input), 'parent close policy': parentClosePolicy ?? 0 },
    };
  }
  if (command.continueAsNewWorkflowExecution) {
    const { workflowType, arguments: input } = command.continueAsNewWorkflowExecution;
    return { key: 'the next run', fields: { type: workflowType, input: valuesOf(input) } };
  }
  if (command.completeWorkflowExecution) {
    return { key: 'the end', fields: { result: valueOf(command.completeWorkflowExecution.result) } };
  }
  if (command.failWorkflowExecution) {
    return { key: 'the failure', fields: { message: command.failWorkflowExecution.failure?.message } };
  }
  if (command.cancelWorkflowExecution) return { key: 'the cancellation', fields: {} };
  // Patch markers are compared by every replay; queries order nothing.
  if (command.setPatchMarker || command.respondToQuery) return undefined;
  const kind = Object.keys(command).find((name) => name !== 'userMetadata') ?? 'nothing';
  return { key: `${kind} ${index(kind)}`, fields: { [kind]: 'a kind of order that strict replay cannot compare yet' } };
}

/** `undefined`: an event that no order brought about. */
export function orderOfEvent(event: Event, history: History, index: (kind: string) => number): Order | undefined {
  const { activityTaskScheduledEventAttributes: activity, timerStartedEventAttributes: timer } = event;
  if (activity) {
    return {
      key: `activity ${activity.activityId}`,
      fields: {
        type: activity.activityType?.name,
        input: valuesOf(activity.input?.payloads),
        'start-to-close timeout': limitOf(activity.startToCloseTimeout),
        'schedule-to-close timeout': limitOf(activity.scheduleToCloseTimeout),
        'schedule-to-start timeout': limitOf(activity.scheduleToStartTimeout),
        'heartbeat timeout': limitOf(activity.heartbeatTimeout),
        'retry policy': retryOf(activity.retryPolicy),
      },
    };
  }
  if (timer) return { key: `timer ${timer.timerId}`, fields: { length: msOf(timer.startToFireTimeout) } };
  const { timerCanceledEventAttributes: ended, activityTaskCancelRequestedEventAttributes: left } = event;
  if (ended) return { key: `end of timer ${ended.timerId}`, fields: {} };
  if (left) return { key: `end of activity ${history.activityOf(left.scheduledEventId)}`, fields: {} };
  const { workflowExecutionUpdateAcceptedEventAttributes: accepted } = event;
  if (accepted) return { key: `acceptance of update ${accepted.protocolInstanceId}`, fields: {} };
  const { workflowExecutionUpdateCompletedEventAttributes: answered } = event;
  if (answered) {
    const result = answered.outcome?.success?.payloads?.[0];
    const id = history.updateOf(answered.meta?.updateId);
    return { key: `answer to update ${id}`, fields: { result: valueOf(result) } };
  }
  const { upsertWorkflowSearchAttributesEventAttributes: upsert } = event;
  if (upsert) {
    const fields = upsert.searchAttributes?.indexedFields ?? {};
    // The SDK's own note of a patch.
    if ('TemporalChangeVersion' in fields) return undefined;
    return { key: `search attributes ${index('upsert')}`, fields: namedValues(fields) };
  }
  return orderOfRareEvent(event);
}

function orderOfRareEvent(event: Event): Order | undefined {
  const { startChildWorkflowExecutionInitiatedEventAttributes: child } = event;
  if (child) {
    const { workflowId, workflowType, input, parentClosePolicy } = child;
    return {
      key: `child ${workflowId}`,
      fields: {
        type: workflowType?.name,
        input: valuesOf(input?.payloads),
        'parent close policy': parentClosePolicy ?? 0,
      },
    };
  }
  const { workflowExecutionContinuedAsNewEventAttributes: next } = event;
  if (next) {
    return { key: 'the next run', fields: { type: next.workflowType?.name, input: valuesOf(next.input?.payloads) } };
  }
  const { workflowExecutionCompletedEventAttributes: end, workflowExecutionFailedEventAttributes: failed } = event;
  if (end) return { key: 'the end', fields: { result: valueOf(end.result?.payloads?.[0]) } };
  if (failed) return { key: 'the failure', fields: { message: failed.failure?.message } };
  if (event.workflowExecutionCanceledEventAttributes) return { key: 'the cancellation', fields: {} };
  return undefined;
}

/** Which events name each other. */
export class History {
  private readonly activities = new Map<string, string>();
  private readonly updates = new Map<string, string>();

  constructor(readonly events: readonly Event[]) {
    for (const event of events) {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (scheduled) this.activities.set(String(numberOf(event.eventId)), scheduled.activityId ?? '');
      const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
      const { updateId } = accepted?.acceptedRequest?.meta ?? {};
      if (accepted && updateId) this.updates.set(updateId, accepted.protocolInstanceId ?? '');
    }
  }

  activityOf(scheduledEventId: Numeric): string {
    return this.activities.get(String(numberOf(scheduledEventId))) ?? '?';
  }

  updateOf(updateId: string | null | undefined): string {
    return this.updates.get(updateId ?? '') ?? '?';
  }
}

/** Protobuf's long numbers lose their class on the way out of the sandbox. */
export function numberOf(value: Numeric): number {
  if (typeof value !== 'object' || value === null) return Number(value ?? 0);
  return value.high * 2 ** 32 + (value.low >>> 0);
}

function msOf(duration: Duration): number | undefined {
  if (!duration) return undefined;
  return numberOf(duration.seconds) * 1000 + (duration.nanos ?? 0) / 1_000_000;
}

/** Left open by the workflow, the server enters none or ten years. */
function limitOf(duration: Duration): number | undefined {
  const ms = msOf(duration);
  return ms === 0 || ms === NO_LIMIT_MS ? undefined : ms;
}

function retryOf(policy: temporal.api.common.v1.IRetryPolicy | null | undefined): object | undefined {
  if (!policy) return undefined;
  return {
    initialInterval: msOf(policy.initialInterval),
    backoffCoefficient: policy.backoffCoefficient,
    maximumInterval: msOf(policy.maximumInterval),
    maximumAttempts: policy.maximumAttempts ?? 0,
    nonRetryable: policy.nonRetryableErrorTypes ?? [],
  };
}

const valuesOf = (payloads: readonly Payload[] | null | undefined): unknown[] => (payloads ?? []).map(valueOf);

const namedValues = (payloads: Record<string, Payload> | null | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(payloads ?? {}).map(([name, payload]) => [name, valueOf(payload)]));

/** JSON as what it says, whatever the order of its members; anything else byte for byte. */
function valueOf(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined;
  const encoding = Buffer.from(payload.metadata?.['encoding'] ?? []).toString('utf8');
  const data = Buffer.from(payload.data ?? []);
  if (encoding === 'binary/null') return undefined;
  if (encoding !== 'json/plain') return { encoding, data: data.toString('base64') };
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return { encoding, data: data.toString('base64') };
  }
}
