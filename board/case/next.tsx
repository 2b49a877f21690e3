/** What happens next, when, and to whom; what is overdue stands first. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { Countdown } from '../parts/countdown.js';
import { useNames } from '../parts/names.js';
import { StateBadge } from '../parts/state-badge.js';
import { usePlan } from '../reads.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { shortUtc } from '../words/times.js';
import { ahead, recipientsOf } from './ahead.js';

export function Next({ document }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  const { main, overdue, reminders } = ahead(document);
  return (
    <section className="next">
      <h2>{words.whatNext}</h2>
      {main.length + overdue.length === 0 && <p>{words.nothingAhead}</p>}
      <ol className="instants">
        {[...overdue, ...main].map((one) => (
          <One key={`${one.kind} ${one.id}`} one={one} document={document} />
        ))}
      </ol>
      {reminders.length > 0 && (
        <details>
          <summary>
            {words.reminders} ({reminders.length})
          </summary>
          <ol className="instants">
            {reminders.map((one) => (
              <One key={`${one.id} ${one.dueAt}`} one={one} document={document} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

interface Parts {
  one: CaseDocument['instants'][number];
  document: CaseDocument;
}

function One({ one, document }: Parts): ReactNode {
  const { of, language } = useSpeaks();
  const words = useWords(caseWords);
  const named = !one.id.includes('.') && one.id !== one.kind;
  return (
    <li className={one.state === 'overdue' ? 'is-overdue' : ''}>
      <div className="instant-when">
        {one.state === 'undeclared' ? (
          <span className="countdown">–</span>
        ) : (
          <Countdown to={one.dueAt} speed={document.speed} />
        )}
        <time dateTime={one.dueAt}>{shortUtc(one.dueAt, language)} UTC</time>
      </div>
      <div className="instant-what">
        <p>
          {named && <b>{one.id} </b>}
          {of(one.words)} <StateBadge state={one.state} />
        </p>
        <p className="instant-to">
          {words.to}: <To one={one} document={document} />
        </p>
        <p className="instant-why" lang="en">
          {one.because}
        </p>
      </div>
    </li>
  );
}

function To({ one, document }: Parts): ReactNode {
  const { of } = useSpeaks();
  const words = useWords(caseWords);
  const names = useNames(usePlan(document.plan).data?.plan);
  const to = recipientsOf(one, document);
  switch (to.kind) {
    case 'groups':
      return to.ids.map(names.group).join(' · ');
    case 'told':
      return words.everyoneTold;
    case 'organisation':
      return names.organisation(to.id);
    case 'said':
      return of(to.words);
  }
}
