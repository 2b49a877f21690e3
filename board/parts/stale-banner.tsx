/** Says since when the board does not hold; a lost connection and a silent worker are different alarms. */
import type { ReactNode } from 'react';
import type { Liveness } from '../live/staleness.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';

export function StaleBanner({ liveness }: { liveness: Liveness }): ReactNode {
  const { say, language } = useSpeaks();
  if (liveness.kind !== 'lost' && liveness.kind !== 'worker-silent') return null;
  const since = new Date(liveness.since).toISOString();
  return (
    <p className={`stale-banner ${liveness.kind}`} role="alert">
      {liveness.kind === 'lost' ? say.lost : say.workerSilent} <time dateTime={since}>{utc(since, language)} UTC</time>
    </p>
  );
}
