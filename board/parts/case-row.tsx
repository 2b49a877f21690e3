/** One case on the board: where, what, how long, what is due, and who has not answered. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { useDirectory, useSectors } from '../reads.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';
import { Countdown } from './countdown.js';
import { SpanBar } from './span-bar.js';
import { Badge } from './badge.js';

/** Names beyond these are counted. */
const MOST_NAMES = 3;

export function CaseRow({ one, speed }: { one: CaseSummary; speed: number }): ReactNode {
  const { say, language } = useSpeaks();
  const place = usePlace(one);
  return (
    <li className={`case case-${one.status}${one.overdue.length > 0 ? ' case-overdue' : ''}`}>
      <Link href={`/cases/${one.caseId}`} className="case-link">
        <h3>
          <bdi>{place}</bdi>
        </h3>
        <p className="case-kind">
          <bdi>{one.kind}</bdi> <span className="case-id">{one.caseId}</span>
        </p>
      </Link>
      <p className="case-state">
        <Badge
          shape={one.status === 'open' ? 'diamond' : 'circle'}
          tone={one.status === 'open' ? 'alarm' : 'calm'}
          words={one.status === 'open' ? say.openCase : one.status === 'quiet' ? say.quietCase : say.closedCase}
        />
        <span>
          {say.phase} <b>{one.posture}</b>
          {one.level !== one.posture && ` (${say.highest} ${one.level})`}
        </span>
        {one.overdue.length > 0 && (
          <Badge shape="triangle" tone="alarm" words={`${say.overdue}: ${one.overdue.join(', ')}`} />
        )}
      </p>
      <div className="case-next">
        {one.next ? (
          <>
            <Countdown to={one.next.at} speed={speed} className="big" />
            <p>
              {one.next.id.includes('.') ? '' : <b>{one.next.id} </b>}
              {one.next.label} · {utc(one.next.at, language)} UTC
            </p>
          </>
        ) : (
          <p>{say.nothingNext}</p>
        )}
      </div>
      <div className="case-bar">
        {one.status !== 'closed' && <SpanBar from={one.firstViolationAt} speed={speed} />}
        <Answers one={one} />
      </div>
    </li>
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
  const waits = one.awaiting.map((id) => of(directory?.organisations[id]?.name) || id);
  const missed = one.notTold.map((id) => of(directory?.offices[id]?.name) || id);
  if (one.status === 'closed') return null;
  return (
    <p className="case-answers">
      {waits.length === 0 && missed.length === 0 && <Badge shape="tick" tone="calm" words={say.acknowledged} />}
      {waits.length > 0 && <Badge shape="circle" tone="wait" words={`${say.waitsFor}: ${short(waits)}`} />}
      {missed.length > 0 && <Badge shape="cross" tone="alarm" words={`${say.notReached}: ${short(missed)}`} />}
    </p>
  );
}

function short(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` + ${more}` : '');
}
