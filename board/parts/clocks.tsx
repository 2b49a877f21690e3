/** Four fixed clocks, with the weekday: over midnight the capitals disagree on it. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { useSpeaks } from '../words/language.js';
import { clockIn } from '../words/times.js';

const PLACES = [
  ['utc', 'UTC'],
  ['kyiv', 'Europe/Kyiv'],
  ['brussels', 'Europe/Brussels'],
  ['washington', 'America/New_York'],
] as const;

export function Clocks(): ReactNode {
  const { say } = useSpeaks();
  return (
    <ul className="clocks">
      {PLACES.map(([name, zone]) => (
        <li key={zone}>
          <span className="clock-place">{say[name]}</span> <Clock zone={zone} />
        </li>
      ))}
    </ul>
  );
}

function Clock({ zone }: { zone: string }): ReactNode {
  const { language } = useSpeaks();
  return <time className="clock-time">{useTicking((now) => clockIn(zone, now, language))}</time>;
}
