/** Map: the frame of the screen; what it shows comes with its own words (`words/map.ts`). */
import type { ReactNode } from 'react';
import { map } from '../words/map.js';
import { useWords } from '../words/language.js';

export default function MapScreen(): ReactNode {
  const say = useWords(map);
  return (
    <>
      <h1>{say.title}</h1>
      <p className="empty">{say.notYet}</p>
    </>
  );
}
