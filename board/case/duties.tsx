/** What is owed, by whom, until when, and what was recorded of it. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useNames } from '../parts/names.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { StateBadge } from '../parts/state-badge.js';
import { usePlan } from '../reads.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

export function Duties({ document }: { document: CaseDocument }): ReactNode {
  const { say, of, language } = useSpeaks();
  const words = useWords(caseWords);
  const names = useNames(usePlan(document.plan).data?.plan);
  const rows = document.duties.map((duty) => [
    <span key="what">
      <b>{duty.id}</b> {of(duty.label)}
    </span>,
    <StateBadge key="state" state={duty.state} />,
    <span key="due">
      <time dateTime={duty.workingDueAt}>{utc(duty.workingDueAt, language)}</time>
      {!duty.charged && <small> {words.notCharged}</small>}
    </span>,
    duty.owner.map(names.group).join(' · '),
    duty.missing.map(names.party).join(' · ') || '–',
    duty.completions.length === 0 ? (
      '–'
    ) : (
      <ul key="done" className="tries">
        {duty.completions.map(({ id, office, performedAt, text, state }) => (
          <li key={id}>
            {names.office(office)}, {utc(performedAt, language)} <StateBadge state={state} />: <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    ),
  ]);
  const head = [say.duty, say.state, `${say.due} (UTC)`, say.owner, say.missing, words.completions];
  return <ScrollTable caption={words.duties} head={head} rows={rows} />;
}
