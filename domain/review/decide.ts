/**
 * What a review decides: it collects reports, lets those of two organisations that describe one event become credible
 * (RULES 5), asks on while one of them waits (D0), and takes the outcome that an office gives.
 */
import { requireSingle } from '../case/authority.js';
import { because } from '../case/because.js';
import { foreignRefusal } from '../case/foreign.js';
import { membersOf } from '../case/members.js';
import { describeOne } from '../case/reports.js';
import type { Instant } from '../instant.js';
import type { GroupId } from '../plan/plan.js';
import type { HouseFacts } from '../notice/house-notice.js';
import { conclude } from './conclude.js';
import { judgedClass } from './judged.js';
import { evolve } from './evolve.js';
import { REASONS } from './reason.js';
import type { ReviewReason } from './reason.js';
import { waitingIn } from './review.js';
import type {
  CollectedReport,
  ReviewCommand,
  ReviewCommandOf,
  ReviewedReport,
  ReviewEvent,
  ReviewRules,
  ReviewState,
} from './review.js';
import { askedBy, stepAt, stepsBy, triageOf } from './triage.js';
import type { ReviewDue } from './order.js';

export class ReviewDraft {
  readonly events: ReviewEvent[] = [];

  constructor(
    public state: ReviewState,
    readonly rules: ReviewRules,
    readonly at: Instant,
  ) {}

  emit(event: ReviewEvent): void {
    this.events.push(event);
    this.state = evolve(this.state, event);
  }
}

/**
 * The events of a command; none where it changes nothing.
 * @throws {Refused}
 */
export function decide(state: ReviewState, rules: ReviewRules, command: ReviewCommand): ReviewEvent[] {
  const draft = new ReviewDraft(state, rules, command.at);
  switch (command.kind) {
    case 'collect':
      collect(draft, command);
      break;
    case 'conclude':
      requireSingle(rules, command.actor, 'review');
      conclude(draft, command);
      setClock(draft);
      break;
    case 'changeDirectory': {
      const why = because('RULES 6', 'A directory was published, or somebody’s time began or ended.');
      draft.emit({ type: 'directory-changed', because: why, hash: command.body.hash });
      break;
    }
    case 'noteForeign': {
      const why = because('RULES 6', 'Deny by default.');
      draft.emit({ type: 'refused', because: why, refusal: foreignRefusal(command.body) });
      break;
    }
  }
  return draft.events;
}

function collect(draft: ReviewDraft, command: ReviewCommandOf<'collect'>): void {
  const { report, why } = command.body;
  const known = draft.state.reports[report.reportKey];
  if (known?.contents.includes(report.contentHash)) return;
  const one = accountOf(command, why ?? 'alleged');
  const fitting = corroborated(draft, one);
  if (why !== undefined) {
    // A revision of what waits is asked for since its first content came.
    const acceptedAt = known && !known.concluded ? known.acceptedAt : one.acceptedAt;
    draft.emit({ type: 'report-collected', because: because('RULES 5', REASONS[why].en), ...one, acceptedAt });
  }
  const [first] = fitting;
  if (!first) return setClock(draft);
  for (const other of fitting) raise(draft, other, one);
  if (why === 'alleged') raise(draft, one, first);
  setClock(draft);
}

function accountOf(command: ReviewCommandOf<'collect'>, why: ReviewReason): CollectedReport {
  const { commandId, at, actor, body } = command;
  const { reportKey, contentHash, kind, place, occurredAt } = body.report;
  const { office, organisation, person } = actor;
  return {
    reportKey,
    contentHash,
    commandId,
    acceptedAt: at,
    why,
    office,
    organisation,
    person,
    kind,
    place,
    occurredAt,
  };
}

/** Reports that wait for nothing but a second voice, and that this one fits (RULES 5). */
function corroborated({ state, rules }: ReviewDraft, one: CollectedReport): ReviewedReport[] {
  if (one.why !== 'alleged') return [];
  return waitingIn(state).filter(
    (other) =>
      other.why === 'alleged' && other.organisation !== one.organisation && describeOne(rules.plan, other, one),
  );
}

function raise(draft: ReviewDraft, report: CollectedReport, by: CollectedReport): void {
  const { reportKey, commandId, occurredAt } = report;
  draft.emit({
    type: 'report-concluded',
    because: because('RULES 5', 'The report of another organisation fits it; that makes it credible, never verified.'),
    reportKey,
    commandId,
    outcome: 'credible',
    text: `Corroborated by a report of ${by.organisation}.`,
    at: draft.at,
    corroboratedBy: by.reportKey,
    class: judgedClass(draft.rules.plan, occurredAt.earliest, draft.at),
  });
}

/** D0 counts from the oldest report that waits; what has passed for a younger one is not asked again. */
function setClock(draft: ReviewDraft): void {
  const { clock } = draft.state;
  const waiting = waitingIn(draft.state);
  const [oldest] = waiting;
  if (!oldest) {
    if (clock) draft.emit({ type: 'clock-stopped', because: because('D0', 'No report waits any more.') });
    return;
  }
  const since = oldest.acceptedAt;
  if (clock?.since === since) return;
  const why = because('D0', 'Counted from the acceptance of the oldest report that waits.');
  const triage = triageOf(draft.rules.plan);
  const moved = clock && since > clock.since ? stepsBy(triage, since, draft.at) : clock?.steps;
  draft.emit({ type: 'clock-set', because: why, since, steps: moved ?? 0 });
  if (!clock) begin(draft, oldest);
}

function begin(draft: ReviewDraft, { why, kind, occurredAt, office }: CollectedReport): void {
  const { reviewId, sector } = draft.state;
  const triage = triageOf(draft.rules.plan);
  const dueAt = stepAt(triage, draft.state.clock?.since ?? draft.at, 1);
  tell(draft, triage.tell, {
    topic: 'review-begun',
    reviewId,
    sector,
    why,
    kind,
    occurredAt,
    by: office,
    dueAt,
  });
}

/** D0: whoever is next, and all who were missed where nobody was there to ask them. */
export function act(state: ReviewState, rules: ReviewRules, due: ReviewDue, now: Instant): ReviewEvent[] {
  const draft = new ReviewDraft(state, rules, due.at);
  const { clock } = state;
  if (!clock) return [];
  const triage = triageOf(rules.plan);
  const steps = Math.max(due.step, stepsBy(triage, clock.since, now));
  const why = because('D0', 'A report waits, and nobody has said what comes of it.', { steps });
  draft.emit({ type: 'clock-set', because: why, since: clock.since, steps });
  const { reviewId, sector } = state;
  const waiting = waitingIn(state).length;
  const facts = { topic: 'review-waiting', reviewId, sector, waiting, since: clock.since, nth: steps } as const;
  tell(draft, askedBy(triage, clock.steps, steps), facts);
  return draft.events;
}

function tell(draft: ReviewDraft, groups: readonly GroupId[], facts: HouseFacts): void {
  const offices = membersOf(draft.rules, groups);
  draft.emit({ type: 'told', because: because('D0', TOLD), facts, offices });
}

const TOLD = 'What waits for a review is told to the watch and legal at once, and then to the next in turn.';
