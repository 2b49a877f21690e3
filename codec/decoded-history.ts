/** Temporal's history of a run as the workflow saw it: every payload through the codecs, and nothing else changed. */
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;

/** @throws {KeyMissing} where a key of ours is not there: what cannot be read is not kept as if it could */
export async function decodedEvents(
  events: readonly Event[],
  codecs: readonly PayloadCodec[],
  { namespace, workflowId }: { namespace: string; workflowId: string },
): Promise<Event[]> {
  if (codecs.length === 0) return [...events];
  const decode = async (payload: Payload, context: SerializationContext): Promise<Payload> => {
    let payloads = [payload];
    // As the SDK does: the last codec first.
    for (const codec of codecs.toReversed()) payloads = await codec.decode(payloads, context);
    return payloads[0] as Payload;
  };
  return await Promise.all(
    events.map(async (event) => {
      const child = event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId;
      const forActivity = ACTIVITY.some((name) => Boolean(event[name]));
      const context: SerializationContext = forActivity
        ? { type: 'activity', namespace, workflowId, isLocal: false }
        : { type: 'workflow', namespace, workflowId: child ?? workflowId };
      return (await walked(event, (payload) => decode(payload, context))) as Event;
    }),
  );
}

const ACTIVITY = [
  'activityTaskScheduledEventAttributes',
  'activityTaskStartedEventAttributes',
  'activityTaskCompletedEventAttributes',
  'activityTaskFailedEventAttributes',
  'activityTaskTimedOutEventAttributes',
  'activityTaskCanceledEventAttributes',
] as const satisfies readonly (keyof Event)[];

/** Search attributes are for lists, and never encrypted. */
const LEFT = new Set(['searchAttributes', 'indexedFields']);

async function walked(value: unknown, decode: (payload: Payload) => Promise<Payload>): Promise<unknown> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return await Promise.all(value.map((one) => walked(one, decode)));
  if (isPayload(value)) return await decode(value);
  // Protobuf's own classes (long numbers, messages) keep what they are.
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>;
  for (const [name, part] of Object.entries(value)) copy[name] = LEFT.has(name) ? part : await walked(part, decode);
  return copy;
}

const isPayload = (value: object): value is Payload =>
  'metadata' in value && 'data' in value && ArrayBuffer.isView(value.data);
