/**
 * What a signature stands for. `textHash` is the SHA-256, in lower-case hex, of the canonical JSON (RFC 8785) of this
 * object: the agreement, its case and scope, the act, the text as it was shown, and the reason where one was given.
 * Nothing that a later reader would have to look up, and no instant: the same words are the same text.
 */
import type { CaseState } from '../../domain/case/state.js';
import type { Act } from '../../domain/plan/plan.js';
import { hashOf } from '../../record/canonical.js';

export interface SignedText {
  [name: string]: unknown;
  agreement: string;
  caseId: string;
  scope: string;
  act: Act;
  text: string;
  reason?: string;
}

export function signedText(
  { agreement, caseId, scope }: Pick<CaseState, 'agreement' | 'caseId' | 'scope'>,
  words: { act: Act; text: string; reason?: string },
): SignedText {
  return { agreement, caseId, scope, ...words };
}

export const textHashOf = (signed: SignedText): string => hashOf(signed);
