/** How a case ends (RULES 8): everyone ever told is told; what is still owed is unmet, or moot where nothing was left. */
import { later } from '../instant.js';
import type { Because } from './because.js';
import type { Draft } from './draft.js';
import { isOwed } from './duties.js';
import { lapse, openProposals } from './lapsing.js';
import { tell } from './tell.js';

export function closeCase(draft: Draft, outcome: 'stood-down' | 'void', why: Because): void {
  const owed = Object.values(draft.state.duties).filter(isOwed);
  const type = outcome === 'void' ? 'duty-moot' : 'duty-unmet';
  for (const { id } of owed) draft.emit({ type, because: why, dutyId: id });
  for (const proposal of openProposals(draft.state)) lapse(draft, proposal, 'closed', 'The case has closed.');
  const closedAt = later(draft.at, draft.state.openedAt);
  draft.emit({ type: 'case-closed', because: why, outcome, closedAt });
  const unmet = outcome === 'void' ? [] : owed.map(({ id }) => id);
  tell(draft, { topic: 'case-closed', outcome, closedAt, unmet }, why);
}
