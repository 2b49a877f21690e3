/** What a link to acknowledge by finds when it is opened: a fold of the case, and nothing else. */
import { DELEGATE, UNDO } from '../../domain/case/acknowledgements.js';
import type { AcknowledgementState, CaseState } from '../../domain/case/state.js';
import { plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { isExpired, sentWith } from '../../domain/notice/link-token.js';
import type { LinkClaims } from '../../domain/notice/link-token.js';

export type LinkState =
  | { kind: 'asked'; deputy: 'to-be-told' | 'told' | 'none' }
  /** `undoUntil` only for one that was given by a link to this office, for five minutes. */
  | { kind: 'acknowledged'; by: AcknowledgementState; undoUntil?: Instant }
  | { kind: 'closed'; at: Instant }
  | { kind: 'removed' }
  | { kind: 'expired' };

/** Opaque, and stable for every link to an office: nobody knows which person of it presses. */
export const personOf = (office: string): string => `link:${office}`;

export function linkState(state: CaseState, claims: LinkClaims, now: Instant): LinkState {
  const office = state.directory.offices[claims.office];
  if (isExpired(claims, now)) return { kind: 'expired' };
  if (!office) return { kind: 'removed' };
  if (state.status === 'closed') return { kind: 'closed', at: state.closedAt ?? now };
  const awaiting = state.awaiting[office.organisation];
  const by = state.acknowledgements.findLast((one) => one.organisation === office.organisation && !one.undone);
  // One from before the message covers nothing of it, whatever this reader of the record knows of the ask so far.
  if (!awaiting && by && by.at >= sentWith(claims)) {
    const undoUntil = plus(by.at, UNDO);
    const undoable = by.person === personOf(claims.office) && now <= undoUntil;
    return { kind: 'acknowledged', by, ...(undoable ? { undoUntil } : {}) };
  }
  if ((awaiting?.step ?? 0) >= DELEGATE) return { kind: 'asked', deputy: 'told' };
  const asked = awaiting?.offices ?? [claims.office];
  const hasDeputy = asked.some((id) => state.directory.offices[id]?.delegate !== undefined);
  return { kind: 'asked', deputy: hasDeputy ? 'to-be-told' : 'none' };
}

/** The last acknowledgement that was given by a link to this office, undone or not. */
export const givenByLink = (state: CaseState, office: string): AcknowledgementState | undefined =>
  state.acknowledgements.findLast(({ person }) => person === personOf(office));
