/** The outcome of a review: one person of the watch or legal, never who reported it, and once for each report. */
import { because } from '../case/because.js';
import { Refused } from '../refused.js';
import type { ReviewDraft } from './decide.js';
import { judgedClass } from './judged.js';
import { waitingIn } from './review.js';
import type { ConcludeBody, ReviewCommandOf, ReviewedReport, ReviewState } from './review.js';

/** @throws {Refused} */
export function conclude(draft: ReviewDraft, { actor, body }: ReviewCommandOf<'conclude'>): void {
  const { outcome, text, violationId } = body;
  if (violationId !== undefined && outcome !== 'duplicate') {
    const message = 'Only a duplicate names the violation that it describes as well.';
    throw new Refused('invalid', message, [{ path: '/violationId', message }]);
  }
  const { office, organisation, person } = actor;
  const judged = judgedBy(draft.state, body);
  const own = judged.find((report) => report.person === person);
  if (own) {
    const detail = `You reported ${own.reportKey} yourself; another person judges it. Name another by its reportKey.`;
    throw new Refused('forbidden', detail);
  }
  for (const { reportKey, commandId, occurredAt } of judged) {
    draft.emit({
      type: 'report-concluded',
      because: because('RULES 5', 'An office that may review it has judged it.'),
      reportKey,
      commandId,
      outcome,
      text,
      at: draft.at,
      by: { office, organisation, person },
      ...(violationId === undefined ? {} : { violationId }),
      ...(outcome === 'not-a-violation' ? {} : { class: judgedClass(draft.rules.plan, occurredAt.earliest, draft.at) }),
    });
  }
}

function judgedBy(state: ReviewState, { reportKey }: ConcludeBody): ReviewedReport[] {
  if (reportKey === undefined) {
    const waiting = waitingIn(state);
    if (waiting.length > 0) return waiting;
    throw new Refused('conflict', 'Every report of this review has its outcome; GET /api/v1/reviews shows them.');
  }
  const report = Object.hasOwn(state.reports, reportKey) ? state.reports[reportKey] : undefined;
  if (!report) throw new Refused('not-found', 'This review has no report of that key; GET /api/v1/reviews lists them.');
  if (!report.concluded) return [report];
  const { outcome, at } = report.concluded;
  throw new Refused('conflict', `This report has its outcome already: ${outcome}, at ${at}.`);
}
