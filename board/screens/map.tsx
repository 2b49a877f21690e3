/** The regions of Ukraine by their worst state, now or at an instant of the past; the same as a table. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { get } from '../api.js';
import { serverNow } from '../live/clock.js';
import { Drawing, fillOf, Mark } from '../map/drawing.js';
import '../map/map.css';
import { OUTLINES } from '../map/outlines.js';
import { byWorst, gradeOf } from '../map/region-state.js';
import type { Grade, SectorRow } from '../map/region-state.js';
import { useCases } from '../reads.js';
import { map } from '../words/map.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

const STEPS = 200;
const DAY = 86_400_000;
const OFTEN_MS = 5000;
const GRADES: Grade[] = ['calm', 'quiet', 'first', 'second', 'third'];

interface Sectors {
  at: string;
  sectors: SectorRow[];
}

export default function MapScreen(): ReactNode {
  const say = useWords(map);
  const { say: common } = useSpeaks();
  /** How far back, in parts of what there is; absent: now, and followed. */
  const [back, setBack] = useState<number>();
  const asked = useDeferredValue(back);
  const span = useSpan();
  const at =
    asked === undefined ? undefined : new Date(span.to - (1 - asked / STEPS) * (span.to - span.from)).toISOString();
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['sectors', 'map', at ?? 'now'],
    queryFn: async () => await get<Sectors>(`/sectors${at === undefined ? '' : `?at=${at}`}`),
    placeholderData: keepPreviousData,
    refetchInterval: at === undefined ? OFTEN_MS : false,
    staleTime: at === undefined ? 0 : Infinity,
  });
  return (
    <>
      <h1>{say.title}</h1>
      <p>{say.says}</p>
      {!data && (
        <p className="empty" role={error ? 'alert' : undefined}>
          {error ? `${common.failed} ${error.message}` : common.loading}
        </p>
      )}
      {data && (
        <>
          <Slider back={back} at={at} onMove={setBack} />
          <div className="map-and-table" aria-busy={isPlaceholderData}>
            <div>
              <Drawing rows={data.sectors} />
              <Legend />
              <p className="times">{say.source}</p>
            </div>
            <Table rows={[...data.sectors].sort(byWorst)} />
          </div>
        </>
      )}
    </>
  );
}

/** From the first case on; a day where there is none. Kept while the slider stands, so that it does not run away. */
function useSpan(): { from: number; to: number } {
  const cases = useCases().data?.cases ?? [];
  const first = cases.reduce(
    (oldest, { firstViolationAt }) => Math.min(oldest, Date.parse(firstViolationAt)),
    Infinity,
  );
  const [to] = useState(() => serverNow());
  return { from: Number.isFinite(first) && first < to ? first : to - DAY, to };
}

function Slider({
  back,
  at,
  onMove,
}: {
  back: number | undefined;
  at: string | undefined;
  onMove: (back: number | undefined) => void;
}): ReactNode {
  const say = useWords(map);
  const { language } = useSpeaks();
  const shown = at === undefined ? say.now : `${utc(at, language)} UTC`;
  return (
    <div className="past">
      <label htmlFor="past">{say.earlier}</label>
      <input
        id="past"
        type="range"
        min="0"
        max={STEPS}
        value={back ?? STEPS}
        aria-valuetext={shown}
        onChange={({ target }) => onMove(Number(target.value) === STEPS ? undefined : Number(target.value))}
      />
      <output htmlFor="past">
        {say.at} <b>{shown}</b>
      </output>
      {back !== undefined && (
        <button type="button" onClick={() => onMove(undefined)}>
          {say.toNow}
        </button>
      )}
    </div>
  );
}

/** Its hatch is the drawing's. */
function Swatch({ grade }: { grade: Grade }): ReactNode {
  return (
    <svg className="swatch" viewBox="0 0 44 28" aria-hidden="true">
      <rect className={`region region-${grade}`} x="1" y="1" width="42" height="26" fill={fillOf(grade)} />
      <g transform="translate(22 14)">
        <Mark grade={grade} />
      </g>
    </svg>
  );
}

function Legend(): ReactNode {
  const say = useWords(map);
  return (
    <ul className="legend" aria-label={say.legend}>
      {GRADES.map((grade) => (
        <li key={grade}>
          <Swatch grade={grade} /> {say[grade]}
        </li>
      ))}
    </ul>
  );
}

function Table({ rows }: { rows: readonly SectorRow[] }): ReactNode {
  const say = useWords(map);
  const { language, of } = useSpeaks();
  const other = language === 'en' ? 'uk' : 'en';
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say.title}>
      <table>
        <thead>
          <tr>
            {[say.region, say.state, say.cases].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const grade = gradeOf(row);
            return (
              <tr key={row.id}>
                <td>
                  {of(row.name)}
                  <small lang={other}>
                    {row.name[other]} · <span className="region-code">{row.id}</span>
                    {row.id in OUTLINES ? '' : ` · ${say.off}`}
                  </small>
                </td>
                <td>
                  <span className="row-state">
                    <Swatch grade={grade} /> {say[grade]}
                  </span>
                  {row.overdue > 0 && (
                    <strong className="row-overdue">
                      {row.overdue} {say.overdue}
                    </strong>
                  )}
                </td>
                <td>
                  {row.cases.map((caseId) => (
                    <Link key={caseId} href={`/cases/${caseId}`}>
                      {caseId}
                    </Link>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
