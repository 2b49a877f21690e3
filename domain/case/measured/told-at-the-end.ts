/** Offices for whom a notice of the case was made and that were not told that it closed (RULES 7). */
import { entered } from './entered.js';
import type { Step } from './step.js';

export function notToldOfTheEnd(steps: readonly Step[]): string[] {
  const state = steps.findLast(({ after }) => after.status === 'closed')?.after;
  if (!state) return [];
  const told = entered(steps, 'told');
  const everyone = new Set(told.flatMap(({ event }) => event.recipients.map(({ office }) => office)));
  for (const { event } of told) {
    if (event.matter.facts.topic === 'case-closed') for (const { office } of event.recipients) everyone.delete(office);
  }
  // Who has left the directory meanwhile cannot be told; successors come with changes of the directory.
  return [...everyone].filter((office) => state.directory.offices[office]).map((office) => `${office} hears of no end`);
}
