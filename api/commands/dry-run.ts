/** What would come of a command, said by the pure core; nothing is recorded. */
import type { z } from 'zod';
import type { Command } from '../../domain/case/commands.js';
import type { CaseEvent } from '../../domain/case/events.js';
import { judge } from '../../domain/case/order.js';
import type { CaseState } from '../../domain/case/state.js';
import { Refused } from '../../domain/refused.js';
import type { dryRunAnswer } from '../openapi/answers.js';

export type DryRun = z.infer<typeof dryRunAnswer>;

export function dryRun(state: CaseState, command: Command): DryRun {
  return tried(() => judge(state, [], command, command.acceptedAt));
}

/** `decide` throws {@link Refused} where the rules do not allow it. */
export function tried(decide: () => CaseEvent[]): DryRun {
  try {
    return allowedRun('The plan gives this right to your office.', decide());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { dryRun: true, allowed: false, because: error.detail, events: [], told: [] };
  }
}

export const allowedRun = (because: string, events: readonly CaseEvent[]): DryRun => ({
  dryRun: true,
  allowed: true,
  because,
  events: events.filter(({ type }) => type !== 'told').map((event) => ({ ...event })),
  told: offices(events),
});

function offices(events: readonly CaseEvent[]): string[] {
  const told = events.flatMap((event) => (event.type === 'told' ? event.recipients.map(({ office }) => office) : []));
  return [...new Set(told)].sort();
}
