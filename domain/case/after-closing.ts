/**
 * What may still be asked of a closed case (RULES 8): only `void-violation` may name one of its violations, and changes
 * only the count. Its own run has ended, so that its scope is free: a run of its own takes these, under the directory
 * in force by then.
 */
import type { Command } from './commands.js';
import { follows } from './behaviours.js';
import type { CaseState } from './state.js';

type Asked = Pick<Command, 'kind' | 'body'>;

/** Whether this is a proposal to void a violation, or about one that was made after the case had closed. */
export function isCorrection(state: CaseState, { kind, body }: Asked): boolean {
  if (state.status !== 'closed' || !follows(state, 2)) return false;
  if (kind === 'propose') return (body as { act?: unknown }).act === 'void-violation';
  if (kind !== 'sign' && kind !== 'withdraw') return false;
  const proposal = state.proposals[(body as { proposalId: string }).proposalId];
  return proposal?.act === 'void-violation' && proposal.madeAt > (state.closedAt ?? '');
}

/** The case as its run for corrections would see it: for dry runs and for what the reader may do. */
export const takingCorrections = (state: CaseState): CaseState =>
  state.status === 'closed' && follows(state, 2) ? { ...state, takesCorrections: true } : state;
