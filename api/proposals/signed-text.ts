/**
 * What a signature stands for. `textHash` is the SHA-256, in lower-case hex, of the canonical JSON (RFC 8785) of this
 * object: the agreement, its case and scope, the act and what it names, the text as it was shown, and the reason where
 * one was given. A plan is named by its hash. Nothing that a later reader would have to look up, and no instant of its
 * own: the same words are the same text.
 */
import type { ProposeBody } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import { hashOf } from '../../record/canonical.js';

export type SignedText = Record<string, unknown>;

export type ProposedWords = Pick<
  ProposeBody,
  'act' | 'text' | 'reason' | 'breakGlass' | 'violationId' | 'occurredAt' | 'plan'
>;

export function signedText(
  { agreement, caseId, scope }: Pick<CaseState, 'agreement' | 'caseId' | 'scope'>,
  { act, text, reason, breakGlass, violationId, occurredAt, plan }: ProposedWords,
): SignedText {
  return {
    agreement,
    caseId,
    scope,
    act,
    text,
    ...(reason === undefined ? {} : { reason }),
    ...(breakGlass ? { breakGlass } : {}),
    ...(violationId === undefined ? {} : { violationId }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(plan === undefined ? {} : { plan: plan.ref }),
  };
}

export const textHashOf = (signed: SignedText): string => hashOf(signed);
