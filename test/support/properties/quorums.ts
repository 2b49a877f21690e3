/** What the members of one organisation brought about alone and may not (RULES 6). */
import type { EventType } from '../../../domain/case/events.js';
import type { PlayedSequence } from '../played-sequence.js';

/** What stops, shortens or ends a response, or changes what it rests on. */
const STOPPING: readonly EventType[] = [
  'stood-down',
  'case-closed',
  'declaration-withdrawn',
  'violation-voided',
  'violation-moved',
  'plan-adopted',
  'gate-removed',
];

export const broughtAboutAlone = ({ state, play }: PlayedSequence): string[] => [
  ...Object.values(state.proposals)
    .filter((proposal) => proposal.state === 'in-effect' || proposal.inEffectAt !== undefined)
    // A senior office may break the glass for what widens a response, with a reason and a review.
    .filter(({ act, breakGlass, reason }) => !(act === 'large-scale' && breakGlass && reason))
    .map(({ act, signatures }) => `${act} is in effect by ${signatures.map(({ person }) => person).join(' and ')}`),
  ...(state.status === 'open' ? [] : [`the case is ${state.status}`]),
  ...play.entries.flatMap(({ events }) => events.flatMap(({ type }) => (STOPPING.includes(type) ? [type] : []))),
  ...play.entries.flatMap(({ events }) => {
    const isDeclared = events.some(({ type }) => type === 'declaration-made');
    const isReviewed = events.some((event) => event.type === 'duty-created' && event.about !== undefined);
    return isDeclared && !isReviewed ? ['a declaration by one organisation is not reviewed'] : [];
  }),
];
