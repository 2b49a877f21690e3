/** What the case rests on, as it was reported; a violation that counts no more is struck out and stays. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { StateBadge } from '../parts/state-badge.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

export function Violations({ document }: { document: CaseDocument }): ReactNode {
  const { say } = useSpeaks();
  return (
    <section className="violations">
      <h2>{say.violations}</h2>
      <ol>
        {document.violations.map((one) => (
          <Violation key={one.id} one={one} />
        ))}
      </ol>
    </section>
  );
}

function Violation({ one }: { one: CaseDocument['violations'][number] }): ReactNode {
  const { say, language } = useSpeaks();
  const words = useWords(caseWords);
  const { earliest, latest } = one.movedTo ?? one.occurredAt;
  const gone = one.standing === 'void' || one.sameAs !== undefined;
  return (
    <li className={gone ? 'gone' : ''}>
      <p>
        <b>{one.id}</b> <bdi>{one.kind}</bdi> <StateBadge state={one.standing} />
        {one.sameAs !== undefined && ` = ${one.sameAs}`}
      </p>
      <p className="instant-why">
        <time dateTime={earliest}>{utc(earliest, language)}</time>
        {latest !== earliest && (
          <>
            {' – '}
            <time dateTime={latest}>{utc(latest, language)}</time>
          </>
        )}{' '}
        UTC · {say.recorded} {utc(one.acceptedAt, language)}
        {one.reportKeys.length > 1 && ` · ${one.reportKeys.length} ${words.reportsOf}`}
      </p>
      <p className="described" dir="auto" tabIndex={one.description.length > 400 ? 0 : undefined}>
        {one.description}
      </p>
    </li>
  );
}
