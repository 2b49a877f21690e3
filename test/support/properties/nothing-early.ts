/** What acted before its instant, or out of its turn (RULES 3); each in one sentence. */
import { actedEarly, RESPONDER } from '../../../domain/case/measured/early.js';
import type { Step } from '../../../domain/case/measured/step.js';
import type { Instant } from '../../../domain/instant.js';
import type { PlayedSequence } from '../played-sequence.js';
import { remindedEarly } from './acknowledgements-asked.js';

export const nothingEarly = ({ given, steps }: PlayedSequence): string[] => [
  ...actedEarly(steps),
  ...remindedEarly(steps),
  ...overtaken(steps, new Map(given.map(({ command, arrivedAt }) => [command.commandId, arrivedAt]))),
];

/** Due instants that acted while a command of before them was waiting. */
function overtaken(steps: readonly Step[], arrivals: ReadonlyMap<string, Instant>): string[] {
  return steps.flatMap(({ entry: { at, cause } }, index) => {
    if (cause.kind !== 'command') return [];
    const arrivedAt = arrivals.get(cause.commandId) ?? at;
    const first = RESPONDER.includes(cause.command);
    return steps.slice(0, index).flatMap(({ entry: { cause: due, decidedAt } }) => {
      const waited = due.kind === 'due' && decidedAt > arrivedAt && (at < due.dueAt || (first && at === due.dueAt));
      return waited ? [`${due.due} of ${due.dueAt} acts before ${cause.command} of ${at}`] : [];
    });
  });
}
