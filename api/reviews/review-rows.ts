/** What is shown of a review: its reports as the intake has them, and what became of each as its record says. */
import { nextDue } from '../../domain/review/order.js';
import { REASONS } from '../../domain/review/reason.js';
import type { ReviewedReport, ReviewState } from '../../domain/review/review.js';
import { askedBy, triageOf } from '../../domain/review/triage.js';
import type { Accepted } from '../../record/intake.js';
import type { Caller } from '../access/caller.js';
import type { World } from '../worlds/world.js';
import { reviewIdOf, whyOf } from './review-address.js';
import { reportOf } from './review-views.js';
import type { ReviewedReportRow, ReviewRow } from './review.schema.js';

/** Every review of which the caller may see a report; those that wait first, then the latest. */
export function reviewRows({ world, actor }: Caller): ReviewRow[] {
  const own = actor?.roles.includes('machine') ? actor.organisation : undefined;
  const rows = new Map(world.reviews.all().map(({ state }) => [state.reviewId, rowOf(world, state)]));
  for (const commandId of world.reviews.toGive()) {
    const accepted = world.intake.accepted(commandId)?.body;
    if (accepted) addWaiting(rows, world, accepted);
  }
  const seen = [...rows.values()].map((row) => ({
    ...row,
    reports: row.reports.filter(({ organisation }) => own === undefined || organisation === own),
  }));
  return seen.filter(({ reports }) => reports.length > 0).sort(waitingFirst);
}

export function rowOf(world: World, state: ReviewState): ReviewRow {
  const { reviewId, sector, seq, clock } = state;
  const reports = Object.values(state.reports).map((report) => reportRow(world, report));
  const row = { reviewId, sector, state: clock ? ('waiting' as const) : ('concluded' as const), seq, reports };
  const due = nextDue(state, world);
  if (!due || !clock) return row;
  return { ...row, next: { at: due.at, asks: askedBy(triageOf(world.plan), clock.steps, due.step) } };
}

function reportRow(world: World, report: ReviewedReport): ReviewedReportRow {
  const { reportKey, why, acceptedAt, office, organisation, kind, occurredAt, commandId, concluded } = report;
  const accepted = world.intake.accepted(commandId)?.body;
  const caseId = concluded && concluded.outcome !== 'not-a-violation' && world.views.report(reportKey)?.caseId;
  return {
    reportKey,
    why,
    because: REASONS[why].en,
    acceptedAt,
    office,
    organisation,
    kind,
    occurredAt,
    description: accepted ? reportOf(accepted).body.description : '',
    state: concluded ? 'concluded' : 'waiting',
    ...(concluded ? { outcome: concluded.outcome, text: concluded.text, concludedAt: concluded.at } : {}),
    ...(concluded?.by ? { concludedBy: concluded.by.office } : {}),
    ...(caseId ? { caseId } : {}),
  };
}

/** Accepted, and in no entry of its review yet. */
function addWaiting(rows: Map<string, ReviewRow>, world: World, accepted: Accepted): void {
  const reviewId = reviewIdOf(accepted);
  const { actor, body } = reportOf(accepted);
  const why = whyOf(world, accepted);
  const { reportKey, acceptedAt, scope: sector } = accepted;
  const { kind, occurredAt, description } = body;
  const { office, organisation } = actor;
  const because = REASONS[why].en;
  const report = { reportKey, why, because, acceptedAt, office, organisation, kind, occurredAt, description };
  const row = rows.get(reviewId) ?? { reviewId, sector, state: 'waiting', seq: 0, reports: [] };
  const others = row.reports.filter((one) => one.reportKey !== reportKey);
  rows.set(reviewId, { ...row, state: 'waiting', reports: [...others, { ...report, state: 'waiting' }] });
}

function waitingFirst(a: ReviewRow, b: ReviewRow): number {
  if (a.state !== b.state) return a.state === 'waiting' ? -1 : 1;
  const [x, y] = [a.next?.at ?? '', b.next?.at ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return a.reviewId < b.reviewId ? 1 : -1;
}
