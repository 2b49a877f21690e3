/** Six numbers; those that are not zero and call for somebody stand out, by a mark as well as by colour. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSummary } from '../reads.js';
import { useSpeaks } from '../words/language.js';

export function Counters(): ReactNode {
  const { say } = useSpeaks();
  const counts = useSummary().data;
  const rows = [
    [say.open, counts?.open, 'plain'],
    [say.dueSoon, counts?.dueSoon, 'plain'],
    [say.overdue, counts?.overdue, 'alarm'],
    [say.repeated, counts?.repeated, 'alarm'],
    [say.notTold, counts?.notTold, 'alarm'],
    [say.reviews, counts?.reviews, 'wait'],
  ] as const;
  return (
    <dl className="counters">
      {rows.map(([name, count, tone]) => (
        <div key={name} className={count ? tone : ''}>
          <dt>{name === say.reviews ? <Link href="/watch">{name}</Link> : name}</dt>
          <dd>
            {count ?? '–'}
            {tone !== 'plain' && count ? (
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M8 1 15 14H1Z" />
              </svg>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
