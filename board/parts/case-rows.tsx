/**
 * A list of cases that may be long. It is drawn in pieces of so many rows; a piece far from what is seen keeps its
 * place and its height and holds no row, so that a thousand cases cost what the seen ones cost.
 */
import { memo, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { CaseRow } from './case-row.js';

/** Rows of a piece: about a screen of them. */
const PIECE = 12;
/** Until a piece was seen once, pixels a row. */
const ROW_PX = 96;
/** Pieces so near to the screen are drawn ahead, pixels. */
const AHEAD_PX = 600;

export function CaseRows({ cases, speed, label }: { cases: CaseSummary[]; speed: number; label: string }): ReactNode {
  const pieces = Array.from({ length: Math.ceil(cases.length / PIECE) }, (_, index) =>
    cases.slice(index * PIECE, (index + 1) * PIECE),
  );
  return (
    <div role="list" className="cases" aria-label={label}>
      {pieces.map((rows, index) => (
        <Piece key={index} rows={rows} speed={speed} first={index === 0} />
      ))}
    </div>
  );
}

interface PieceParts {
  rows: CaseSummary[];
  speed: number;
  /** Drawn at once, before anything was measured. */
  first: boolean;
}

const Piece = memo(
  function Piece({ rows, speed, first }: PieceParts): ReactNode {
    const place = useRef<HTMLDivElement>(null);
    const [near, setNear] = useState(first);
    const height = useRef(rows.length * ROW_PX);
    useEffect(() => {
      const element = place.current;
      if (!element) return undefined;
      const watch = new IntersectionObserver(
        (seen) => {
          const last = seen.at(-1);
          if (!last) return;
          if (!last.isIntersecting && element.childElementCount > 0) height.current = last.boundingClientRect.height;
          // Who goes through the list by the keyboard keeps the row on which they stand.
          setNear(last.isIntersecting || element.contains(document.activeElement));
        },
        { rootMargin: `${AHEAD_PX}px 0px` },
      );
      watch.observe(element);
      return () => watch.disconnect();
    }, []);
    return (
      <div ref={place} className="piece" style={near ? undefined : { height: height.current }}>
        {near && rows.map((one) => <CaseRow key={one.caseId} one={one} speed={speed} />)}
      </div>
    );
  },
  (before, now) =>
    before.speed === now.speed &&
    before.rows.length === now.rows.length &&
    before.rows.every((one, index) => one === now.rows[index]),
);
