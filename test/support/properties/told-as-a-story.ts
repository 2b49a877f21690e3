/** A played case in lines, for whoever reads a failure. */
import { between } from '../../../domain/instant.js';
import { OPENED } from '../played-sequence.js';
import type { PlayedSequence } from '../played-sequence.js';

export function story({ play, state }: PlayedSequence): string {
  const lines = play.entries.map(({ at, decidedAt, cause, events }, index) => {
    const what =
      cause.kind === 'due'
        ? `due ${cause.due}`
        : `${cause.command} ${cause.actor.office} ${JSON.stringify(cause.body)}`;
    const came = events.map((event) => (event.type === 'told' ? `told ${event.matter.facts.topic}` : event.type));
    const acted = at === decidedAt ? '' : ` (${between(at, decidedAt)} ms later)`;
    return `${index + 1}. ${at}${acted} ${what.slice(0, 200)} → ${came.join(', ')}`;
  });
  return [`opened ${OPENED}, first violation ${state.firstViolationAt}`, ...lines].join('\n');
}
