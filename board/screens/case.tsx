/** One case: both clocks, what happens next, what one may do, and everything on record about it. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { Erased } from '../parts/erased.js';
import { Acts } from '../acts/acts.js';
import { Answers } from '../case/answers.js';
import { Duties } from '../case/duties.js';
import { CaseHeader } from '../case/header.js';
import { Next } from '../case/next.js';
import { Notices } from '../case/notices.js';
import { PlanOfCase } from '../case/plan-of-case.js';
import { Proposals } from '../case/proposals.js';
import { RecordOfCase } from '../case/record.js';
import { Temporal } from '../case/temporal.js';
import { Violations } from '../case/violations.js';
import { Failed, Reading } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { Timeline } from '../parts/timeline.js';
import { useCase } from '../reads.js';
import { caseWords } from '../words/case.js';
import { useWords } from '../words/language.js';

export default function CaseScreen({ id: caseId }: { id: string }): ReactNode {
  const read = useCase(caseId);
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  const document = read.data;
  return (
    <article className="one-case">
      <CaseHeader document={document} />
      <div className="case-columns">
        <div>
          <Next document={document} />
          <Violations document={document} />
          <Erased document={document} />
        </div>
        <div>
          <Acts document={document} />
          <Proposals document={document} />
          <Answers document={document} />
        </div>
      </div>
      <Details document={document} />
    </article>
  );
}

const inTimeline = (hash: string): string | undefined => (/^entry-\d+$/.test(hash) ? 'timeline' : undefined);

function Details({ document }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  const { caseId } = document;
  return (
    <Tabs
      label={caseId}
      holds={inTimeline}
      tabs={[
        { id: 'timeline', name: words.timeline, content: <Timeline caseId={caseId} /> },
        { id: 'notices', name: words.notices, content: <Notices caseId={caseId} /> },
        { id: 'duties', name: words.duties, content: <Duties document={document} /> },
        { id: 'plan', name: words.plan, content: <PlanOfCase document={document} /> },
        { id: 'record', name: words.record, content: <RecordOfCase document={document} /> },
        { id: 'temporal', name: words.temporal, content: <Temporal document={document} /> },
      ]}
    />
  );
}
