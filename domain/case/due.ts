/** Which instants come next: computed from the state, never stored as timers. */
import { plus } from '../instant.js';
import type { Instant } from '../instant.js';
import type { Gate } from '../plan/plan.js';
import { follows } from './behaviours.js';
import type { CaseState, DutyState } from './state.js';

export type DueKind =
  | 'expiry'
  | 'confirmation'
  | 'gate'
  | 'undecided'
  | 'duty'
  | 'overdue'
  | 'reminder'
  | 'acknowledgement'
  | 'digest'
  | 'lapse'
  | 'prolonged'
  | 'quiet';

/** One instant at which the case itself does something. */
export interface Due {
  at: Instant;
  kind: DueKind;
  /** What it is about: a gate's, duty's, proposal's, completion's or organisation's id. */
  subject: string;
}

/** RULES 3, order at equal instants: expiries, gates, duties, lapse, quiet end. */
const ORDER: readonly DueKind[] = [
  'expiry',
  'confirmation',
  'gate',
  'undecided',
  'duty',
  'overdue',
  'reminder',
  'acknowledgement',
  'digest',
  'lapse',
  'prolonged',
  'quiet',
];

/** All instants that are ahead or have come and not acted, in the order in which they act. */
export const dues = (state: CaseState): Due[] => found(state).sort(inOrder);

function found(state: CaseState): Due[] {
  if (state.status === 'new') return [];
  const expiries = Object.values(state.proposals)
    .filter((proposal) => proposal.state === 'open')
    .map((proposal): Due => ({ at: proposal.expiresAt, kind: 'expiry', subject: proposal.id }));
  // Only corrections are still open then.
  if (state.status === 'closed') return expiries;
  const list: Due[] = [...Object.values(state.duties).flatMap(ofDuty), ...expiries];
  for (const [organisation, { nextAt }] of Object.entries(state.awaiting)) {
    if (nextAt !== undefined) list.push({ at: nextAt, kind: 'acknowledgement', subject: organisation });
  }
  if (state.digest.dueAt !== undefined) list.push({ at: state.digest.dueAt, kind: 'digest', subject: '' });
  if (state.status === 'open') list.push(...state.plan.gates.flatMap((gate) => ofGate(state, gate)));
  if (state.status === 'open') list.push(...ofSpan(state));
  if (state.status === 'quiet' && state.quietUntil) {
    list.push({ at: state.quietUntil, kind: 'quiet', subject: '' });
  }
  return list;
}

/** The first of {@link dues}. */
export function nextDue(state: CaseState): Due | undefined {
  const before = known.get(state);
  if (before) return before.due;
  const due = found(state).reduce<Due | undefined>(
    (first, one) => (first && inOrder(first, one) < 0 ? first : one),
    undefined,
  );
  known.set(state, { due });
  return due;
}

/** A state never changes, and is asked several times between two entries. */
const known = new WeakMap<CaseState, { due: Due | undefined }>();

export const isPhaseOpen = (state: CaseState, phase: number): boolean =>
  state.phases.some((one) => one.phase === phase);

function inOrder(a: Due, b: Due): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.kind !== b.kind) return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  return a.subject < b.subject ? -1 : 1;
}

function ofDuty(duty: DutyState): Due[] {
  const found: Due[] = [];
  for (const completion of duty.completions) {
    if (completion.state === 'confirming' && completion.confirmBy !== undefined) {
      found.push({ at: completion.confirmBy, kind: 'confirmation', subject: completion.id });
    }
  }
  if (duty.undecidedAt !== undefined) found.push({ at: duty.undecidedAt, kind: 'undecided', subject: duty.id });
  if (duty.state === 'open' || duty.state === 'approaching') {
    found.push({ at: duty.workingDueAt, kind: 'duty', subject: duty.id });
    found.push(...duty.reminders.map((at): Due => ({ at, kind: 'reminder', subject: duty.id })));
  }
  if (duty.state === 'overdue' && duty.nextOverdueAt !== undefined) {
    found.push({ at: duty.nextOverdueAt, kind: 'overdue', subject: duty.id });
  }
  return found;
}

/** The opening, or the last resumption. */
export const openSince = ({ openedAt, resumedAt }: CaseState): Instant => resumedAt ?? openedAt;

function ofSpan(state: CaseState): Due[] {
  const since = openSince(state);
  if (!follows(state, 2) || state.prolonged?.since === since) return [];
  return [{ at: plus(since, state.plan.timing.prolonged), kind: 'prolonged', subject: '' }];
}

function ofGate(state: CaseState, gate: Gate): Due[] {
  const found: Due[] = [];
  const now = state.gates[gate.id];
  if (!now) return found;
  const possible = gate.condition.kind !== 'declaration' || state.declaration?.act === gate.condition.act;
  if (possible && !now.waiting && !isPhaseOpen(state, gate.phase)) {
    found.push({ at: now.opensAt, kind: 'gate', subject: gate.id });
  }
  if (gate.lapses !== undefined && !state.everDeclared && now.lapsedAt === undefined) {
    found.push({ at: plus(state.firstViolationAt, gate.lapses), kind: 'lapse', subject: gate.id });
  }
  return found;
}
