/** The after-action report of one exercise, as a page that prints; the same as JSON from the API. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AfterAction, StepRow, Verdict } from '../../domain/exercise/after-action.js';
import '../exercise/exercise.css';
import { planClock, wallSpan } from '../exercise/plan-clock.js';
import { useReport } from '../exercise/reads.js';
import { Badge } from '../parts/badge.js';
import type { Shape, Tone } from '../parts/badge.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { useDirectory, useSectors } from '../reads.js';
import { exercise, filled } from '../words/exercise.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

const VERDICTS: Record<Verdict, [Shape, Tone]> = {
  running: ['circle', 'wait'],
  passed: ['tick', 'calm'],
  failed: ['cross', 'alarm'],
  stopped: ['diamond', 'wait'],
  interrupted: ['triangle', 'alarm'],
};

export default function ExerciseReportScreen({ id }: { id: string }): ReactNode {
  const say = useWords(exercise);
  const { say: common } = useSpeaks();
  const { data: report, isPending, error } = useReport(id);
  if (isPending) return <p className="empty">{common.loading}</p>;
  return (
    <>
      <h1>
        {say.report}
        {report && ` · exercise-${report.n}`}
      </h1>
      {report ? (
        <Report report={report} />
      ) : (
        <p className="empty" role="alert">
          {error?.message ?? common.failed}
        </p>
      )}
      <p className="buttons">
        <Link href="/exercise">{say.toExercise}</Link>
        {report && <a href={`/api/v1/exercises/${report.n}/report`}>{say.json}</a>}
        <button type="button" onClick={() => window.print()}>
          {common.print}
        </button>
      </p>
    </>
  );
}

function Report({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const { language } = useSpeaks();
  const { script, speed, startAt, endedAt, verdict, because, counts } = report;
  const [shape, tone] = VERDICTS[verdict];
  const figures = [
    [say.countSteps, counts.planned],
    [say.countAsExpected, counts.asExpected],
    [say.differed, counts.differed],
    [say.notPlayed, counts.notPlayed],
    [say.countCases, counts.cases],
    [say.countNotices, counts.notices],
    [say.countAsked, counts.asked],
    [say.countAnswered, counts.answered],
  ] as const;
  return (
    <>
      <p>
        <b>
          <bdi>{script.title}</bdi>
        </b>{' '}
        · ×{speed} · {say.begun}: <time dateTime={startAt}>{utc(startAt, language)} UTC</time>
        {endedAt !== undefined && (
          <>
            {' '}
            – <time dateTime={endedAt}>{utc(endedAt, language)} UTC</time>
          </>
        )}
      </p>
      <p>
        <Badge shape={shape} tone={tone} words={say[verdict]} />
        {verdict !== 'passed' && verdict !== 'failed' && because !== undefined && <span> {because}</span>}
      </p>
      <dl className="counters figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="times">{say.planTime}</p>
      <Steps report={report} />
      <PhasesAndDuties report={report} />
      <Responses report={report} />
      <Missed report={report} />
      <Lateness report={report} />
    </>
  );
}

const after = ({ startAt, speed }: AfterAction, at: string): string =>
  planClock((Date.parse(at) - Date.parse(startAt)) * speed);

function useNames(): { office: (id: string) => string; sector: (id: string) => string } {
  const { of } = useSpeaks();
  const { offices = {}, organisations = {} } = useDirectory().data ?? {};
  const sectors = useSectors().data?.sectors ?? [];
  return {
    office: (id) => {
      const known = offices[id];
      return known ? `${of(organisations[known.organisation]?.name)}: ${of(known.name)}` : id;
    },
    sector: (id) => of(sectors.find((one) => one.id === id)?.name) || id,
  };
}

const STEPS: Record<StepRow['state'], [Shape, Tone]> = {
  'as-expected': ['tick', 'calm'],
  differed: ['cross', 'alarm'],
  'not-played': ['triangle', 'wait'],
  ahead: ['circle', 'wait'],
};

function Steps({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const { language, say: common } = useSpeaks();
  const names = useNames();
  const words: Record<StepRow['state'], string> = {
    'as-expected': say.asExpected,
    differed: say.differed,
    'not-played': say.notPlayed,
    ahead: say.ahead,
  };
  const rows = report.steps.map(({ at, office, what, state, answeredAt, lateMs, said }) => {
    const [shape, tone] = STEPS[state];
    return [
      planClock(at),
      answeredAt === undefined ? '–' : after(report, answeredAt),
      names.office(office),
      what,
      <span key="state" className="step-state">
        <Badge shape={shape} tone={tone} words={words[state]} /> {said !== undefined && <bdi>{said}</bdi>}
      </span>,
      lateMs === undefined ? '–' : wallSpan(lateMs, language),
    ];
  });
  return (
    <section>
      <h2>{say.plannedAgainstDone}</h2>
      <ScrollTable
        caption={say.plannedAgainstDone}
        head={[say.planned, say.done, common.office, common.what, common.state, `${say.late} (${say.wall})`]}
        rows={rows}
      />
    </section>
  );
}

function PhasesAndDuties({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const { language, say: common } = useSpeaks();
  const names = useNames();
  const shown = (at: string | undefined): string => (at === undefined ? '–' : after(report, at));
  const rows = report.cases.flatMap(({ caseId, sector, phases, duties }) => {
    const place = (
      <Link key={caseId} href={`/cases/${caseId}`}>
        {names.sector(sector)}
      </Link>
    );
    return [
      ...phases.map(({ phase, plannedAt, openedAt, latenessMs }) => [
        place,
        `${say.phase} ${phase}`,
        shown(plannedAt),
        shown(openedAt),
        openedAt === undefined ? '–' : wallSpan(latenessMs ?? 0, language),
        '',
      ]),
      ...duties.map(({ id, treatyDueAt, performedAt, lateBy, state }) => [
        place,
        `${say.duty} ${id}`,
        shown(treatyDueAt),
        shown(performedAt),
        lateBy === undefined ? '–' : wallSpan(lateBy, language),
        state,
      ]),
    ];
  });
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{say.phasesDuties}</h2>
      <ScrollTable
        caption={say.phasesDuties}
        head={[common.sector, common.what, say.planned, say.done, `${say.late} (${say.wall})`, common.state]}
        rows={rows}
      />
    </section>
  );
}

function Responses({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const { language, say: common } = useSpeaks();
  const names = useNames();
  const most = Math.max(1, ...report.offices.map(({ longestMs = 0 }) => longestMs));
  const span = (one: number | undefined): string => (one === undefined ? '–' : wallSpan(one, language));
  const rows = report.offices.map(({ office, asked, answered, medianMs, longestMs }) => [
    names.office(office),
    String(asked),
    String(answered),
    <span key="median" className="response">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="bar-passed" width={((medianMs ?? 0) / most) * 100} height="8" />
      </svg>
      {span(medianMs)}
    </span>,
    span(longestMs),
  ]);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{say.responses}</h2>
      <p className="times">{say.responsesSay}</p>
      <ScrollTable
        caption={say.responses}
        head={[common.office, say.asked, say.answered, say.median, say.longest]}
        rows={rows}
      />
    </section>
  );
}

function Missed({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const names = useNames();
  return (
    <section>
      <h2>{say.missed}</h2>
      {report.missed.length === 0 && <p>{say.nobodyMissed}</p>}
      <ul>
        {report.missed.map(({ caseId, office, why, since }) => (
          <li key={`${caseId} ${office} ${why} ${since ?? ''}`}>
            <b>{names.office(office)}</b> {why === 'not-told' ? say.notTold : say.notAcknowledged}
            {since !== undefined && ` (${after(report, since)})`} · <Link href={`/cases/${caseId}`}>{caseId}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lateness({ report }: { report: AfterAction }): ReactNode {
  const say = useWords(exercise);
  const { language, say: common } = useSpeaks();
  const { acted, late, medianMs, mostMs, worst } = report.lateness;
  const values = { acted, late, median: wallSpan(medianMs, language), most: wallSpan(mostMs, language) };
  return (
    <section>
      <h2>{say.lateness}</h2>
      <p>{worst.length === 0 ? say.nothingLate : filled(say.latenessSay, values)}</p>
      {worst.length > 0 && (
        <ScrollTable
          caption={say.lateness}
          head={[common.what, say.due, `${say.late} (${say.wall})`, common.cases]}
          rows={worst.map(({ what, dueAt, latenessMs, caseId }) => [
            what,
            after(report, dueAt),
            wallSpan(latenessMs, language),
            caseId,
          ])}
        />
      )}
    </section>
  );
}
