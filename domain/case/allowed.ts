/**
 * What this actor may do in this case now, and the sentence shown when not: asked of `decide` itself, so that the
 * greyed-out button, the dry run and the refusal say the same words.
 */
import type { Instant } from '../instant.js';
import { Refused } from '../refused.js';
import type { Act } from '../plan/plan.js';
import { takingCorrections } from './after-closing.js';
import type { Actor, Command, OutsideCommandKind, ProposeBody } from './commands.js';
import { decide } from './decide.js';
import { isOwed } from './duties.js';
import { openProposals } from './lapsing.js';
import { proposable } from './proposals.js';
import type { CaseState } from './state.js';

export interface Allowed {
  /** `propose:stand-down`, `sign:p1`, `complete:D1`, `acknowledge` … */
  action: string;
  allowed: boolean;
  because: string;
}

/** A row: an action and an example of its command, complete but for the person's words. */
interface Row {
  action: string;
  kind: OutsideCommandKind;
  body: unknown;
}

export function allowed(state: CaseState, actor: Actor, now: Instant): Allowed[] {
  const judged = takingCorrections(state);
  return rows(state, now).map(({ action, kind, body }) => {
    const command = { kind, body, commandId: 'allowed', actor, acceptedAt: now, at: now } as Command;
    const refusal = refusalOf(judged, command, now);
    return { action, allowed: refusal === undefined, because: refusal ?? 'The plan gives this right to your office.' };
  });
}

function rows(state: CaseState, now: Instant): Row[] {
  const text = 'text';
  const evidence = [{ sha256: '', mediaType: 'text/plain' }];
  return [
    { action: 'acknowledge', kind: 'acknowledge', body: {} },
    { action: 'pass', kind: 'pass', body: { to: 'delegate' } },
    ...proposable(state).map((act): Row => {
      const body = { act, text, textHash: '', ...exampleOf(state, act) };
      return { action: `propose:${act}`, kind: 'propose', body };
    }),
    ...openProposals(state).flatMap(({ id, textHash }): Row[] => [
      { action: `sign:${id}`, kind: 'sign', body: { proposalId: id, textHash } },
      { action: `withdraw:${id}`, kind: 'withdraw', body: { proposalId: id } },
    ]),
    ...Object.values(state.duties)
      .filter(isOwed)
      .flatMap((duty): Row[] => {
        const body = { dutyId: duty.id, performedAt: now, text, evidence, reason: text, outcome: 'confirmed' };
        return [
          { action: `complete:${duty.id}`, kind: 'completeDuty', body },
          { action: `waive:${duty.id}`, kind: 'waive', body: { dutyId: duty.id, reason: text } },
          ...duty.completions
            .filter((completion) => completion.state === 'confirming')
            .map(({ id }): Row => ({ action: `confirm:${id}`, kind: 'confirm', body: { completionId: id, text } })),
        ];
      }),
    { action: 'decide', kind: 'decide', body: { choice: 'support', text, reason: text } },
    ...Object.values(state.violations)
      .filter(({ standing }) => standing === 'credible' || standing === 'alleged')
      .map(({ id }): Row => {
        const body = { violationId: id, standing: 'verified', text };
        return { action: `verify:${id}`, kind: 'setStanding', body };
      }),
  ];
}

/** What an act names beside its words: the opening violation, another version of the plan. */
function exampleOf(state: CaseState, act: Act): Partial<ProposeBody> {
  const violationId = state.openerId;
  const violation = state.violations[violationId];
  if (act === 'void-violation') return { violationId };
  if (act === 'move-first-violation' && violation) return { violationId, occurredAt: violation.occurredAt };
  return act === 'adopt-plan' ? { plan: { ref: { ...state.planRef, hash: '' }, content: state.plan } } : {};
}

function refusalOf(state: CaseState, command: Command, now: Instant): string | undefined {
  try {
    decide(state, command, now);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.detail;
    throw error;
  }
}
