/** The state of a duty, gate, notice, proposal or violation. */
import type { ReactNode } from 'react';
import { useSpeaks } from '../words/language.js';
import { stateWords } from '../words/states.js';
import { Badge } from './badge.js';

export function StateBadge({ state }: { state: string }): ReactNode {
  const { of } = useSpeaks();
  const { shape, tone, words } = stateWords(state);
  return <Badge shape={shape} tone={tone} words={of(words)} />;
}
