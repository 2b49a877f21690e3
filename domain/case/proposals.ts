/**
 * Acts that need more than one person (RULES 6): proposal, signatures, expiry, and what takes effect. Silence, errors
 * and lapsed proposals stop nothing.
 */
import type { CaseOffice } from '../directory/directory.js';
import { plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { never } from '../invariant.js';
import type { FactsOf } from '../notice/matter.js';
import type { Act, Words } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { adoptionPreview, adoptPlan, requireAdoptable } from './adoption.js';
import { requireDistinct, requireProposer, requireSigner, stillNeeded } from './authority.js';
import { because } from './because.js';
import { follows } from './behaviours.js';
import type { CommandOf, ProposeBody } from './commands.js';
import { moveViolation, requireTarget, voidViolation } from './corrections.js';
import { askForReview, declare, withdrawDeclaration } from './declaration.js';
import type { Draft } from './draft.js';
import { openWaitingGates } from './gates.js';
import { lapse, openProposals, tellEnded } from './lapsing.js';
import { standDown, withdrawStandDown } from './stand-down.js';
import type { CaseState, ProposalState, SignatureState } from './state.js';
import { tell } from './tell.js';

/** Acts that cases of the first release carry out; the others are refused there with a sentence. */
const FIRST_ACTS: readonly Act[] = ['stand-down', 'large-scale'];

/** What may be proposed in this case. */
export const proposable = (state: CaseState): readonly Act[] =>
  follows(state, 2) ? (Object.keys(state.plan.authority) as Act[]) : FIRST_ACTS;

export function decidePropose(draft: Draft, { body, actor, at }: CommandOf<'propose'>): void {
  const { state } = draft;
  const { act } = body;
  if (!proposable(state).includes(act)) {
    throw new Refused('invalid', `"${act}" is not for a case of the first release: it knows ${FIRST_ACTS.join(', ')}.`);
  }
  const { office, counts } = requireProposer(state, actor, act);
  requireStatus(state, act);
  requireSense(state, body, at);
  if (body.breakGlass) requireBreakGlass(state, body, office);
  const open = openProposals(state).find((one) => one.act === act && one.person === actor.person);
  if (open) {
    throw new Refused('conflict', `Your proposal ${open.id} for "${act}" is still open; withdraw it first.`);
  }
  const signature = { office: actor.office, organisation: office.organisation, person: actor.person, at };
  const proposal = propose(draft, body, signature, counts);
  const needs = stillNeeded(draft.state, state.plan.authority[act], proposal.signatures);
  if (!needs || proposal.breakGlass) return takeEffect(draft, proposal);
  tellProposed(draft, proposal, needs);
}

function propose(draft: Draft, body: ProposeBody, signature: SignatureState, counts: boolean): ProposalState {
  const { act, text, textHash, reason, breakGlass, violationId, occurredAt, plan } = body;
  const rule = draft.state.plan.authority[act];
  const proposalId = `p${draft.state.counters.proposal + 1}`;
  const needs = stillNeeded(draft.state, rule, counts ? [signature] : []);
  draft.emit({
    type: 'proposal-made',
    because: because(act, 'The proposal is its first signature.', { counts }),
    proposalId,
    act,
    ...signature,
    counts,
    text,
    textHash,
    expiresAt: plus(signature.at, rule.expiry),
    ...(reason === undefined ? {} : { reason }),
    ...(needs && !breakGlass ? { needs } : {}),
    ...(breakGlass ? { breakGlass } : {}),
    ...(violationId === undefined ? {} : { violationId }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(plan === undefined ? {} : { plan }),
  });
  return proposalOf(draft.state, proposalId);
}

function tellProposed(draft: Draft, proposal: ProposalState, needs: Words): void {
  const { act, id: proposalId, office: by, text, textHash, expiresAt, plan } = proposal;
  const facts: FactsOf<'proposal-made'> = {
    topic: 'proposal-made',
    proposalId,
    act,
    by,
    text,
    textHash,
    expiresAt,
    needs,
    ...(plan ? { preview: adoptionPreview(draft.state, plan, draft.at) } : {}),
  };
  tell(draft, facts, because(act, 'A proposal waits for signatures.'), { act });
}

/** Refuses what could have no sense if it took effect now. @throws {Refused} */
function requireSense(state: CaseState, body: ProposeBody, at: Instant): void {
  if (!follows(state, 2)) return;
  const { act } = body;
  if (act === 'void-violation' || act === 'move-first-violation') requireTarget(state, body, at);
  if (act === 'adopt-plan') requireAdoptable(state, body);
  if (act === 'large-scale' && state.declaration) {
    throw new Refused('conflict', `A declaration is in effect since ${state.declaration.at}.`);
  }
  if (act === 'withdraw-large-scale' && !state.declaration) {
    throw new Refused('conflict', 'No declaration is in effect; there is nothing to withdraw.');
  }
  if (act === 'continuation' && state.continuationAt !== undefined) {
    throw new Refused('conflict', `It is on record since ${state.continuationAt} that hostilities go on.`);
  }
}

/** RULES 6: an office marked senior, with a reason, for acts whose rule allows it. */
function requireBreakGlass(state: CaseState, { act, reason }: ProposeBody, office: CaseOffice): void {
  if (!state.plan.authority[act].breakGlass) {
    throw new Refused('forbidden', `The plan lets nobody break the glass for "${act}": it waits for its signatures.`);
  }
  if (!office.roles.includes('senior')) {
    throw new Refused('forbidden', 'Only an office marked senior may let an act take effect without the others.');
  }
  if (reason) return;
  const message = 'Say why it cannot wait for the second signature.';
  throw new Refused('invalid', message, [{ path: '/reason', message }]);
}

export function decideSign(draft: Draft, { body, actor, at }: CommandOf<'sign'>): void {
  const proposal = proposalOf(draft.state, body.proposalId);
  const office = requireSigner(draft.state, actor, proposal.act);
  requireOpen(proposal, at);
  requireStatus(draft.state, proposal.act);
  requireSense(draft.state, proposal, at);
  requireDistinct(proposal, actor, office);
  if (body.textHash !== proposal.textHash) {
    throw new Refused('conflict', `The text differs from the one proposed; its hash is ${proposal.textHash}.`);
  }
  const signature = { office: actor.office, organisation: office.organisation, person: actor.person, at };
  const rule = draft.state.plan.authority[proposal.act];
  const needs = stillNeeded(draft.state, rule, [...proposal.signatures, signature]);
  draft.emit({
    type: 'proposal-signed',
    because: because(proposal.act, 'Accepted before the proposal expired, over the same text.'),
    proposalId: proposal.id,
    ...signature,
    ...(body.signature === undefined ? {} : { signature: body.signature }),
    ...(needs ? { needs } : {}),
  });
  if (!needs) takeEffect(draft, proposalOf(draft.state, proposal.id));
}

export function decideWithdraw(draft: Draft, { body, actor, at }: CommandOf<'withdraw'>): void {
  const proposal = proposalOf(draft.state, body.proposalId);
  if (proposal.person !== actor.person) {
    throw new Refused('forbidden', 'A proposal is withdrawn by the person who made it.');
  }
  requireOpen(proposal, at);
  const why = because(proposal.act, 'Withdrawn by its proposer.');
  draft.emit({ type: 'proposal-withdrawn', because: why, proposalId: proposal.id });
  tellEnded(draft, proposal, 'proposal-withdrawn');
}

/** The proposal's expiry has come. */
export function actExpiry(draft: Draft, proposalId: string): void {
  const proposal = proposalOf(draft.state, proposalId);
  lapse(draft, proposal, 'expired', 'It lacked signatures at its expiry.');
}

function proposalOf(state: CaseState, id: string): ProposalState {
  const proposal = state.proposals[id];
  if (!proposal) throw new Refused('not-found', `This case has no proposal ${id}.`);
  return proposal;
}

function requireOpen(proposal: ProposalState, at: string): void {
  if (proposal.state === 'in-effect') {
    throw new Refused(
      'conflict',
      `Proposal ${proposal.id} is in effect since ${proposal.inEffectAt ?? proposal.madeAt}.`,
    );
  }
  // A signature counts when accepted strictly before the expiry, even where it arrives after the expiry has acted.
  if (proposal.state === 'open' || proposal.state === 'expired') {
    if (at < proposal.expiresAt) return;
    throw new Refused('gone', `Proposal ${proposal.id} expired at ${proposal.expiresAt}; make a new one.`);
  }
  const word = proposal.state === 'withdrawn' ? 'was withdrawn' : 'has lapsed';
  throw new Refused('gone', `Proposal ${proposal.id} ${word}; make a new one.`);
}

function requireStatus(state: CaseState, act: Act): void {
  const { statuses } = state.plan.authority[act];
  if (state.status !== 'new' && statuses.includes(state.status)) return;
  throw new Refused(
    'conflict',
    `"${act}" is for a case that is ${statuses.join(' or ')}; this one is ${state.status}.`,
  );
}

function takeEffect(draft: Draft, proposal: ProposalState): void {
  const { act, id, breakGlass } = proposal;
  const why = breakGlass
    ? because(act, 'A senior office let it take effect without the second signature.', {
        reason: proposal.reason ?? '',
      })
    : because(act, 'The quorum of the plan is there.', { signatures: proposal.signatures.length });
  const flag = breakGlass ? { breakGlass } : {};
  draft.emit({ type: 'proposal-took-effect', because: why, proposalId: id, act, at: draft.at, ...flag });
  carryOut(draft, proposal);
  if (breakGlass) askForReview(draft, proposal);
  for (const other of openProposals(draft.state)) {
    if (other.act !== act || other.violationId !== proposal.violationId) continue;
    lapse(draft, other, 'overtaken', `Proposal ${id} of the same act took effect.`);
  }
}

function carryOut(draft: Draft, proposal: ProposalState): void {
  const { act } = proposal;
  switch (act) {
    case 'stand-down':
      return standDown(draft, proposal);
    case 'withdraw-stand-down':
      return withdrawStandDown(draft, proposal);
    case 'large-scale':
      return declare(draft, proposal);
    case 'withdraw-large-scale':
      return withdrawDeclaration(draft, proposal);
    case 'continuation':
      return findContinuation(draft, proposal);
    case 'void-violation':
      return voidViolation(draft, proposal);
    case 'move-first-violation':
      return moveViolation(draft, proposal);
    case 'adopt-plan':
      return adoptPlan(draft, proposal);
    default:
      never(act);
  }
}

/** "Hostilities go on", said by people where the plan, or a late report, asks for it (RULES 4 and 5). */
function findContinuation(draft: Draft, { id: proposalId, signatures, text }: ProposalState): void {
  const offices = signatures.map(({ office }) => office);
  const why = because('continuation', 'Offices of two organisations found that hostilities go on.');
  draft.emit({ type: 'continuation-found', because: why, at: draft.at, proposalId, offices, text });
  openWaitingGates(draft);
}
