/** Recording that a duty is done, confirming it, waiving it; each party's decision (RULES 4). */
import type { OfficeId } from '../directory/directory.js';
import { between, plus } from '../instant.js';
import { Refused } from '../refused.js';
import { partySpokenFor, requireOffice, requireSingle } from './authority.js';
import { because } from './because.js';
import type { CommandOf } from './commands.js';
import type { Draft } from './draft.js';
import {
  isOwed,
  judgePerformance,
  lastDecision,
  meetDuty,
  missingParties,
  ownersOf,
  partyOfOffice,
  planDuty,
} from './duties.js';
import type { MetState } from './events.js';
import { isMember } from './members.js';
import type { CaseState, CompletionState, DutyState } from './state.js';
import { tell } from './tell.js';

export function decideComplete(draft: Draft, { body, actor, at }: CommandOf<'completeDuty'>): void {
  const { state } = draft;
  const duty = dutyOf(state, body.dutyId);
  const rule = planDuty(state, duty.id);
  const office = requireOffice(state, actor);
  if (rule.owner === 'parties' || rule.record === 'decision') {
    throw new Refused('invalid', `${duty.id} is met by decisions: record your party’s choice instead.`);
  }
  requireOwner(state, duty, actor.office);
  if (rule.metBy === 'first-verification') {
    throw new Refused('conflict', `${duty.id} is met by itself when a violation is verified; raise its standing.`);
  }
  requireOwed(duty);
  const party = partyOfOffice(state, actor.office);
  if (rule.completion === 'every') {
    if (party === undefined || !duty.parties.includes(party)) {
      throw new Refused('forbidden', `${duty.id} is owed by each member; your office belongs to none of them.`);
    }
    if (!missingParties(state, duty).includes(party)) {
      throw new Refused('conflict', `${duty.id} is already recorded for your party.`);
    }
  }
  checkPerformance(state, duty, body, at);
  const judged = judgePerformance(duty, body.performedAt);
  const confirming = at > duty.treatyDueAt && body.performedAt <= duty.treatyDueAt;
  const completionId = `c${state.counters.completion + 1}`;
  draft.emit({
    type: 'duty-completed',
    because: because(duty.id, confirming ? 'Recorded after the instant: a second person confirms.' : 'Recorded.', {
      treatyDueAt: duty.treatyDueAt,
      workingDueAt: duty.workingDueAt,
    }),
    dutyId: duty.id,
    completionId,
    office: actor.office,
    organisation: office.organisation,
    person: actor.person,
    performedAt: body.performedAt,
    recordedAt: at,
    text: body.text,
    evidence: (body.evidence ?? []).map(({ sha256 }) => sha256),
    ...(rule.record === 'review' && body.outcome !== undefined ? { outcome: body.outcome } : {}),
    state: confirming ? 'confirming' : judged,
    ...(party === undefined ? {} : { party }),
    ...(body.reason === undefined ? {} : { reason: body.reason }),
    ...(confirming ? { confirmBy: plus(at, state.plan.completion.confirmWithin) } : {}),
  });
  settle(draft, duty.id);
  if (rule.record === 'review' && body.outcome === 'disputed') tellDisputed(draft, duty, actor.office, body.text);
}

/** One of those who owe it, or owed it at any time where it is each member's own. */
function requireOwner(state: CaseState, duty: DutyState, office: OfficeId): void {
  const { owner } = planDuty(state, duty.id);
  if (typeof owner === 'object') {
    if (isMember(state, state.directory.offices[office], owner.groups)) return;
    throw new Refused('forbidden', `${duty.id} is owed by ${owner.groups.join(', ')}; yours is another group.`);
  }
  if (ownersOf(state, duty.id).includes(office)) return;
  const those = owner === 'skipped' ? 'those whose signature was not waited for' : 'the groups of the open phases';
  throw new Refused('forbidden', `${duty.id} is owed by ${those}; your office is not among them.`);
}

/** RULES 4, D8: told to all, and withdraws nothing. */
function tellDisputed(draft: Draft, { id, about }: DutyState, by: OfficeId, text: string): void {
  const act = about === undefined ? undefined : draft.state.proposals[about]?.act;
  if (act === undefined) return;
  const why = because(id, 'An office that could have been the second to sign disputes the act.');
  tell(draft, { topic: 'act-disputed', dutyId: id, act, by, text }, why);
}

/** RULES 4: between the first violation and the acceptance + 5 min; evidence and reasons where they are asked for. */
function checkPerformance(
  state: CaseState,
  duty: DutyState,
  body: CommandOf<'completeDuty'>['body'],
  at: string,
): void {
  const { ahead, recordingDelay } = state.plan.completion;
  const { performedAt } = body;
  if (planDuty(state, duty.id).record === 'review' && body.outcome === undefined) {
    throw field('/outcome', `${duty.id} is a review: say whether you have it \`confirmed\` or \`disputed\`.`);
  }
  if (performedAt < state.firstViolationAt || performedAt > plus(at, ahead)) {
    throw field('/performedAt', `Give an instant between the first violation (${state.firstViolationAt}) and now.`);
  }
  if (between(performedAt, at) > recordingDelay && (body.evidence ?? []).length === 0) {
    throw field('/evidence', 'Recorded long after it was performed: add at least one piece of evidence.');
  }
  if (performedAt > duty.workingDueAt && !body.reason) {
    throw field('/reason', `Performed after ${duty.workingDueAt}: give the reason.`);
  }
}

const field = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);

/** Meets the duty once nothing is missing and nothing waits for a confirmation. */
function settle(draft: Draft, dutyId: string): void {
  const duty = dutyOf(draft.state, dutyId);
  const last = duty.completions.at(-1);
  if (!last || duty.completions.some((one) => one.state === 'confirming')) return;
  if (missingParties(draft.state, duty).length > 0) return;
  const worst = duty.completions.reduce<MetState>((state, one) => worse(state, one.state as MetState), 'met');
  const latest = duty.completions.reduce((a, b) => (performed(a) > performed(b) ? a : b));
  meetDuty(draft, duty, worst, performed(latest), because(duty.id, 'Everything that was owed is recorded.'));
}

/** Unconfirmed, it counts as performed when it was recorded. */
const performed = (completion: CompletionState): string =>
  completion.reason === 'unconfirmed' ? completion.recordedAt : completion.performedAt;

const SEVERITY: readonly MetState[] = ['met', 'met-working', 'met-late'];
const worse = (a: MetState, b: MetState): MetState => (SEVERITY.indexOf(a) > SEVERITY.indexOf(b) ? a : b);

export function decideConfirm(draft: Draft, { body, actor }: CommandOf<'confirm'>): void {
  const office = requireOffice(draft.state, actor);
  const { duty, completion } = completionOf(draft.state, body.completionId);
  const rule = planDuty(draft.state, duty.id);
  const groups = typeof rule.owner === 'object' ? [...rule.owner.groups, 'watch'] : ['watch'];
  if (!isMember(draft.state, office, groups) && !ownersOf(draft.state, duty.id).includes(actor.office)) {
    throw new Refused('forbidden', `A completion of ${duty.id} is confirmed by one of ${groups.join(', ')}.`);
  }
  if (completion.person === actor.person) {
    throw new Refused('conflict', 'You recorded it yourself; a second person confirms.');
  }
  if (completion.state !== 'confirming') {
    throw new Refused('conflict', `Completion ${completion.id} does not wait for a confirmation.`);
  }
  draft.emit({
    type: 'completion-confirmed',
    because: because(duty.id, 'A second person confirms that it was performed then.'),
    dutyId: duty.id,
    completionId: completion.id,
    office: actor.office,
    person: actor.person,
    text: body.text,
  });
  settle(draft, duty.id);
}

/** Nobody confirmed in time. */
export function actConfirmation(draft: Draft, completionId: string): void {
  const { duty } = completionOf(draft.state, completionId);
  const why = because(duty.id, 'Nobody confirmed in time: it counts as performed when it was recorded.');
  draft.emit({ type: 'completion-unconfirmed', because: why, dutyId: duty.id, completionId });
  settle(draft, duty.id);
}

export function decideWaive(draft: Draft, { body, actor }: CommandOf<'waive'>): void {
  requireSingle(draft.state, actor, 'waive');
  const duty = dutyOf(draft.state, body.dutyId);
  if (!planDuty(draft.state, duty.id).waivable) {
    throw new Refused('conflict', `The plan lets nobody waive ${duty.id}.`);
  }
  requireOwed(duty);
  const { reason } = body;
  const why = because(duty.id, 'The plan lets the watch waive this, with a reason.');
  draft.emit({ type: 'duty-waived', because: why, dutyId: duty.id, office: actor.office, reason });
}

export function decideDecide(draft: Draft, { body, actor, at }: CommandOf<'decide'>): void {
  const { state } = draft;
  const office = requireOffice(state, actor);
  const party = partySpokenFor(state, office.organisation);
  if (party === undefined) {
    throw new Refused('forbidden', `${office.name.en} speaks for no party of this plan.`);
  }
  const duty = Object.values(state.duties).findLast(({ id }) => planDuty(state, id).record === 'decision');
  if (!duty) throw new Refused('conflict', 'No declaration is on record; there is nothing to decide yet.');
  if (duty.state === 'moot' || duty.state === 'unmet') {
    throw new Refused('conflict', `${duty.id} is ${duty.state}; there is nothing to decide now.`);
  }
  const late = isOwed(duty) && at > duty.workingDueAt && body.choice !== 'needs-time';
  if (late && !body.reason && lastDecision(state, party, duty.id)?.choice !== body.choice) {
    throw field('/reason', `Recorded after ${duty.workingDueAt}: give the reason.`);
  }
  draft.emit({
    type: 'decision-recorded',
    because: because(duty.id, 'The organisation that speaks for the party recorded it.'),
    decisionId: `c${state.counters.completion + 1}`,
    dutyId: duty.id,
    party,
    office: actor.office,
    choice: body.choice,
    text: body.text,
    at,
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  });
  const now = dutyOf(draft.state, duty.id);
  if (!isOwed(now) || missingParties(draft.state, now).length > 0) return;
  meetDuty(draft, now, judgePerformance(now, at), at, because(duty.id, 'Every party has recorded its decision.'));
}

function requireOwed(duty: DutyState): void {
  if (isOwed(duty)) return;
  throw new Refused('conflict', `${duty.id} is ${duty.state}; nothing is owed any more.`);
}

function dutyOf(state: CaseState, id: string): DutyState {
  const duty = state.duties[id];
  if (!duty)
    throw new Refused('not-found', `This case has no duty ${id}; it has ${Object.keys(state.duties).join(', ')}.`);
  return duty;
}

function completionOf(state: CaseState, id: string): { duty: DutyState; completion: CompletionState } {
  for (const duty of Object.values(state.duties)) {
    const completion = duty.completions.find((one) => one.id === id);
    if (completion) return { duty, completion };
  }
  throw new Refused('not-found', `This case has no completion ${id}.`);
}
