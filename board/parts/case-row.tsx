/** One case on the board: its phase, where and what, how long, what is due, and who has not answered. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { dueOf } from '../live/case-list.js';
import { useDirectory, useSectors } from '../reads.js';
import { useSpeaks } from '../words/language.js';
import { shortUtc } from '../words/times.js';
import { Badge } from './badge.js';
import { Countdown } from './countdown.js';
import { FLAGS } from './flags.js';
import { PhaseMark } from './phase-mark.js';
import { SpanBar } from './span-bar.js';
import { StatusBadge } from './status-badge.js';

/** Names beyond these are counted. */
const MOST_NAMES = 2;

/** Drawn anew only when its own summary is another: of a thousand rows, those that changed. */
export const CaseRow = memo(function CaseRow({ one, speed }: { one: CaseSummary; speed: number }): ReactNode {
  const { say, of } = useSpeaks();
  const alarmed = one.overdue.length > 0 || one.notTold.length > 0;
  return (
    <div role="listitem" className={`case case-${one.status}${alarmed ? ' case-alarmed' : ''}`}>
      <div className="case-phase">
        <PhaseMark posture={one.posture} level={one.level} />
        <p>
          <span className="phase-number">
            {say.phase} {one.posture}
          </span>
          {one.phaseName && <span className="phase-name">{of(one.phaseName)}</span>}
          {one.level > one.posture && (
            <span className="phase-name">
              {say.highest} {one.level}
            </span>
          )}
        </p>
      </div>
      <Place one={one} />
      <Due one={one} speed={speed} />
      <div className="case-bar">
        {one.status !== 'closed' && <SpanBar from={one.firstViolationAt} speed={speed} />}
        <Answers one={one} />
      </div>
    </div>
  );
});

function Place({ one }: { one: CaseSummary }): ReactNode {
  const { of } = useSpeaks();
  const flags = one.flags.flatMap((flag) => FLAGS[flag] ?? []);
  return (
    <div className="case-place">
      <Link href={`/cases/${one.caseId}`} className="case-link">
        <h3>
          <bdi>{usePlace(one)}</bdi>
        </h3>
      </Link>
      <p className="case-kind">
        <StatusBadge status={one.status} />
        <bdi>{one.kind}</bdi>
        <span className="case-id">{one.caseId}</span>
      </p>
      {flags.length > 0 && (
        <p className="flags">
          {flags.map((flag) => (
            <span key={flag.en}>{of(flag)}</span>
          ))}
        </p>
      )}
    </div>
  );
}

function Due({ one, speed }: { one: CaseSummary; speed: number }): ReactNode {
  const { say, of, language } = useSpeaks();
  const due = dueOf(one);
  return (
    <>
      <div className="case-count">
        {due ? <Countdown to={due.at} speed={speed} className="big" /> : <span className="countdown big">–</span>}
      </div>
      <div className="case-due">
        {due ? (
          <>
            <p className="due-what">
              {!due.id.includes('.') && due.id !== due.kind && <b>{due.id} </b>}
              {of(due.words)}
            </p>
            <p className="due-at">
              <time dateTime={due.at}>{shortUtc(due.at, language)} UTC</time>
            </p>
          </>
        ) : (
          <p className="due-what">{say.nothingNext}</p>
        )}
        {one.overdue.length > 0 && (
          <p>
            <Badge shape="triangle" tone="alarm" words={`${say.overdue}: ${one.overdue.join(', ')}`} />
          </p>
        )}
      </div>
    </>
  );
}

export function usePlace({ sector, place }: Pick<CaseSummary, 'sector' | 'place'>): string {
  const { of } = useSpeaks();
  const name = of(useSectors().data?.sectors.find(({ id }) => id === sector)?.name);
  return [place, name === '' ? sector : name].filter(Boolean).join(', ');
}

function Answers({ one }: { one: CaseSummary }): ReactNode {
  const { say, of } = useSpeaks();
  const directory = useDirectory().data;
  if (one.status === 'closed') return null;
  const waits = one.awaiting.map((id) => of(directory?.organisations[id]?.name) || id);
  const missed = one.notTold.map((id) => of(directory?.offices[id]?.name) || id);
  return (
    <p className="case-answers">
      {missed.length > 0 && <Badge shape="cross" tone="alarm" words={`${say.notReached}: ${short(missed)}`} />}
      {waits.length > 0 && (
        <Badge shape="ring" tone="wait" words={`${say.waitsFor} ${waits.length}`} detail={short(waits)} />
      )}
      {one.acknowledged.length > 0 && (
        <Badge shape="tick" tone="calm" words={`${say.acknowledged} ${one.acknowledged.length}`} />
      )}
    </p>
  );
}

function short(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(' · ') + (more > 0 ? ` + ${more}` : '');
}
