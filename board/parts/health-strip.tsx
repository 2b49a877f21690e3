/** One line: the stream and the parts of the server, by shape and word. */
import type { ReactNode } from 'react';
import { useLiveness } from '../live/stale.js';
import { useHealth, useMe } from '../reads.js';
import type { Words } from '../../domain/plan/plan.js';
import { useSpeaks } from '../words/language.js';
import { Badge } from './badge.js';

export function HealthStrip(): ReactNode {
  const { say, of } = useSpeaks();
  const live = useLiveness().kind;
  const world = useMe().data?.world ?? '';
  const parts = (useHealth().data?.parts ?? []).filter(({ part }) => part.startsWith(`${world}: `));
  // What was ready before the line was lost is not known to be so now.
  const known = live === 'lost' ? [] : parts;
  return (
    <ul className="health" aria-label={say.health}>
      <li>
        <Badge
          shape={live === 'live' ? 'tick' : 'cross'}
          tone={live === 'live' ? 'calm' : 'alarm'}
          words={live === 'waiting' ? say.connecting : live === 'live' ? say.connected : say.notReady}
        />
      </li>
      {known.map(({ part, ready, detail }) => (
        <li key={part} title={detail}>
          <Badge
            shape={ready ? 'tick' : 'cross'}
            tone={ready ? 'calm' : 'alarm'}
            words={`${of(partWords(part.slice(world.length + 2)))}: ${ready ? say.ready : say.notReady}`}
          />
        </li>
      ))}
    </ul>
  );
}

/** As the server names its parts; one that this board does not know goes by its own name. */
const PARTS: Readonly<Record<string, Words>> = {
  record: { en: 'record', uk: 'записи' },
  temporal: { en: 'Temporal', uk: 'Temporal' },
  clock: { en: 'clock', uk: 'годинник' },
  seal: { en: 'seal', uk: 'печатка' },
  'watch over open cases': { en: 'watch over open cases', uk: 'нагляд за справами' },
};

const partWords = (name: string): Words => PARTS[name] ?? { en: name, uk: name };
