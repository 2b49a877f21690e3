/** Reports under review: those that wait, with who is asked next, and what came of the others. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ReviewedReportRow, ReviewRow } from '../../api/reviews/review.schema.js';
import { Badge } from '../parts/badge.js';
import { usePlace } from '../parts/case-row.js';
import { Countdown } from '../parts/countdown.js';
import { useNames } from '../parts/names.js';
import { Failed, Nothing, Reading } from '../parts/states.js';
import { useMe, useSpeed } from '../reads.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';
import { OUTCOMES, watch, WHY } from '../words/watch.js';
import { OutcomeDialog } from './outcome-dialog.js';
import { usePlanInForce, useReviews } from './reads.js';

/** Of one review; the others can be judged all the same, all at once. */
const MOST_SHOWN = 20;
/** A text longer than this scrolls in its own place. */
const LONG = 400;

/** What is judged; without a key all that wait. */
interface Judged {
  reviewId: string;
  reportKey?: string;
}
type Judge = (judged: Judged) => void;

export function Reviews(): ReactNode {
  const words = useWords(watch);
  const [judged, judge] = useState<Judged>();
  const read = useReviews();
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  const waiting = read.data.reviews.filter(({ state }) => state === 'waiting');
  const concluded = read.data.reviews.filter(({ state }) => state !== 'waiting');
  return (
    <>
      {waiting.length === 0 && <Nothing title={words.nothingWaits} says={words.nothingWaitsSays} />}
      {waiting.map((one) => (
        <Review key={one.reviewId} one={one} judge={judge} />
      ))}
      {concluded.length > 0 && (
        <details>
          <summary>
            {words.concluded} ({concluded.length})
          </summary>
          {concluded.map((one) => (
            <Review key={one.reviewId} one={one} judge={judge} />
          ))}
        </details>
      )}
      {judged && <OutcomeDialog {...judged} close={() => judge(undefined)} />}
    </>
  );
}

function Review({ one, judge }: { one: ReviewRow; judge: Judge }): ReactNode {
  const words = useWords(watch);
  const names = useNames(usePlanInForce());
  const speed = useSpeed();
  const mayAct = useMe().data?.office !== undefined;
  const { reviewId, sector, next, reports } = one;
  const waiting = reports.filter(({ state }) => state === 'waiting').length;
  const shown = reports.slice(0, MOST_SHOWN);
  return (
    <section className="proposal review" aria-label={reviewId}>
      <h3>
        {usePlace({ sector })} <span className="case-id">{reviewId}</span>
      </h3>
      {next && (
        <p>
          {words.asked} <Countdown to={next.at} speed={speed} /> {words.to}: {next.asks.map(names.group).join(' · ')}
        </p>
      )}
      <ol>
        {shown.map((report) => (
          <Report key={report.reportKey} report={report} reviewId={reviewId} judge={judge} mayAct={mayAct} />
        ))}
      </ol>
      {reports.length > shown.length && (
        <p className="more">
          + {reports.length - shown.length} {words.more}
        </p>
      )}
      {mayAct && waiting > 1 && (
        <p className="buttons">
          <button type="button" onClick={() => judge({ reviewId })}>
            {words.judgeAll} ({waiting})
          </button>
        </p>
      )}
    </section>
  );
}

interface ReportParts {
  report: ReviewedReportRow;
  reviewId: string;
  judge: Judge;
  mayAct: boolean;
}

function Report({ report, reviewId, judge, mayAct }: ReportParts): ReactNode {
  const { of, language } = useSpeaks();
  const words = useWords(watch);
  const names = useNames();
  const { reportKey, why, because, kind, occurredAt, acceptedAt, office, description, state } = report;
  const { earliest, latest } = occurredAt;
  return (
    <li>
      <p>
        <b>
          <bdi>{kind}</bdi>
        </b>{' '}
        {state === 'waiting' && <Badge shape="ring" tone="wait" words={of(WHY[why])} />}
        {report.outcome !== undefined && <Badge shape="tick" tone="calm" words={of(OUTCOMES[report.outcome])} />}
      </p>
      <p className="instant-why">
        <time dateTime={earliest}>{utc(earliest, language)}</time>
        {latest !== earliest && (
          <>
            {' – '}
            <time dateTime={latest}>{utc(latest, language)}</time>
          </>
        )}{' '}
        UTC · {words.accepted} {utc(acceptedAt, language)} · {words.reportedBy}: {names.office(office)}
      </p>
      <p className="instant-why" lang="en">
        {because}
      </p>
      <p className="described" dir="auto" tabIndex={description.length > LONG ? 0 : undefined}>
        {description}
      </p>
      <Outcome report={report} />
      {mayAct && state === 'waiting' && (
        <p className="buttons">
          <button type="button" onClick={() => judge({ reviewId, reportKey })}>
            {words.judge}
          </button>
        </p>
      )}
    </li>
  );
}

function Outcome({ report: { text, concludedAt, concludedBy, caseId } }: { report: ReviewedReportRow }): ReactNode {
  const { language } = useSpeaks();
  const words = useWords(watch);
  const names = useNames();
  if (concludedAt === undefined) return null;
  return (
    <p>
      {concludedBy === undefined ? words.byItself : names.office(concludedBy)}, {utc(concludedAt, language)} UTC:{' '}
      <q>
        <bdi>{text}</bdi>
      </q>{' '}
      {caseId !== undefined && <Link href={`/cases/${caseId}`}>{words.toCase}</Link>}
    </p>
  );
}
