/** What a command may change that was given before or that the rules refuse: nothing but the record of its refusal. */
import type { CaseState } from '../../../domain/case/state.js';
import type { PlayedSequence } from '../played-sequence.js';

/** Commands that had an effect twice, also when all are given once more at the end. */
export function countedTwice(played: PlayedSequence): string[] {
  const { play, given } = played;
  const recorded = new Set<string>();
  const twice = play.entries.flatMap(({ cause }) => {
    if (cause.kind !== 'command') return [];
    const before = recorded.has(cause.commandId);
    recorded.add(cause.commandId);
    return before ? [`${cause.command} ${cause.commandId} stands twice in the record`] : [];
  });
  const again = given.filter(({ command }) => recorded.has(command.commandId));
  const { state } = play;
  for (const { command, via } of again) {
    if (via === 'update') play.submit(command);
    else play.signal(command);
  }
  return [...twice, ...(play.state === state ? [] : ['a command that was given again changes the case'])];
}

/** Reports that the case had already, word for word, and that changed something (RULES 2: a replay). */
export const replaysCounted = ({ given, steps }: PlayedSequence): string[] =>
  given.flatMap(({ command, before }) => {
    if (command.kind !== 'report') return [];
    const known = before.reports[command.body.reportKey]?.contents.includes(command.body.contentHash) ?? false;
    // Given again under the id that it was recorded under it is the first one.
    const entry = steps
      .slice(before.seq)
      .find(({ entry: { cause } }) => cause.kind === 'command' && cause.commandId === command.commandId);
    const counts = known && entry?.entry.events.some(({ type }) => type !== 'refused');
    return counts ? [`a replay of ${command.body.reportKey} is an entry`] : [];
  });

/** Refusals that changed something: a validator's everything, a recorded one all but the record's own numbers. */
export const changedByRefusal = ({ given, steps }: PlayedSequence): string[] => [
  ...given.flatMap(({ refusal, before, after, command }) =>
    refusal && before !== after ? [`${command.kind} is refused and changes the case: ${refusal.detail}`] : [],
  ),
  ...steps.flatMap(({ entry, before, after }) => {
    if (!entry.events.some(({ type }) => type === 'refused')) return [];
    const changed = Object.keys(after).filter(
      (key) => key !== 'seq' && key !== 'recent' && before[key as keyof CaseState] !== after[key as keyof CaseState],
    );
    return entry.events.length === 1 && changed.length === 0
      ? []
      : [`a refusal of ${entry.at} comes with ${entry.events.length} events and changes ${changed.join(', ')}`];
  }),
];

/** Updates that the validator took and that were refused in their turn, though nothing came between. */
export const takenAndRefused = ({ given, steps }: PlayedSequence): string[] =>
  given.flatMap(({ command, via, refusal, before, after }) => {
    // What makes no sense is taken on purpose, so that it leaves a trace.
    if (via !== 'update' || refusal || before === after || command.kind === 'noteForeign') return [];
    const own = steps
      .slice(before.seq, after.seq)
      .find(({ entry: { cause } }) => cause.kind === 'command' && cause.commandId === command.commandId);
    const event = own?.entry.events.find(({ type }) => type === 'refused');
    return event?.type === 'refused' ? [`${command.kind} is taken and then refused: ${event.refusal.detail}`] : [];
  });
