/** What the members of one organisation brought about alone and may not (RULES 6). */
import type { PlayedSequence } from '../played-sequence.js';

export const broughtAboutAlone = ({ state, play }: PlayedSequence): string[] => [
  ...Object.values(state.proposals)
    .filter((proposal) => proposal.state === 'in-effect' || proposal.inEffectAt !== undefined)
    .map(({ act, signatures }) => `${act} is in effect by ${signatures.map(({ person }) => person).join(' and ')}`),
  ...(state.status === 'open' ? [] : [`the case is ${state.status}`]),
  ...(state.everDeclared ? ['a declaration was in effect'] : []),
  ...play.entries.flatMap(({ events }) =>
    events.flatMap(({ type }) => (['stood-down', 'case-closed', 'declaration-made'].includes(type) ? [type] : [])),
  ),
];
