/**
 * Temporal's default converter, except that a payload that cannot be read becomes a marker and never throws: a throw
 * while decoding would end every workflow task of the case before any handler runs (TRAPS P10). Handlers check shapes
 * and note the marker as foreign.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, PayloadConverter } from '@temporalio/common';

export interface Undecodable {
  holdfireUndecodable: string;
}

class ForgivingConverter implements PayloadConverter {
  toPayload<T>(value: T): Payload {
    return defaultPayloadConverter.toPayload(value);
  }

  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch (error) {
      const marker: Undecodable = { holdfireUndecodable: error instanceof Error ? error.message : String(error) };
      return marker as T;
    }
  }
}

export const payloadConverter: PayloadConverter = new ForgivingConverter();
