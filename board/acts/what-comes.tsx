/** What would come of it, as the core says: who is told, what is recorded; or why it is not possible. */
import type { ReactNode } from 'react';
import type { Tried } from '../api.js';
import { useDirectory } from '../reads.js';
import { eventWords } from '../words/events.js';
import { useSpeaks } from '../words/language.js';

interface Parts {
  tried: Tried;
  text?: string;
  /** In place of "nobody is told". */
  tellsNobody?: string;
}

export function WhatComes({ tried, text, tellsNobody }: Parts): ReactNode {
  const { say, of } = useSpeaks();
  const offices = useDirectory().data?.offices;
  if (!tried.allowed) return <p role="alert">{tried.because}</p>;
  return (
    <section className="what-comes" aria-live="polite">
      <h3>
        {say.willTell} ({tried.told.length})
      </h3>
      {tried.told.length === 0 ? (
        <p>{tellsNobody ?? say.tellsNobody}</p>
      ) : (
        <ul className="names">
          {tried.told.map((office) => (
            <li key={office}>{of(offices?.[office]?.name) || office}</li>
          ))}
        </ul>
      )}
      {tried.events.length > 0 && (
        <>
          <h3>{say.willHappen}</h3>
          <ul className="names">
            {[...new Set(tried.events.map(({ type }) => of(eventWords(type))))].map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      {text !== undefined && (
        <>
          <h3>{say.textSigned}</h3>
          <blockquote dir="auto">{text}</blockquote>
        </>
      )}
    </section>
  );
}
