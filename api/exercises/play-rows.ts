/** A play as it is listed. */
import { instant, ms } from '../../domain/instant.js';
import type { PlayState } from '../../domain/exercise/play.js';
import type { PlayRow } from './exercise.schema.js';

export function playRowOf(play: PlayState): PlayRow {
  const { n, script, speed, startAt, state, how, because, endedAt, answers, by } = play;
  const last = Math.max(0, ...script.steps.map(({ at }) => at));
  const answered = new Set(answers.map(({ step, office }) => `${step} ${office}`));
  const differed = answers.filter(({ unexpected }) => unexpected !== undefined);
  return {
    n,
    agreement: `exercise-${n}`,
    script: { id: script.id, title: script.title },
    speed,
    startAt,
    state,
    ...(how === undefined ? {} : { how }),
    ...(because === undefined ? {} : { because }),
    ...(endedAt === undefined ? {} : { endedAt }),
    endsAt: instant(ms(startAt) + Math.round(last / speed)),
    answered: answered.size,
    planned: script.steps.reduce((sum, { by: offices }) => sum + offices.length, 0),
    differed: differed.length,
    ...(by === undefined ? {} : { by: by.office }),
  };
}
