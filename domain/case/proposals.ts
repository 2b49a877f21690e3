/**
 * Acts that need more than one person (RULES 6): proposal, signatures, expiry, and what takes effect. Silence, errors
 * and lapsed proposals stop nothing.
 */
import { between, later, plus } from '../instant.js';
import { never } from '../invariant.js';
import type { FactsOf } from '../notice/matter.js';
import type { Act, NoticeTopic } from '../plan/plan.js';
import { Refused } from '../refused.js';
import { requireDistinct, requireProposer, requireSigner, stillNeeded } from './authority.js';
import { because } from './because.js';
import type { CommandOf } from './commands.js';
import type { Draft } from './draft.js';
import { createDuties, isOwed, makeMoot } from './duties.js';
import { conditionHolds, openGate } from './gates.js';
import type { EventOf } from './events.js';
import type { CaseState, ProposalState } from './state.js';
import { tell } from './tell.js';

/** Acts that this release carries out; the others of RULES 6 are refused with a sentence. */
export const PROPOSABLE = ['stand-down', 'large-scale'] as const satisfies Act[];
type Proposable = (typeof PROPOSABLE)[number];

export const isProposable = (act: Act): act is Proposable => (PROPOSABLE as readonly Act[]).includes(act);

export function decidePropose(draft: Draft, { body, actor, at }: CommandOf<'propose'>): void {
  const { state } = draft;
  const { act } = body;
  if (!isProposable(act)) {
    throw new Refused('invalid', `"${act}" cannot be proposed yet; this release knows ${PROPOSABLE.join(' and ')}.`);
  }
  const { office, counts } = requireProposer(state, actor, act);
  requireStatus(state, act);
  const open = Object.values(state.proposals).find(
    (one) => one.act === act && one.state === 'open' && one.person === actor.person,
  );
  if (open) {
    throw new Refused('conflict', `Your proposal ${open.id} for "${act}" is still open; withdraw it first.`);
  }
  const rule = state.plan.authority[act];
  const proposalId = `p${state.counters.proposal + 1}`;
  const signature = { office: actor.office, organisation: office.organisation, person: actor.person, at };
  const needs = stillNeeded(state, rule, counts ? [signature] : []);
  draft.emit({
    type: 'proposal-made',
    because: because(act, 'The proposal is its first signature.', { counts }),
    proposalId,
    act,
    ...signature,
    counts,
    text: body.text,
    textHash: body.textHash,
    expiresAt: plus(at, rule.expiry),
    ...(body.reason === undefined ? {} : { reason: body.reason }),
    ...(needs ? { needs } : {}),
  });
  const proposal = proposalOf(draft.state, proposalId);
  if (!needs) return takeEffect(draft, proposal);
  const facts: FactsOf<'proposal-made'> = {
    topic: 'proposal-made',
    proposalId,
    act,
    by: actor.office,
    text: body.text,
    textHash: body.textHash,
    expiresAt: proposal.expiresAt,
    needs,
  };
  tell(draft, facts, because(act, 'A proposal waits for signatures.'), { act });
}

export function decideSign(draft: Draft, { body, actor, at }: CommandOf<'sign'>): void {
  const proposal = proposalOf(draft.state, body.proposalId);
  const office = requireSigner(draft.state, actor, proposal.act);
  requireOpen(proposal, at);
  requireStatus(draft.state, proposal.act);
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

export function lapse(
  draft: Draft,
  proposal: ProposalState,
  reason: EventOf<'proposal-lapsed'>['reason'],
  why: string,
): void {
  draft.emit({ type: 'proposal-lapsed', because: because(proposal.act, why), proposalId: proposal.id, reason });
  tellEnded(draft, proposal, 'proposal-lapsed');
}

export function openProposals(state: CaseState): ProposalState[] {
  return Object.values(state.proposals).filter((proposal) => proposal.state === 'open');
}

function tellEnded(draft: Draft, proposal: ProposalState, topic: NoticeTopic & `proposal-${'lapsed' | 'withdrawn'}`) {
  const facts = { topic, proposalId: proposal.id, act: proposal.act, by: proposal.office };
  const signers = [proposal.office, ...proposal.signatures.map(({ office }) => office)];
  tell(draft, facts, because(proposal.act, 'The proposal has no effect.'), { act: proposal.act, signers });
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
  const { act, id } = proposal;
  const why = because(act, 'The quorum of the plan is there.', { signatures: proposal.signatures.length });
  draft.emit({ type: 'proposal-took-effect', because: why, proposalId: id, act, at: draft.at });
  if (!isProposable(act)) return;
  switch (act) {
    case 'stand-down':
      standDown(draft, proposal);
      break;
    case 'large-scale':
      declare(draft, proposal);
      break;
    default:
      never(act);
  }
  for (const other of openProposals(draft.state).filter((one) => one.act === act)) {
    lapse(draft, other, 'overtaken', `Proposal ${id} of the same act took effect.`);
  }
}

/** RULES 8: in effect → quiet. Takes effect as of its acceptance, whatever has acted meanwhile; un-sends nothing. */
function standDown(draft: Draft, proposal: ProposalState): void {
  const { posture, phases, plan } = draft.state;
  const offices = proposal.signatures.map(({ office }) => office);
  const why = because('stand-down', 'Offices of two organisations signed the same text.');
  const quietUntil = plus(draft.at, plan.timing.quietPeriod);
  const { at } = draft;
  const { text, id: proposalId } = proposal;
  draft.emit({ type: 'stood-down', because: why, at, proposalId, offices, text, quietUntil, posture });
  const inFlight = phases.filter(({ phase, openedAt }) => phase > 1 && openedAt > at).map(({ phase }) => phase);
  for (const phase of inFlight) {
    const flown = because('RULES 3', 'The stand-down was accepted before the instant at which the phase opened.');
    draft.emit({ type: 'phase-opened-in-flight', because: flown, phase });
  }
  const moot = makeMoot(draft, (duty) => duty.mootByStandDown, 'A stand-down is in effect.');
  for (const other of openProposals(draft.state).filter(({ act }) => act === 'large-scale')) {
    lapse(draft, other, 'stood-down', 'A stand-down took effect.');
  }
  const stillOwed = Object.values(draft.state.duties).flatMap((duty) => (isOwed(duty) ? [duty.id] : []));
  tell(draft, { topic: 'stood-down', at, offices, text, quietUntil, inFlight, moot, stillOwed }, why, { posture });
}

/** RULES 4: creates each party's decision, and opens the gates that wait for it where their instant has passed. */
function declare(draft: Draft, proposal: ProposalState): void {
  const { act, id: proposalId, text } = proposal;
  const { at } = draft;
  const offices = proposal.signatures.map(({ office }) => office);
  const why = because(act, 'Two offices recorded that they regard this as a large-scale attack.');
  if (act !== 'large-scale') return;
  draft.emit({ type: 'declaration-made', because: why, act, proposalId, at, offices, text });
  createDuties(draft, (duty) => duty.createdBy === 'declaration', {
    knownAt: at,
    grace: draft.state.plan.grace.declaration.duties,
  });
  const gate = draft.state.plan.gates.find((one) => one.condition.kind === 'declaration');
  if (!gate) return;
  const opensAt = later(draft.state.gates[gate.id]?.opensAt ?? at, at);
  const decision = draft.state.plan.duties.find((duty) => duty.createdBy === 'declaration');
  const decideBy = decision === undefined ? undefined : draft.state.duties[decision.id]?.workingDueAt;
  const window = decision === undefined ? 0 : between(at, draft.state.duties[decision.id]?.treatyDueAt ?? at);
  tell(
    draft,
    {
      topic: 'declaration-in-effect',
      act,
      offices,
      text,
      at,
      phase: gate.phase,
      opensAt,
      left: window,
      ...(decideBy === undefined ? {} : { decideBy }),
    },
    why,
    { phase: gate.phase },
  );
  const { holds } = conditionHolds(draft.state, gate, at);
  if (holds && opensAt <= at) openGate(draft, gate, at, 0, 'The declaration is in effect.');
}
