/** The events of a case, each with the instants of its entry. */
import type { EventOf, EventType } from '../events.js';
import type { Instant } from '../../instant.js';
import type { Step } from './step.js';

export type Entered<T extends EventType> = { event: EventOf<T>; at: Instant; decidedAt: Instant } & Step;

export const entered = <T extends EventType>(steps: readonly Step[], ...types: T[]): Entered<T>[] =>
  steps.flatMap((step) =>
    step.entry.events.flatMap((event) =>
      (types as EventType[]).includes(event.type)
        ? [{ ...step, event: event as EventOf<T>, at: step.entry.at, decidedAt: step.entry.decidedAt }]
        : [],
    ),
  );
