/**
 * Reports (RULES 2 and 5): opened, joined, corroborated, revised. What a report may and may not move; the first
 * violation; what counts as the same event on the ground.
 */
import { between, earlier, later, plus } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import type { FactsOf } from '../notice/matter.js';
import type { Grace, Plan, PlanRef } from '../plan/plan.js';
import { divide } from '../plan/speed.js';
import { Refused } from '../refused.js';
import { requireSingle } from './authority.js';
import { because } from './because.js';
import { follows } from './behaviours.js';
import type { CommandOf, ReportBody } from './commands.js';
import { Draft } from './draft.js';
import { createDuties } from './duties.js';
import type { CaseEvent, LatenessClass } from './events.js';
import { firstViolation, moveFirstViolation } from './first-violation.js';
import { openWaitingGates, setGates } from './gates.js';
import type { CaseState, ViolationState } from './state.js';
import { resumeBy } from './stand-down.js';
import { tell } from './tell.js';

/** What is known about a case before its first report. */
export interface Opening {
  caseId: string;
  agreement: string;
  scope: string;
  exercise: boolean;
  speed: number;
  planRef: PlanRef;
  directoryHash: string;
  /** Behaviours that whoever starts the case knows; pinned for its life. */
  behaviours: readonly number[];
  previous?: { caseId: string; recurrence: number; stoodDownAt?: Instant; closedAt?: Instant };
}

/**
 * Refuses what no case may take, whoever sends it: times that run backwards, are too far apart, or lie in the future
 * by more than the plan's tolerance.
 * @throws {Refused} `invalid`
 */
export function checkReport(plan: Plan, body: ReportBody, at: Instant): void {
  const { earliest, latest } = body.occurredAt;
  const path = '/occurredAt';
  if (latest < earliest) throw invalid(path, '`latest` comes before `earliest`; give them in order.');
  if (between(earliest, latest) > plan.reports.spread) {
    throw invalid(path, 'The interval is too wide; give `earliest` and `latest` at most the plan’s spread apart.');
  }
  if (latest > plus(at, plan.reports.futureTolerance)) {
    throw invalid(path, `The violation would lie in the future: it is ${at} now. Check the date and the time zone.`);
  }
}

const invalid = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);

/** RULES 5, by `accepted − earliest`; `review` is for people to look at and opens nothing. */
export function latenessOf(plan: Plan, earliest: Instant, at: Instant): LatenessClass | 'review' {
  const age = between(earliest, at);
  if (age > plan.reports.review) return 'review';
  if (plan.firstViolation === 'acceptance') return age < plan.reports.fresh ? 'fresh' : 'delayed';
  if (age >= plan.reports.late) return 'late';
  return age < plan.reports.fresh ? 'fresh' : 'delayed';
}

const NO_GRACE: Grace = { duties: 0, gates: 0 };

/** The events of the first report of a case, on a state made by `newCase`. */
export function openCase(state: CaseState, opening: Opening, command: CommandOf<'report'>, now: Instant): CaseEvent[] {
  const draft = new Draft(state, command.at, now);
  const { body, at } = command;
  requireSingle(state, command.actor, 'report');
  const lateness = body.judged?.class ?? latenessOf(divide(state.plan, opening.speed), body.occurredAt.earliest, at);
  if (lateness === 'review' || body.standing === 'alleged' || body.judged?.outcome === 'duplicate') {
    throw new Refused('conflict', 'A report that is alleged or too old opens no case; people review it.');
  }
  const { previous, ...rest } = opening;
  draft.emit({
    type: 'case-opened',
    because: because('RULES 2', 'A credible violation in a scope without an open or quiet case opens one.'),
    ...pick(rest),
    plan: opening.planRef,
    behaviours: [...opening.behaviours],
    acceptedAt: at,
    recurrence: (previous?.recurrence ?? 0) + 1,
    lateness,
    ...(previous ? { previousCaseId: previous.caseId } : {}),
    ...(previous?.stoodDownAt === undefined ? {} : { previousStoodDownAt: previous.stoodDownAt }),
    ...(disprovesQuiet(opening, body) ? { disprovesQuiet: true } : {}),
  });
  checkReport(draft.state.plan, body, at);
  const violationId = recordViolation(draft, command);
  const first = firstViolation(draft.state);
  const why = because('RULES 2', 'The earliest occurrence on which the case rests.', { violationId });
  draft.emit({ type: 'first-violation-set', because: why, at: first, violationId });
  const grace = lateness === 'late' ? draft.state.plan.grace.lateReport : NO_GRACE;
  setGates(draft, at, grace);
  createDuties(draft, (duty) => duty.createdBy === 'opening', { knownAt: at, grace: grace.duties });
  tellOpened(draft, command, violationId);
  return draft.events;
}

/** RULES 5: it occurred between the stand-down and the closing of the previous case. */
function disprovesQuiet({ previous, behaviours }: Opening, { occurredAt }: ReportBody): boolean {
  if (previous?.stoodDownAt === undefined || previous.closedAt === undefined) return false;
  const inQuiet = occurredAt.latest >= previous.stoodDownAt && occurredAt.earliest < previous.closedAt;
  return inQuiet && follows({ behaviours }, 2);
}

const pick = ({ caseId, agreement, scope, exercise, speed, directoryHash }: Omit<Opening, 'previous'>) => ({
  caseId,
  agreement,
  scope,
  exercise,
  speed,
  directoryHash,
});

function tellOpened(draft: Draft, command: CommandOf<'report'>, violationId: string): void {
  const { state } = draft;
  const { body, at } = command;
  const age = between(body.occurredAt.earliest, at);
  const timed = state.plan.gates.filter((gate) => gate.condition.kind !== 'declaration');
  const [next] = timed.flatMap(({ id }) => (state.gates[id] ? [{ gateId: id, opensAt: state.gates[id].opensAt }] : []));
  const facts: FactsOf<'case-opened'> = {
    topic: 'case-opened',
    violationId,
    violationKind: body.kind,
    occurredAt: body.occurredAt,
    acceptedAt: at,
    lateBy: age < state.plan.reports.fresh ? 0 : age,
    ...(state.disprovesQuiet && state.previousCaseId ? { disproves: state.previousCaseId } : {}),
    ...(next ? { left: { ...next, span: between(at, next.opensAt) } } : {}),
  };
  tell(draft, facts, because('RULES 7', 'A case has opened.'), { reporter: command.actor.office, phase: 1 });
}

/** A report to a case that is open or quiet. */
export function decideReport(draft: Draft, command: CommandOf<'report'>): void {
  const { body, at } = command;
  requireSingle(draft.state, command.actor, 'report');
  checkReport(draft.state.plan, body, at);
  const known = draft.state.reports[body.reportKey];
  if (known) {
    if (!known.contents.includes(body.contentHash)) revise(draft, command);
    return;
  }
  const fits = body.judged?.outcome === 'duplicate' ? duplicated(draft.state, body) : fitsViolation(draft.state, body);
  if (
    !fits &&
    !body.judged &&
    (body.standing === 'alleged' || latenessOf(draft.state.plan, body.occurredAt.earliest, at) === 'review')
  ) {
    return setAside(draft, body, 'Alleged, or older than the plan takes without review.');
  }
  const before = draft.state;
  const news = fits ? attach(draft, command, fits) : record(draft, command);
  moveFirstViolation(draft, before);
  if (news && !fits && resumes(before, body)) resumeBy(draft, resumption(draft.state, news.violationId, body, at));
  else if (news) tellNews(draft, news);
  openWaitingGates(draft);
}

/** RULES 8: at or after the stand-down's effect, in the quiet period; an earlier one is added only. */
const resumes = (state: CaseState, { occurredAt }: ReportBody): boolean =>
  follows(state, 2) && state.status === 'quiet' && occurredAt.latest >= (state.stoodDownAt ?? '');

/** "Where two apply, the longer": a late report that resumes a case has its own grace. */
function resumption(state: CaseState, violationId: string, { occurredAt, judged }: ReportBody, at: Instant) {
  const isLate = (judged?.class ?? latenessOf(state.plan, occurredAt.earliest, at)) === 'late';
  return { violationId, grace: isLate ? state.plan.grace.lateReport : NO_GRACE };
}

/** People found it to describe a violation of the case; it never makes one of its own. @throws {Refused} */
function duplicated(state: CaseState, body: ReportBody): string {
  const named = body.corroborates === undefined ? undefined : state.violations[body.corroborates];
  const violationId = named && named.standing !== 'void' ? named.id : fitsViolation(state, body);
  if (violationId !== undefined) return violationId;
  throw new Refused('conflict', 'The case has no violation that this report could describe as well.');
}

type News = FactsOf<'violation-added'>['items'][number];

function record(draft: Draft, command: CommandOf<'report'>): News {
  const violationId = recordViolation(draft, command);
  return newsOf(draft.state, violationId, 'violation');
}

const newsOf = (state: CaseState, violationId: string, what: News['what']): News => {
  const { kind, occurredAt, standing } = state.violations[violationId] as ViolationState;
  return { violationId, what, violationKind: kind, occurredAt, standing };
};

function recordViolation(draft: Draft, command: CommandOf<'report'>): string {
  const { body, actor, at } = command;
  const violationId = `v${draft.state.counters.violation + 1}`;
  draft.emit({
    type: 'violation-recorded',
    because: because('RULES 5', credibleBy(body), {
      claimedVerified: body.claimedVerified ?? false,
      ...(body.judged ? { review: body.judged.reviewId, class: body.judged.class } : {}),
    }),
    violationId,
    kind: body.kind,
    place: body.place,
    occurredAt: body.occurredAt,
    acceptedAt: at,
    standing: body.standing,
    ...reportedBy(command),
    reporter: actor.office,
    description: body.description,
  });
  return violationId;
}

function credibleBy({ judged }: ReportBody): string {
  if (!judged) return 'The reporter’s organisation is accredited: credible by default.';
  if (judged.by === undefined) return 'The report of another organisation corroborated it under review.';
  return `Reviewed; the office ${judged.by} judged it credible.`;
}

const reportedBy = ({ body, actor }: CommandOf<'report'>) => ({
  reportKey: body.reportKey,
  contentHash: body.contentHash,
  organisation: actor.organisation,
  reporter: actor.office,
  person: actor.person,
});

/** Counts once for each organisation; a further report of one that counts already is attached and counts nothing. */
function attach(draft: Draft, command: CommandOf<'report'>, violationId: string): News | undefined {
  const { body, actor } = command;
  const known = draft.state.violations[violationId]?.organisations.includes(actor.organisation) ?? false;
  // Found to be a duplicate by people, it counts only where it also fits.
  const counts = !known && (body.judged?.outcome !== 'duplicate' || fitsViolation(draft.state, body) === violationId);
  draft.emit({
    type: 'report-attached',
    because: because(
      'RULES 5',
      counts
        ? 'Another organisation reports the same kind of event at this place and time.'
        : 'This organisation counts already for the violation.',
    ),
    violationId,
    ...reportedBy(command),
    occurredAt: body.occurredAt,
    standing: body.standing,
    counts,
    description: body.description,
  });
  return counts ? { ...newsOf(draft.state, violationId, 'corroboration'), occurredAt: body.occurredAt } : undefined;
}

function setAside(draft: Draft, body: ReportBody, reason: string): void {
  const { reportKey, contentHash } = body;
  draft.emit({ type: 'report-set-aside', because: because('RULES 5', reason), reportKey, contentHash, reason });
}

/** RULES 2: by the sender; may move `earliest` by a limited span from the first report, never later. */
function revise(draft: Draft, command: CommandOf<'report'>): void {
  const { body } = command;
  const known = draft.state.reports[body.reportKey];
  if (!known?.violationId) return setAside(draft, body, 'Revises a report that is under review.');
  const moved = Math.abs(between(known.firstEarliest, body.occurredAt.earliest));
  if (!body.judged && moved > draft.state.plan.reports.revisionMove) {
    return setAside(draft, body, 'Moves the occurrence further than a revision may.');
  }
  const before = draft.state;
  const earliest = earlier(known.occurredAt.earliest, body.occurredAt.earliest);
  draft.emit({
    type: 'report-revised',
    because: because('RULES 2', 'Same report key, other content, by the sender.', {
      claimedEarliest: body.occurredAt.earliest,
    }),
    violationId: known.violationId,
    reportKey: body.reportKey,
    contentHash: body.contentHash,
    revision: known.contents.length,
    occurredAt: { earliest, latest: later(earliest, body.occurredAt.latest) },
    description: body.description,
  });
  moveFirstViolation(draft, before);
  if (before.firstViolationAt === draft.state.firstViolationAt) {
    const occurredAt = draft.state.reports[body.reportKey]?.occurredAt ?? body.occurredAt;
    tellNews(draft, { ...newsOf(draft.state, known.violationId, 'revision'), occurredAt });
  }
  openWaitingGates(draft);
}

/**
 * The violation of the case that this report describes, if any: same sector and kind, near in time to the violation's first report and, where both say where, near in space (RULES 5). A violation
 * named by the sender is chosen if it fits; else the one nearest in time.
 */
export function fitsViolation(state: CaseState, body: ReportBody): string | undefined {
  const fitting = Object.values(state.violations).filter((violation) => fits(state, violation, body));
  const named = fitting.find(({ id }) => id === body.corroborates);
  if (named) return named.id;
  const distance = ({ occurredAt }: ViolationState): Span =>
    Math.abs(between(occurredAt.earliest, body.occurredAt.earliest));
  return fitting.sort((a, b) => distance(a) - distance(b) || (a.id < b.id ? -1 : 1))[0]?.id;
}

function fits(state: CaseState, violation: ViolationState, body: ReportBody): boolean {
  if (violation.standing === 'void' || violation.sameAs !== undefined) return false;
  // What happened at or after a stand-down is never the violation from before it.
  const { stoodDownAt } = state;
  const before = follows(state, 2) ? violation.occurredAt.latest : violation.acceptedAt;
  if (stoodDownAt && body.occurredAt.latest >= stoodDownAt && before < stoodDownAt) return false;
  return describeOne(state.plan, violation, body);
}

/** What two accounts of an event are compared by. */
export type Account = Pick<ReportBody, 'kind' | 'place' | 'occurredAt'>;

/** RULES 5: same sector and kind, near in time and, where both give coordinates, near in space. */
export function describeOne({ reports }: Pick<Plan, 'reports'>, a: Account, b: Account): boolean {
  const { within, distanceKm } = reports.corroboration;
  if (a.kind !== b.kind || a.place.sector !== b.place.sector) return false;
  if (Math.abs(between(a.occurredAt.earliest, b.occurredAt.earliest)) > within) return false;
  const km = kilometres(a.place, b.place);
  return km === undefined || km <= distanceKm;
}

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance; `undefined` unless both places have coordinates. */
function kilometres(a: ReportBody['place'], b: ReportBody['place']): number | undefined {
  if (a.latitude === undefined || a.longitude === undefined) return undefined;
  if (b.latitude === undefined || b.longitude === undefined) return undefined;
  const radians = Math.PI / 180;
  const [from, to] = [a.latitude * radians, b.latitude * radians];
  const half =
    Math.sin((to - from) / 2) ** 2 +
    Math.cos(from) * Math.cos(to) * Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half));
}

/** At most one digest per recipient in the plan's span (RULES 7). */
function tellNews(draft: Draft, item: News): void {
  const { digest, plan, routineHeldUntil } = draft.state;
  const why = because('RULES 7', 'The record of this case has changed.');
  const spaced = digest.lastAt === undefined ? draft.now : plus(digest.lastAt, plan.timing.digest);
  const free = later(spaced, routineHeldUntil ?? '');
  if (free > draft.now || digest.dueAt !== undefined) {
    draft.emit({ type: 'digest-kept', because: why, item, dueAt: digest.dueAt ?? free });
    return;
  }
  tell(draft, { topic: 'violation-added', items: [item], more: 0 }, why);
}

export function actDigest(draft: Draft): void {
  const { items, more } = draft.state.digest;
  const why = because('RULES 7', 'The record of this case has changed.');
  tell(draft, { topic: 'violation-added', items, more }, why);
}
