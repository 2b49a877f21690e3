/** Remaining time to an instant, in the time of the plan; after it, the time since, with a plus. */
import type { ReactNode } from 'react';
import { useTicking } from '../live/clock.js';
import { countdown } from '../live/countdown.js';
import { useStale } from '../live/stale.js';
import { useSpeaks } from '../words/language.js';

/** From here on an instant is near: within an hour of the plan. */
const NEAR_MS = 3_600_000;

export function Countdown({ to, speed, className = '' }: { to: string; speed: number; className?: string }): ReactNode {
  const { say } = useSpeaks();
  const stale = useStale();
  const at = Date.parse(to);
  const text = useTicking((now) => countdown(at - now, speed));
  const near = useTicking((now) => (at - now) * speed < NEAR_MS);
  const state = text.startsWith('+') ? ' passed' : near ? ' near' : '';
  return (
    <span className={`countdown ${className}${state}${stale ? ' hatched' : ''}`}>
      <time dateTime={to}>{text}</time>
      {stale && <small>{say.computedHere}</small>}
    </span>
  );
}
