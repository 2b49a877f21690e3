/** A stand-down, and what comes again when hostilities resume in its quiet period (RULES 8). */
import type { OfficeId } from '../directory/directory.js';
import { plus } from '../instant.js';
import type { Span } from '../instant.js';
import type { DutyId, Gate, Grace } from '../plan/plan.js';
import { because } from './because.js';
import type { Because } from './because.js';
import type { Draft } from './draft.js';
import { isPhaseOpen } from './due.js';
import { createDuties, isOwed, makeMoot, meetBy, planDuty } from './duties.js';
import { ruleOf } from './duty-instances.js';
import { lapse, openProposals } from './lapsing.js';
import type { CaseState, ProposalState } from './state.js';
import { tell } from './tell.js';

/** In effect → quiet. Takes effect as of its acceptance, whatever has acted meanwhile; un-sends nothing. */
export function standDown(draft: Draft, proposal: ProposalState): void {
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
  meetBy(draft, 'stand-down', 'A stand-down is in effect.');
  const moot = makeMoot(draft, (duty) => duty.mootByStandDown, 'A stand-down is in effect.');
  for (const other of openProposals(draft.state).filter(({ act }) => act === 'large-scale')) {
    lapse(draft, other, 'stood-down', 'A stand-down took effect.');
  }
  const stillOwed = Object.values(draft.state.duties).flatMap((duty) => (isOwed(duty) ? [duty.id] : []));
  tell(draft, { topic: 'stood-down', at, offices, text, quietUntil, inFlight, moot, stillOwed }, why, { posture });
}

interface Resuming {
  /** The violation that resumed it. */
  violationId?: string;
  /** Of a late report, where it is longer than the plan's for a resumption. */
  grace?: Grace;
}

/** A violation at or after the stand-down, accepted in the quiet period: the same case, the same first violation. */
export function resumeBy(draft: Draft, { violationId, grace }: Required<Resuming>): void {
  const why = because('RULES 8', 'A violation at or after the stand-down was reported in its quiet period.', {
    violationId,
  });
  resume(draft, why, { violationId, grace }, []);
}

/** `withdraw-stand-down`: acts as a resumption. */
export function withdrawStandDown(draft: Draft, { id, signatures }: ProposalState): void {
  const why = because('withdraw-stand-down', 'The stand-down is withdrawn.', { proposalId: id });
  resume(
    draft,
    why,
    {},
    signatures.map(({ office }) => office),
  );
}

function resume(draft: Draft, why: Because, { violationId, grace }: Resuming, by: OfficeId[]): void {
  const { at } = draft;
  const { plan } = draft.state;
  const span = (what: keyof Grace): Span => Math.max(plan.grace.resumption[what], grace?.[what] ?? 0);
  const posture = highestPhaseOfTime(draft.state);
  const resumedBy = violationId === undefined ? {} : { violationId };
  draft.emit({ type: 'case-resumed', because: why, at, posture, ...resumedBy });
  const gates = openSoon(draft, span('gates'));
  const again = oweAgain(draft, span('duties'));
  tell(draft, { topic: 'resumed', at, by, posture, gates, again, ...resumedBy }, why);
  lapseMeanwhile(draft);
}

/** "The highest open phase whose own gate is not a declaration": a declaration ended with the stand-down. */
export function highestPhaseOfTime({ plan, phases }: CaseState): number {
  const declared = plan.gates.filter(({ condition }) => condition.kind === 'declaration').map(({ phase }) => phase);
  return Math.max(...phases.map(({ phase }) => phase).filter((phase) => !declared.includes(phase)));
}

/** A gate whose instant has not passed keeps it; passed ones that are shut open after the grace. */
function openSoon(draft: Draft, grace: Span): { gateId: string; phase: number; opensAt: string }[] {
  const shut = draft.state.plan.gates.filter((gate) => isTimed(gate) && !isPhaseOpen(draft.state, gate.phase));
  for (const { id } of shut) {
    const gate = draft.state.gates[id];
    if (!gate || gate.opensAt > draft.at) continue;
    const why = because(id, 'Its instant passed while a stand-down was in effect.', { graceMs: grace });
    draft.emit({ type: 'gate-set', because: why, gateId: id, opensAt: plus(draft.at, grace) });
  }
  return shut.flatMap(({ id, phase }) => {
    const gate = draft.state.gates[id];
    return gate ? [{ gateId: id, phase, opensAt: gate.opensAt }] : [];
  });
}

const isTimed = ({ condition }: Gate): boolean => condition.kind !== 'declaration';

/** Duties made moot come again, counted from the resumption; each party's decision only with a new declaration. */
function oweAgain(draft: Draft, grace: Span): DutyId[] {
  const before = Object.keys(draft.state.duties);
  const moot = new Set(
    Object.values(draft.state.duties)
      .filter(({ state }) => state === 'moot')
      .map(({ id }) => id),
  );
  const last = new Map(before.map((id) => [ruleOf(id), id]));
  const making = { knownAt: draft.at, grace, from: draft.at };
  createDuties(
    draft,
    (duty) => duty.mootByStandDown && duty.createdBy !== 'declaration' && moot.has(last.get(duty.id) ?? ''),
    making,
  );
  return Object.keys(draft.state.duties).filter((id) => !before.includes(id) && planDuty(draft.state, id).phase > 0);
}

/** "If it is past without a declaration the lapse is recorded at the resumption." */
function lapseMeanwhile(draft: Draft): void {
  for (const gate of draft.state.plan.gates) {
    const now = draft.state.gates[gate.id];
    if (!now || gate.lapses === undefined || draft.state.everDeclared || now.lapsedAt !== undefined) continue;
    const dueAt = plus(draft.state.firstViolationAt, gate.lapses);
    if (dueAt > draft.at) continue;
    const why = because(gate.id, 'No declaration was ever in effect by then; the case was quiet.');
    draft.emit({ type: 'gate-lapsed', because: why, gateId: gate.id, dueAt, latenessMs: 0 });
    tell(draft, { topic: 'lapsed', gateId: gate.id, at: dueAt }, why);
  }
}
