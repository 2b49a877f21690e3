/** Exercise: the frame of the screen; what it shows comes with its own words (`words/exercise.ts`). */
import type { ReactNode } from 'react';
import { exercise } from '../words/exercise.js';
import { useWords } from '../words/language.js';

export default function ExerciseScreen(): ReactNode {
  const say = useWords(exercise);
  return (
    <>
      <h1>{say.title}</h1>
      <p className="empty">{say.notYet}</p>
    </>
  );
}
