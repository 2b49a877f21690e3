/** Proposals that end without effect (RULES 6): nothing stops for it, and those who signed are told. */
import type { NoticeTopic } from '../plan/plan.js';
import { because } from './because.js';
import type { Draft } from './draft.js';
import type { EventOf } from './events.js';
import type { CaseState, ProposalState } from './state.js';
import { tell } from './tell.js';

export function openProposals(state: CaseState): ProposalState[] {
  return Object.values(state.proposals).filter((proposal) => proposal.state === 'open');
}

export function lapse(
  draft: Draft,
  proposal: ProposalState,
  reason: EventOf<'proposal-lapsed'>['reason'],
  why: string,
): void {
  draft.emit({ type: 'proposal-lapsed', because: because(proposal.act, why), proposalId: proposal.id, reason });
  tellEnded(draft, proposal, 'proposal-lapsed');
}

export function tellEnded(
  draft: Draft,
  proposal: ProposalState,
  topic: NoticeTopic & `proposal-${'lapsed' | 'withdrawn'}`,
): void {
  const facts = { topic, proposalId: proposal.id, act: proposal.act, by: proposal.office };
  const signers = [proposal.office, ...proposal.signatures.map(({ office }) => office)];
  tell(draft, facts, because(proposal.act, 'The proposal has no effect.'), { act: proposal.act, signers });
}
