/** Record: the frame of the screen; what it shows comes with its own words (`words/record.ts`). */
import type { ReactNode } from 'react';
import { record } from '../words/record.js';
import { useWords } from '../words/language.js';

export default function RecordScreen(): ReactNode {
  const say = useWords(record);
  return (
    <>
      <h1>{say.title}</h1>
      <p className="empty">{say.notYet}</p>
    </>
  );
}
