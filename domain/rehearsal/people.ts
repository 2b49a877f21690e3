/** The commands by which people of a case do what is expected of them; none where it has no object any more. */
import { stillNeeded } from '../case/authority.js';
import { membersOf, isPeople } from '../case/members.js';
import type { Actor, BodyOf, CommandKind } from '../case/commands.js';
import { isOwed, missingParties, ownersOf, partyOfOffice, planDuty } from '../case/duties.js';
import type { CaseState, DutyState, SignatureState } from '../case/state.js';
import type { OfficeId } from '../directory/directory.js';
import { later } from '../instant.js';
import type { Instant } from '../instant.js';

/** A command without its id and its instants. */
export type Doing = { [K in CommandKind]: { kind: K; actor: Actor; body: BodyOf<K> } }[CommandKind];

export type Expected =
  { kind: 'acknowledge' } | { kind: 'verify' } | { kind: 'perform'; dutyId: string } | { kind: 'stand-down' };

const TEXT = 'Rehearsed.';

export function doingsOf(state: CaseState, expected: Expected, now: Instant): Doing[] {
  switch (expected.kind) {
    case 'acknowledge':
      return acknowledging(state);
    case 'verify':
      return verifying(state);
    case 'perform':
      return performing(state, state.duties[expected.dutyId], now);
    case 'stand-down':
      return standingDown(state);
  }
}

/** One person for each office; the reporter is another than whoever verifies. */
export function personOf(state: Pick<CaseState, 'directory'>, office: OfficeId): Actor {
  const { organisation = '', roles = [] } = state.directory.offices[office] ?? {};
  return { office, organisation, person: `${office}.rehearsal`, means: 'key', roles };
}

function acknowledging(state: CaseState): Doing[] {
  return Object.values(state.awaiting).flatMap(({ offices: [office] }): Doing[] =>
    office === undefined ? [] : [{ kind: 'acknowledge', actor: personOf(state, office), body: {} }],
  );
}

function verifying(state: CaseState): Doing[] {
  const violation = state.violations[state.openerId];
  const [watch] = people(state, state.plan.single['raise-standing']);
  if (violation?.standing !== 'credible' || watch === undefined) return [];
  const body = { violationId: violation.id, standing: 'verified', text: TEXT } as const;
  return [{ kind: 'setStanding', actor: personOf(state, watch), body }];
}

function performing(state: CaseState, duty: DutyState | undefined, now: Instant): Doing[] {
  if (!duty || !isOwed(duty)) return [];
  const rule = planDuty(state, duty.id);
  // Met by the verification alone, and reviewed by those who were skipped: nothing of that kind is rehearsed.
  if (rule.metBy === 'first-verification' || rule.record === 'review') return [];
  const owners = people(state, undefined, ownersOf(state, duty.id));
  const missing = new Set(missingParties(state, duty));
  const each = rule.completion === 'every';
  const doing: Doing[] = [];
  for (const office of owners) {
    const party = partyOfOffice(state, office);
    if (each && !(party !== undefined && missing.delete(party))) continue;
    const actor = personOf(state, office);
    if (rule.record === 'decision') doing.push({ kind: 'decide', actor, body: { choice: 'support', text: TEXT } });
    else {
      const performedAt = later(now, state.firstViolationAt);
      const reason = now > duty.workingDueAt ? { reason: TEXT } : {};
      doing.push({ kind: 'completeDuty', actor, body: { dutyId: duty.id, performedAt, text: TEXT, ...reason } });
    }
    if (!each) break;
  }
  return doing;
}

/** The proposal, and as many signatures as the plan asks for. */
function standingDown(state: CaseState): Doing[] {
  if (state.status !== 'open') return [];
  const rule = state.plan.authority['stand-down'];
  const signatures: SignatureState[] = [];
  for (const office of people(state, rule.signers)) {
    if (signatures.some(({ organisation }) => organisation === organisationOf(state, office))) continue;
    if (signatures.length > 0 && stillNeeded(state, rule, signatures) === undefined) break;
    signatures.push({ ...personOf(state, office), at: '' });
  }
  const proposalId = `p${state.counters.proposal + 1}`;
  return signatures.map(({ office }, index): Doing => {
    const actor = personOf(state, office);
    if (index > 0) return { kind: 'sign', actor, body: { proposalId, textHash: TEXT } };
    return { kind: 'propose', actor, body: { act: 'stand-down', text: TEXT, textHash: TEXT } };
  });
}

const organisationOf = (state: CaseState, office: OfficeId): string | undefined =>
  state.directory.offices[office]?.organisation;

const people = (state: CaseState, groups: readonly string[] = [], offices = membersOf(state, groups)): OfficeId[] =>
  offices.filter((office) => isPeople(state, office));
