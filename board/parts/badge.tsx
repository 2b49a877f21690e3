/** A state by shape, colour and word: any two may fail to be seen. */
import type { ReactNode } from 'react';

export type Shape = 'diamond' | 'circle' | 'triangle' | 'tick' | 'cross' | 'square' | 'ring';
export type Tone = 'alarm' | 'wait' | 'calm' | 'open' | 'plain';

const PATHS: Record<Shape, string> = {
  diamond: 'M8 1 15 8 8 15 1 8Z',
  circle: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2Z',
  triangle: 'M8 1 15 14H1Z',
  square: 'M2 2H14V14H2Z',
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11A5.5 5.5 0 1 0 8 2.5Z',
  tick: 'M2 8 6 12 14 3',
  cross: 'M3 3 13 13M13 3 3 13',
};

const STROKED: readonly Shape[] = ['tick', 'cross', 'ring'];

interface Parts {
  shape: Shape;
  tone: Tone;
  words: string;
  /** Said more quietly after the words. */
  detail?: string;
}

export function Badge({ shape, tone, words, detail }: Parts): ReactNode {
  return (
    <span className={`badge ${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={PATHS[shape]} className={STROKED.includes(shape) ? 'stroke' : 'fill'} />
      </svg>
      <span>
        {words}
        {detail !== undefined && <span className="badge-detail"> {detail}</span>}
      </span>
    </span>
  );
}
