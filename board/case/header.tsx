/** At the top of a case: where and what, its state, and both clocks. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useTicking } from '../live/clock.js';
import { Badge } from '../parts/badge.js';
import { usePlace } from '../parts/case-row.js';
import { Countdown } from '../parts/countdown.js';
import { FLAGS } from '../parts/flags.js';
import { PhaseMark } from '../parts/phase-mark.js';
import { SpanBar } from '../parts/span-bar.js';
import { StatusBadge } from '../parts/status-badge.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { clockIn, shortUtc, utc } from '../words/times.js';

const HOUR = 3_600_000;

export function CaseHeader({ document }: { document: CaseDocument }): ReactNode {
  const { say, of } = useSpeaks();
  const { status, posture, level, phaseName, overdue, notTold } = document;
  const flags = document.flags.flatMap((flag) => FLAGS[flag] ?? []);
  return (
    <div className="case-head">
      <div className="case-title">
        <h1>
          <bdi>{usePlace(document)}</bdi>
        </h1>
        <button type="button" onClick={() => window.print()}>
          {say.print}
        </button>
      </div>
      <p className="case-state">
        <StatusBadge status={status} />
        <span className="phase-line">
          <PhaseMark posture={posture} level={level} />
          <b>
            {say.phase} {posture}
          </b>
          {phaseName && ` ${of(phaseName)}`}
          {level > posture && ` (${say.highest} ${level})`}
        </span>
        <bdi className="kind">{document.kind}</bdi>
        {overdue.length > 0 && <Badge shape="triangle" tone="alarm" words={`${say.overdue}: ${overdue.join(', ')}`} />}
        {notTold.length > 0 && <Badge shape="cross" tone="alarm" words={`${say.notReached}: ${notTold.length}`} />}
      </p>
      {flags.length > 0 && (
        <p className="flags">
          {flags.map((flag) => (
            <span key={flag.en}>{of(flag)}</span>
          ))}
        </p>
      )}
      <Facts document={document} />
      {status !== 'closed' && <BothClocks document={document} />}
    </div>
  );
}

function Facts({ document }: { document: CaseDocument }): ReactNode {
  const { say, language } = useSpeaks();
  const words = useWords(caseWords);
  const { caseId, firstViolationAt, recurrence, previousCaseId } = document;
  return (
    <p className="facts">
      <span className="case-id">{caseId}</span>
      <span>
        {say.firstViolation}: <time dateTime={firstViolationAt}>{utc(firstViolationAt, language)} UTC</time> ({say.kyiv}{' '}
        {clockIn('Europe/Kyiv', Date.parse(firstViolationAt), language)})
      </span>
      {recurrence > 1 && (
        <span>
          {words.recurrence}: {recurrence}
        </span>
      )}
      {previousCaseId !== undefined && <Link href={`/cases/${previousCaseId}`}>{words.previous}</Link>}
    </p>
  );
}

function BothClocks({ document: { firstViolationAt, speed } }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  return (
    <div className="both-clocks">
      <OneClock from={firstViolationAt} hours={24} speed={speed} says={[words.hour24, words.past24]} />
      <OneClock from={firstViolationAt} hours={72} speed={speed} says={[words.hour72, words.past72]} />
      <SpanBar from={firstViolationAt} speed={speed} />
    </div>
  );
}

interface ClockParts {
  from: string;
  hours: number;
  speed: number;
  /** Before and after the hour. */
  says: [string, string];
}

function OneClock({ from, hours, speed, says }: ClockParts): ReactNode {
  const { language } = useSpeaks();
  const at = Date.parse(from) + (hours * HOUR) / speed;
  const passed = useTicking((now) => now > at);
  const instant = new Date(at).toISOString();
  return (
    <p className="one-clock">
      <Countdown to={instant} speed={speed} className="big" />
      <span>
        {says[passed ? 1 : 0]}
        <br />
        <time dateTime={instant}>{shortUtc(instant, language)} UTC</time>
      </span>
    </p>
  );
}
