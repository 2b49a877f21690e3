/** Proposals: what each says, who has signed it, what it still needs, and for how long it waits. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { actWords } from '../acts/act-words.js';
import { Countdown } from '../parts/countdown.js';
import { useNames } from '../parts/names.js';
import { StateBadge } from '../parts/state-badge.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

export function Proposals({ document }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  const open = document.proposals.filter(({ state }) => state === 'open');
  const past = document.proposals.filter(({ state }) => state !== 'open');
  if (document.proposals.length === 0) return null;
  return (
    <section className="proposals">
      <h2>{words.proposals}</h2>
      {open.map((one) => (
        <Proposal key={one.id} one={one} speed={document.speed} />
      ))}
      {past.length > 0 && (
        <details open={open.length === 0}>
          <summary>
            {words.pastProposals} ({past.length})
          </summary>
          {past.map((one) => (
            <Proposal key={one.id} one={one} speed={document.speed} />
          ))}
        </details>
      )}
    </section>
  );
}

function Proposal({ one, speed }: { one: CaseDocument['proposals'][number]; speed: number }): ReactNode {
  const { of, language } = useSpeaks();
  const words = useWords(caseWords);
  const names = useNames();
  return (
    <article className="proposal" id={`proposal-${one.id}`}>
      <h3>
        {one.id} · {of(actWords(`propose:${one.act}`))} <StateBadge state={one.state} />
      </h3>
      <blockquote dir="auto">{one.text}</blockquote>
      <p>
        {words.signedBy}:{' '}
        {one.signatures.map(({ office, at }) => `${names.office(office)} (${utc(at, language)} UTC)`).join(' · ') ||
          words.nobody}
      </p>
      {one.needs && (
        <p>
          {words.needs}: {of(one.needs)}
        </p>
      )}
      {one.state === 'open' && (
        <p>
          {words.expires} <Countdown to={one.expiresAt} speed={speed} />
        </p>
      )}
    </article>
  );
}
