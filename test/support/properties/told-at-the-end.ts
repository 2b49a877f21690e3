/** Offices for whom a notice of the case was made and that were not told that it closed (RULES 7). */
import type { PlayedSequence } from '../played-sequence.js';
import { entered } from './entered.js';

export function notToldOfTheEnd({ steps, state }: PlayedSequence): string[] {
  if (state.status !== 'closed') return [];
  const told = entered(steps, 'told');
  const everyone = new Set(told.flatMap(({ event }) => event.recipients.map(({ office }) => office)));
  for (const { event } of told) {
    if (event.matter.facts.topic === 'case-closed') for (const { office } of event.recipients) everyone.delete(office);
  }
  // Who has left the directory meanwhile cannot be told; successors come with changes of the directory.
  return [...everyone].filter((office) => state.directory.offices[office]).map((office) => `${office} hears of no end`);
}
