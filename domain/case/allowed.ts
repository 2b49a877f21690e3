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

/** A row: an action and examples of its command, complete but for the person's words. One that passes is enough. */
interface Row {
  action: string;
  kind: OutsideCommandKind;
  body: unknown;
  others?: unknown[];
}

/** So many of the latest violations are tried; of others the dry run says whether they can be joined. */
const MOST_JOINED = 8;

export function allowed(state: CaseState, actor: Actor, now: Instant): Allowed[] {
  const judged = takingCorrections(state);
  return rows(state, actor, now).map(({ action, kind, body, others = [] }) => {
    const refused = (example: unknown): string | undefined => {
      const command = { kind, body: example, commandId: 'allowed', actor, acceptedAt: now, at: now } as Command;
      return refusalOf(judged, command, now);
    };
    const refusal = refused(body);
    const isAllowed = refusal === undefined || others.some((example) => refused(example) === undefined);
    const because = isAllowed ? 'The plan gives this right to your office.' : (refusal ?? '');
    return { action, allowed: isAllowed, because };
  });
}

function rows(state: CaseState, actor: Actor, now: Instant): Row[] {
  const text = 'text';
  const evidence = [{ sha256: '', mediaType: 'text/plain' }];
  return [
    { action: 'acknowledge', kind: 'acknowledge', body: {} },
    { action: 'pass', kind: 'pass', body: { to: 'delegate' } },
    ...undoing(state, actor),
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
    ...joining(state),
    ...Object.values(state.violations)
      .filter(({ sameAs }) => sameAs !== undefined)
      .map(({ id }): Row => ({ action: `part:${id}`, kind: 'part', body: { violationId: id } })),
  ];
}

/** Of the reader's own organisation, the last one: what was given before it makes no difference any more. */
function undoing({ acknowledgements }: CaseState, { organisation }: Actor): Row[] {
  const last = acknowledgements.findLast((one) => one.organisation === organisation && !one.undone);
  if (!last) return [];
  return [{ action: `undo:${last.id}`, kind: 'undoAcknowledgement', body: { acknowledgementId: last.id } }];
}

/** One row for all pairs: which two are one event is what the person says. */
function joining({ violations }: CaseState): Row[] {
  const text = 'text';
  const apart = Object.values(violations)
    .filter(({ sameAs, standing }) => sameAs === undefined && standing !== 'void')
    .slice(-MOST_JOINED);
  if (apart.length < 2) return [];
  // With which other one it is joined makes no difference to whether it may be.
  const [body, ...others] = apart.map(({ id }, at) => ({ violationId: id, as: apart.at(at - 1)?.id, text }));
  return [{ action: 'join', kind: 'sameAs', body, others }];
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
