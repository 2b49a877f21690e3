/** Hour 0 to 72 from the first violation: what has passed, the mark of hour 24, and where we are. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { along } from '../live/countdown.js';
import { useSpeaks } from '../words/language.js';

const WHOLE_MS = 72 * 3_600_000;
const WIDTH = 720;
const DAY = WIDTH / 3;

export function SpanBar({ from, speed }: { from: string; speed: number }): ReactNode {
  const { say } = useSpeaks();
  const first = Date.parse(from);
  const part = useTicking((now) => Math.round(along(first, now, WHOLE_MS / speed) * WIDTH));
  const hours = Math.floor((part / WIDTH) * 72);
  return (
    <div className="span">
      <svg
        className="span-bar"
        viewBox={`0 0 ${WIDTH} 24`}
        role="img"
        aria-label={`${hours} ${say.bar}`}
        preserveAspectRatio="none"
      >
        <rect className="bar-whole" x="1" y="5" width={WIDTH - 2} height="14" />
        <rect className="bar-passed" x="0" y="5" width={part} height="14" />
        <line className="bar-mark" x1={DAY} x2={DAY} y1="0" y2="24" />
        <line className="bar-now" x1={part} x2={part} y1="0" y2="24" />
      </svg>
      <p className="span-marks" aria-hidden="true">
        <span>0</span>
        <span>24</span>
        <span>72 {say.hours}</span>
      </p>
    </div>
  );
}
