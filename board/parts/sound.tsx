/** Sound on the board: off until somebody switches it on; then a chime for every change upward, until it is silenced. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { levelsOf, risen } from '../live/alarm.js';
import type { Levels } from '../live/alarm.js';
import { chime, enableSound } from '../live/sound.js';
import { useCases } from '../reads.js';
import { useSpeaks } from '../words/language.js';

/** Between two chimes of one change. */
const AGAIN_MS = 8000;

export function Sound(): ReactNode {
  const { say } = useSpeaks();
  const [on, setOn] = useState(false);
  const [ringing, silence] = useRinging();
  useEffect(() => {
    if (!on || ringing.length === 0) return undefined;
    chime();
    const timer = setInterval(chime, AGAIN_MS);
    return () => clearInterval(timer);
  }, [on, ringing]);
  const turn = async (): Promise<void> => {
    if (!on) await enableSound();
    setOn(!on);
  };
  return (
    <>
      {on && ringing.length > 0 && (
        <button type="button" className="ringing" onClick={silence}>
          {say.silence}: {ringing.join(', ')}
        </button>
      )}
      <button type="button" className="sound" aria-pressed={on} onClick={() => void turn()}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M2 6h3l4-4v12l-4-4H2Z" />
          <path className="stroke" d={on ? 'M11 5q2 3 0 6M13 3q3.5 5 0 10' : 'M11 6l4 4M15 6l-4 4'} />
        </svg>
        <span>{on ? say.soundOn : say.soundOff}</span>
      </button>
    </>
  );
}

/** Cases that rose since somebody silenced the board, and how to silence it. */
function useRinging(): [readonly string[], () => void] {
  const cases = useCases().data?.cases;
  const before = useRef<Levels>(undefined);
  const [ringing, ring] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!cases) return;
    const now = levelsOf(cases);
    const news = risen(before.current, now);
    before.current = now;
    if (news.length > 0) ring((known) => [...new Set([...known, ...news])]);
  }, [cases]);
  return [ringing, () => ring([])];
}
