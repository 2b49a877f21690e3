/** Hour 0 to 72 from the first violation: what has passed, the mark of hour 24, and the phase by shape and number. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { along } from '../live/countdown.js';
import { useSpeaks } from '../words/language.js';

const WHOLE_MS = 72 * 3_600_000;
const WIDTH = 720;
const DAY = WIDTH / 3;

export function SpanBar({ from, speed }: { from: string; speed: number }): ReactNode {
  const { say } = useSpeaks();
  const part = useTicking((now) => Math.round(along(Date.parse(from), now, WHOLE_MS / speed) * WIDTH));
  const hours = Math.floor((part / WIDTH) * 72);
  return (
    <svg
      className="span-bar"
      viewBox={`0 0 ${WIDTH} 34`}
      role="img"
      aria-label={`${hours} ${say.bar}`}
      preserveAspectRatio="none"
    >
      <rect className="bar-whole" x="0" y="4" width={WIDTH} height="14" />
      <rect className="bar-passed" x="0" y="4" width={part} height="14" />
      <line className="bar-mark" x1={DAY} x2={DAY} y1="0" y2="22" />
      <line className="bar-mark" x1={WIDTH - 1} x2={WIDTH - 1} y1="0" y2="22" />
      <line className="bar-now" x1={part} x2={part} y1="0" y2="22" />
    </svg>
  );
}
