/** One case: both clocks, what happens next, what one may do, and everything on record about it. */
import * as Tabs from '@radix-ui/react-tabs';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { Acts } from '../acts/acts.js';
import { Badge } from '../parts/badge.js';
import { usePlace } from '../parts/case-row.js';
import { Countdown } from '../parts/countdown.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { SpanBar } from '../parts/span-bar.js';
import { Timeline } from '../parts/timeline.js';
import { useCase, useNotices } from '../reads.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';

const HOUR = 3_600_000;

export default function CaseScreen({ id: caseId }: { id: string }): ReactNode {
  const { say } = useSpeaks();
  const { data, isPending, error } = useCase(caseId);
  if (isPending) return <p className="empty">{say.loading}</p>;
  if (!data)
    return (
      <p className="empty" role="alert">
        {error?.message ?? say.failed}
      </p>
    );
  return <Case document={data} />;
}

function Case({ document }: { document: CaseDocument }): ReactNode {
  const { say, language } = useSpeaks();
  const { caseId, status, posture, level, speed, firstViolationAt, overdue } = document;
  const after = (hours: number): string =>
    new Date(Date.parse(firstViolationAt) + (hours * HOUR) / speed).toISOString();
  const place = usePlace(document);
  const words = { open: say.openCase, quiet: say.quietCase, closed: say.closedCase }[status];
  return (
    <article className="one-case">
      <h1>
        <bdi>{place}</bdi>
      </h1>
      <p className="case-state">
        <Badge
          shape={status === 'open' ? 'diamond' : 'circle'}
          tone={status === 'open' ? 'alarm' : 'calm'}
          words={words}
        />
        <span>
          {say.phase} <b>{posture}</b> ({say.highest} {level})
        </span>
        {overdue.length > 0 && <Badge shape="triangle" tone="alarm" words={`${say.overdue}: ${overdue.join(', ')}`} />}
        <bdi>{document.kind}</bdi> <span className="case-id">{caseId}</span>
        <button type="button" onClick={() => window.print()}>
          {say.print}
        </button>
      </p>
      <p>
        {say.firstViolation}: <time dateTime={firstViolationAt}>{utc(firstViolationAt, language)} UTC</time>
      </p>
      {status !== 'closed' && (
        <>
          <div className="two-clocks">
            <p>
              <Countdown to={after(24)} speed={speed} className="big" /> {say.until24}
            </p>
            <p>
              <Countdown to={after(72)} speed={speed} className="big" /> {say.until72}
            </p>
          </div>
          <SpanBar from={firstViolationAt} speed={speed} />
        </>
      )}
      <Next document={document} />
      <Violations document={document} />
      <Acts document={document} />
      <Details document={document} />
    </article>
  );
}

/** So many of the instants ahead; the plan tab has all. */
const MOST_AHEAD = 6;

const AHEAD = ['ahead', 'open', 'approaching', 'overdue'];

/** Soonest first; of acknowledgements that are missed at one instant the first, with how many there are beside it. */
function together(instants: CaseDocument['instants']): CaseDocument['instants'] {
  const groups = new Map<string, CaseDocument['instants']>();
  for (const one of instants) {
    if (one.actedAt !== undefined || !AHEAD.includes(one.state)) continue;
    const key = one.kind === 'acknowledgement' ? one.dueAt : one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .flatMap(([first, ...more]) =>
      first ? [{ ...first, label: first.label + (more.length > 0 ? ` + ${more.length}` : '') }] : [],
    )
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
}

function Next({ document }: { document: CaseDocument }): ReactNode {
  const { say } = useSpeaks();
  const ahead = together(document.instants);
  const owner = (id: string): string =>
    document.duties.find((duty) => duty.id === id)?.owner.join(', ') ??
    document.phases.find(({ gateId }) => gateId === id)?.groups.join(', ') ??
    '–';
  return (
    <section>
      <h2>{say.whatNext}</h2>
      {ahead.length === 0 ? (
        <p>{say.nothingNext}</p>
      ) : (
        <ScrollTable
          caption={say.whatNext}
          head={[say.when, say.what, say.who, say.state, say.why]}
          rows={ahead
            .slice(0, MOST_AHEAD)
            .map(({ id, label, dueAt, state, because }) => [
              <Countdown key="when" to={dueAt} speed={document.speed} />,
              id.includes('.') ? label : `${id} ${label}`,
              owner(id),
              state,
              because,
            ])}
        />
      )}
    </section>
  );
}

function Violations({ document }: { document: CaseDocument }): ReactNode {
  const { say, language } = useSpeaks();
  return (
    <section>
      <h2>{say.violations}</h2>
      <ScrollTable
        caption={say.violations}
        head={[say.happened, say.standing, say.kind, say.description]}
        rows={document.violations.map(({ id, occurredAt, standing, kind, description }) => [
          `${id} ${utc(occurredAt.earliest, language)} UTC`,
          standing,
          kind,
          description,
        ])}
      />
    </section>
  );
}

function Details({ document }: { document: CaseDocument }): ReactNode {
  const { say } = useSpeaks();
  const [tab, show] = useState('timeline');
  const tabs = [
    ['timeline', say.timeline, <Timeline key="t" caseId={document.caseId} />],
    ['notices', say.notices, <Notices key="n" caseId={document.caseId} />],
    ['duties', say.duties, <Duties key="d" document={document} />],
    ['plan', say.plan, <PlanOfCase key="p" document={document} />],
    ['temporal', say.temporal, <Temporal key="x" document={document} />],
  ] as const;
  return (
    <Tabs.Root value={tab} onValueChange={show}>
      <Tabs.List className="tabs" aria-label={document.caseId}>
        {tabs.map(([value, words]) => (
          <Tabs.Trigger key={value} value={value}>
            {words}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map(([value, , content]) => (
        <Tabs.Content key={value} value={value}>
          {content}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function Notices({ caseId }: { caseId: string }): ReactNode {
  const { say, language } = useSpeaks();
  const rows = (useNotices(caseId).data?.notices ?? []).map((notice) => [
    utc(notice.madeAt, language),
    notice.office,
    notice.topic,
    notice.channel,
    notice.outcome,
    notice.tries.map(({ at, outcome, said }) => `${utc(at, language)} ${outcome}: ${said}`).join('; ') || '–',
  ]);
  const head = [say.when, say.office, say.what, say.channel, say.outcome, say.attempts];
  return <ScrollTable caption={say.notices} head={head} rows={rows} />;
}

function Duties({ document }: { document: CaseDocument }): ReactNode {
  const { say, of, language } = useSpeaks();
  const rows = document.duties.map((duty) => [
    `${duty.id} ${of(duty.label)}`,
    duty.state,
    utc(duty.workingDueAt, language),
    duty.owner.join(', '),
    duty.missing.join(', ') || '–',
  ]);
  return <ScrollTable caption={say.duties} head={[say.duty, say.state, say.due, say.owner, say.missing]} rows={rows} />;
}

function PlanOfCase({ document }: { document: CaseDocument }): ReactNode {
  const { say, of, language } = useSpeaks();
  const { plan, newerPlan, phases } = document;
  return (
    <>
      <p>
        {plan.id}, {say.version} {plan.version} <span className="hash">{plan.hash}</span>
      </p>
      <ScrollTable
        caption={say.plan}
        head={[say.phase, say.when, say.why]}
        rows={phases.map(({ phase, name, openedAt, opensAt, because }) => [
          `${phase} ${of(name)}`,
          (openedAt ?? opensAt) ? utc((openedAt ?? opensAt) as string, language) : '–',
          because,
        ])}
      />
      {newerPlan && (
        <>
          <h3>
            {say.differences}: {say.version} {newerPlan.version}
          </h3>
          <ul>
            {newerPlan.differences.map(({ path, words }) => (
              <li key={path}>{of(words)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Temporal({ document }: { document: CaseDocument }): ReactNode {
  const { say } = useSpeaks();
  const { namespace, workflowId, runIds } = document.temporal;
  return (
    <dl className="ids">
      <dt>{say.namespace}</dt>
      <dd>{namespace}</dd>
      <dt>{say.workflow}</dt>
      <dd>{workflowId}</dd>
      <dt>{say.runs}</dt>
      <dd>{runIds.join(', ')}</dd>
      <dt>{say.stateHash}</dt>
      <dd className="hash">{document.stateHash}</dd>
    </dl>
  );
}
