/** A state by shape, colour and word: any two may fail to be seen. */
import type { ReactNode } from 'react';

export type Shape = 'diamond' | 'circle' | 'triangle' | 'tick' | 'cross';
export type Tone = 'alarm' | 'wait' | 'calm';

const PATHS: Record<Shape, string> = {
  diamond: 'M8 1 15 8 8 15 1 8Z',
  circle: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2Z',
  triangle: 'M8 1 15 14H1Z',
  tick: 'M2 8 6 12 14 3',
  cross: 'M3 3 13 13M13 3 3 13',
};

export function Badge({ shape, tone, words }: { shape: Shape; tone: Tone; words: string }): ReactNode {
  return (
    <span className={`badge ${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={PATHS[shape]} className={shape === 'tick' || shape === 'cross' ? 'stroke' : 'fill'} />
      </svg>
      {words}
    </span>
  );
}
