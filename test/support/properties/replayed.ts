/** Whether the record alone gives the case again, and the same commands the same record (HOUSE, "the one idea"). */
import { isDeepStrictEqual } from 'node:util';
import { applyEntry } from '../../../domain/case/evolve.js';
import type { CaseState } from '../../../domain/case/state.js';
import type { Sequence } from '../command-sequences.js';
import { PlayedSequence } from '../played-sequence.js';

const written = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export function otherwiseReplayed(sequence: Sequence): string[] {
  const played = new PlayedSequence(sequence).make(sequence.moves);
  const again = new PlayedSequence(sequence);
  const half = sequence.moves.length >> 1;
  again.make(sequence.moves.slice(0, half));
  // As a case that continues as new: its state travels as JSON, the plan and the directory beside it.
  again.play.state = carried(again.state);
  again.goOn(sequence.moves.slice(half));
  const same = JSON.stringify(again.play.entries) === JSON.stringify(played.play.entries);
  return [...foldedOtherwise(played), ...(same ? [] : ['the same commands give other entries the second time'])];
}

/** The fold of the written entries beside the live state, at every entry at which that is known. */
function foldedOtherwise({ play, live, initial, state }: PlayedSequence): string[] {
  let folded = initial;
  return play.entries.flatMap((entry, index) => {
    folded = applyEntry(folded, index + 1, written(entry));
    const alive = index + 1 === state.seq ? state : live.get(index + 1);
    return alive === undefined || isDeepStrictEqual(folded, alive) ? [] : [`entry ${index + 1} folds to another state`];
  });
}

function carried({ plan, directory, ...state }: CaseState): CaseState {
  return { ...written(state), plan, directory };
}
