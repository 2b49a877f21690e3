/** What this verifier reads of Temporal's history of a run, from its proto3 JSON; nothing of Temporal's is needed. */
import { instant } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';

export interface HistoryEvent {
  id: number;
  /** To the millisecond, as workflows see it. */
  at: Instant;
  /** `TIMER_STARTED` … */
  type: string;
  attributes: Record<string, unknown>;
}

/** @throws {Error} for what is no history */
export function eventsOf(history: unknown): HistoryEvent[] {
  const { events } = (history ?? {}) as { events?: unknown };
  if (!Array.isArray(events)) throw new Error('It has no events.');
  return events.map((one: Record<string, unknown>) => {
    const attributes = Object.entries(one).find(([name]) => name.endsWith('EventAttributes'))?.[1];
    return {
      id: Number(one['eventId']),
      at: toTheMillisecond(String(one['eventTime'])),
      type: String(one['eventType']).replace('EVENT_TYPE_', ''),
      attributes: (attributes ?? {}) as Record<string, unknown>,
    };
  });
}

/** `…:00.885123456Z` and `…:00Z` alike. */
function toTheMillisecond(text: string): Instant {
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return instant(Date.parse(`${whole}.${fraction.slice(0, 3).padEnd(3, '0')}Z`));
}

/** Of `path.to.payloads`; `undefined` for one that is encrypted, or is no JSON. */
export function argument(attributes: unknown, path: readonly string[], index: number): unknown {
  const at = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], attributes);
  const payload = (at as { payloads?: Payload[] } | undefined)?.payloads?.[index];
  const encoding = text(payload?.metadata?.['encoding']);
  if (encoding !== 'json/plain' || payload?.data === undefined) return undefined;
  try {
    return JSON.parse(text(payload.data)) as unknown;
  } catch {
    // Anybody can have sent it.
    return undefined;
  }
}

interface Payload {
  metadata?: Record<string, string>;
  data?: string;
}

const text = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

/** Milliseconds of `1801s`, `16198.177s`. */
export const spanOf = (duration: unknown): number => Math.round(Number.parseFloat(String(duration)) * 1000);
