/** The body of one entry of a case's stream: one command, or one due instant, and the events that came of it. */
import type { Instant, Span } from '../instant.js';
import type { PlanRef } from '../plan/plan.js';
import type { Actor, CommandKind } from './commands.js';
import type { CaseEvent } from './events.js';

export interface CaseEntryBody {
  /** RULES 3: min(acceptedAt, own time at arrival) of the command; the instant itself for a due instant. */
  at: Instant;
  /** The case's own time when it was decided. */
  decidedAt: Instant;
  cause:
    | {
        kind: 'command';
        command: CommandKind;
        commandId: string;
        actor: Actor;
        acceptedAt: Instant;
        /** The API's, over the workflow's id and the rest of this; absent where the case said it to itself. */
        stamp?: string;
        body: unknown;
      }
    | { kind: 'due'; due: string; dueAt: Instant; latenessMs: Span };
  events: CaseEvent[];
  plan: PlanRef;
  directoryHash: string;
  /** Numbers of the behaviours pinned when the case opened (`behaviours.ts`). */
  behaviours: number[];
  /** Every duration of the plan was divided by this; 1 outside exercises. */
  speed: number;
  temporal: { namespace: string; workflowId: string; runId: string };
}
