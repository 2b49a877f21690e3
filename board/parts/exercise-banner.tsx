/** On every page of an exercise: that it is one, its clock and its speed. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { useTime } from '../reads.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';

export function ExerciseBanner(): ReactNode {
  const { say, language } = useSpeaks();
  const time = useTime().data;
  const said = time === undefined ? 0 : Date.parse(time.now);
  const virtual = time?.virtualNow === undefined ? undefined : Date.parse(time.virtualNow);
  const speed = time?.speed ?? 1;
  const shown = useTicking((now) =>
    virtual === undefined ? '' : utc(new Date(virtual + (now - said) * speed).toISOString(), language),
  );
  return (
    <p className="exercise-banner" role="note">
      <strong>{say.exercise}</strong>
      <span className="exercise-says">{say.exerciseSays}</span>
      <span>
        {say.planTime} <time>{shown}</time> · {say.speed} ×{speed}
      </span>
    </p>
  );
}
