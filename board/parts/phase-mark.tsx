/** The phase as steps of the ladder: filled up to the present one, in outline up to the highest that was opened. */
import type { ReactNode } from 'react';

const WIDE = 9;
const GAP = 3;
const HIGH = 28;
/** The smallest ladder that is drawn; a plan with more phases has more steps. */
const LEAST = 3;

export function PhaseMark({ posture, level }: { posture: number; level: number }): ReactNode {
  const steps = Math.max(LEAST, level, posture);
  return (
    <svg
      className="phase-mark"
      viewBox={`0 0 ${steps * (WIDE + GAP)} ${HIGH}`}
      width={steps * (WIDE + GAP)}
      height={HIGH}
      aria-hidden="true"
    >
      {Array.from({ length: steps }, (_, index) => {
        const height = 8 + ((HIGH - 10) * (index + 1)) / steps;
        const state = index < posture ? 'reached' : index < level ? 'was' : 'not';
        return (
          <rect
            key={index}
            className={`mark-${state}`}
            x={index * (WIDE + GAP) + 1}
            y={HIGH - height - 1}
            width={WIDE}
            height={height}
          />
        );
      })}
    </svg>
  );
}
