/** The 27 regions, hatched by their worst state. Those with cases are links; the table beside it says the same. */
import type { MouseEvent, ReactNode } from 'react';
import { useLocation } from 'wouter';
import { map } from '../words/map.js';
import { useSpeaks, useWords } from '../words/language.js';
import { OUTLINES } from './outlines.js';
import { HEIGHT, middleOf, WIDTH } from './projection.js';
import { gradeOf } from './region-state.js';
import type { Grade, SectorRow } from './region-state.js';

const HATCHES: Record<Exclude<Grade, 'calm'>, { size: number; path: string; dots?: number }> = {
  quiet: { size: 9, path: '', dots: 1.6 },
  first: { size: 10, path: 'M-2 12 12 -2M-2 2 2 -2M8 12 12 8' },
  second: { size: 6, path: 'M-2 8 8 -2M-2 2 2 -2M4 8 8 4' },
  third: { size: 6, path: 'M-2 8 8 -2M-2 2 2 -2M4 8 8 4M-2 -2 8 8M4 -2 8 2M-2 4 2 8' },
};

/** Marks by shape too: where a hatch cannot be told from another. */
const SHAPES: Record<Exclude<Grade, 'calm'>, string> = {
  quiet: 'M0 -7a7 7 0 1 0 .01 0Z',
  first: 'M0 -10 10 0 0 10 -10 0Z',
  second: 'M-9 -9H9V9H-9Z',
  third: 'M0 -13 4 -4 13 -4 6 3 9 12 0 7 -9 12 -6 3 -13 -4 -4 -4Z',
};

function Hatches(): ReactNode {
  return (
    <defs>
      {Object.entries(HATCHES).map(([grade, { size, path, dots }]) => (
        <pattern key={grade} id={`hatch-${grade}`} width={size} height={size} patternUnits="userSpaceOnUse">
          <rect className={`ground-${grade}`} width={size} height={size} />
          {dots === undefined ? (
            <path className={`hatch-${grade}`} d={path} />
          ) : (
            <circle className={`dot-${grade}`} cx={size / 2} cy={size / 2} r={dots} />
          )}
        </pattern>
      ))}
    </defs>
  );
}

export const fillOf = (grade: Grade): string => (grade === 'calm' ? 'none' : `url(#hatch-${grade})`);

export function Mark({ grade }: { grade: Grade }): ReactNode {
  return grade === 'calm' ? null : <path className={`mark mark-${grade}`} d={SHAPES[grade]} />;
}

export function Drawing({ rows }: { rows: readonly SectorRow[] }): ReactNode {
  const say = useWords(map);
  const onMap = rows.filter(({ id }) => id in OUTLINES);
  // Drawn last, so that no neighbour's line lies over the line of what matters; a city within a region above it.
  const order = [...onMap].sort((a, b) => rank(a) - rank(b));
  return (
    <svg className="map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={say.drawing}>
      <Hatches />
      {order.map((row) => (
        <Region key={row.id} row={row} />
      ))}
      {order.map((row) => {
        const [x, y] = middleOf(OUTLINES[row.id] ?? '');
        return (
          <g key={row.id} transform={`translate(${x} ${y})`} className="unseen-by-pointer" aria-hidden="true">
            <Mark grade={gradeOf(row)} />
          </g>
        );
      })}
    </svg>
  );
}

/** Kyiv and Sevastopol lie within, or beside and smaller than, the regions around them. */
const CITIES = ['UA-30', 'UA-40'];
const rank = ({ id, status }: SectorRow): number => (status === 'none' ? 0 : 1) + (CITIES.includes(id) ? 2 : 0);

function Region({ row }: { row: SectorRow }): ReactNode {
  const say = useWords(map);
  const { of } = useSpeaks();
  const [, go] = useLocation();
  const grade = gradeOf(row);
  const overdue = row.overdue > 0 ? `, ${row.overdue} ${say.overdue}` : '';
  const words = `${of(row.name)}: ${say[grade]}${overdue}`;
  const outline = (
    <path className={`region region-${grade}`} d={OUTLINES[row.id]} fill={fillOf(grade)} fillRule="evenodd">
      <title>{words}</title>
    </path>
  );
  const [first] = row.cases;
  if (first === undefined) return outline;
  const href = `/cases/${first}`;
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a href={href} aria-label={words} onClick={follow}>
      {outline}
    </a>
  );
}
