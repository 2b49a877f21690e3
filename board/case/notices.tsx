/** Who was told: each recipient with every attempt, and what came of it. */
import type { ReactNode } from 'react';
import { useNames } from '../parts/names.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { StateBadge } from '../parts/state-badge.js';
import { Failed, Nothing, Reading } from '../parts/states.js';
import { useNotices } from '../reads.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { topicWords } from '../words/topics.js';
import { utc } from '../words/times.js';

export function Notices({ caseId }: { caseId: string }): ReactNode {
  const { say, of, language } = useSpeaks();
  const words = useWords(caseWords);
  const names = useNames();
  const read = useNotices(caseId);
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  if (read.data.notices.length === 0) return <Nothing title={words.noNotices} />;
  const rows = read.data.notices.map((notice) => [
    utc(notice.madeAt, language),
    names.office(notice.office),
    of(topicWords(notice.topic)),
    notice.channel,
    <StateBadge key="outcome" state={notice.outcome} />,
    <ol key="tries" className="tries">
      {notice.tries.map(({ at, outcome, said }) => (
        <li key={at + outcome}>
          <time dateTime={at}>{utc(at, language)}</time> <StateBadge state={outcome} /> <span lang="en">{said}</span>
        </li>
      ))}
    </ol>,
  ]);
  const head = [say.when, say.office, say.what, say.channel, say.outcome, say.attempts];
  return <ScrollTable caption={words.notices} head={head} rows={rows} />;
}
