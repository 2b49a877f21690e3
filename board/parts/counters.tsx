/** Six numbers; those that are not zero and call for somebody stand out. */
import type { ReactNode } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { useSummary } from '../reads.js';
import { useSpeaks } from '../words/language.js';

export function Counters({ cases }: { cases: readonly CaseSummary[] }): ReactNode {
  const { say } = useSpeaks();
  const counts = useSummary().data;
  const repeated = cases.filter(({ flags }) => flags.includes('pattern')).length;
  const rows = [
    [say.open, counts?.open, false],
    [say.dueSoon, counts?.dueSoon, false],
    [say.overdue, counts?.overdue, true],
    [say.repeated, counts && repeated, true],
    [say.notTold, counts?.notTold, true],
    [say.reviews, counts?.reviews, false],
  ] as const;
  return (
    <dl className="counters">
      {rows.map(([name, count, alarms]) => (
        <div key={name} className={alarms && count ? 'alarm' : ''}>
          <dt>{name}</dt>
          <dd>{count ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
