/** Remaining time to an instant, in the time of the plan; after it, the time since, with a plus. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { countdown } from '../live/countdown.js';
import { useStale } from '../live/stale.js';
import { useSpeaks } from '../words/language.js';

export function Countdown({ to, speed, className = '' }: { to: string; speed: number; className?: string }): ReactNode {
  const { say } = useSpeaks();
  const stale = useStale();
  const text = useTicking((now) => countdown(Date.parse(to) - now, speed));
  const passed = text.startsWith('+') ? ' passed' : '';
  return (
    <span className={`countdown ${className}${passed}${stale ? ' hatched' : ''}`}>
      <time dateTime={to}>{text}</time>
      {stale && <small>{say.computedHere}</small>}
    </span>
  );
}
