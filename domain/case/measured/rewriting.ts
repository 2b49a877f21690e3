/** Entries that may move instants later (RULES 3 and 8); everything else is news, which never does. */
import type { EventType } from '../events.js';
import type { Step } from './step.js';

export const REWRITING: readonly EventType[] = [
  'violation-voided',
  'violation-moved',
  'declaration-withdrawn',
  'plan-adopted',
];

export const holds = ({ entry }: Step, ...types: readonly EventType[]): boolean =>
  entry.events.some(({ type }) => types.includes(type));

/** What an entry does to instants, beside passing news on. */
export function turnOf(step: Step): 'opening' | 'resumption' | 'correction' | 'adoption' | 'news' {
  if (step.before.status === 'new') return 'opening';
  if (holds(step, 'case-resumed')) return 'resumption';
  if (holds(step, 'plan-adopted')) return 'adoption';
  if (holds(step, 'violation-voided', 'violation-moved')) return 'correction';
  return 'news';
}
