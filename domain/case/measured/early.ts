/** What acted before its instant, or out of its turn (RULES 3), by the record alone; each in one sentence. */
import { between, plus } from '../../instant.js';
import type { Instant } from '../../instant.js';
import { dues } from '../due.js';
import type { CaseEvent, EventOf } from '../events.js';
import { holds, REWRITING } from './rewriting.js';
import type { Step } from './step.js';

/** "Completions, decisions and acknowledgements first (ties go to the responder)". */
export const RESPONDER = ['completeDuty', 'confirm', 'waive', 'decide', 'acknowledge', 'pass', 'undoAcknowledgement'];

export const actedEarly = (steps: readonly Step[]): string[] => [
  ...steps.flatMap(actsInTime),
  ...steps.flatMap(inTurn),
  ...steps.flatMap((step) => step.entry.events.flatMap((event) => early(step, event))),
];

function actsInTime({ entry, before }: Step): string[] {
  const { at, decidedAt, cause } = entry;
  if (cause.kind === 'command') {
    return at <= decidedAt && at <= cause.acceptedAt ? [] : [`${cause.command} counts as of ${at}, which is ahead`];
  }
  const late = between(cause.dueAt, decidedAt) - before.plan.timing.settle;
  const right = at === cause.dueAt && late >= 0 && cause.latenessMs === late;
  return right ? [] : [`${cause.due} of ${cause.dueAt} acts at ${decidedAt} and calls itself ${cause.latenessMs} late`];
}

/** "A command with `at` on or after an instant that has not acted waits for it." */
function inTurn({ entry, before }: Step): string[] {
  const { at, cause } = entry;
  if (cause.kind !== 'command' || before.status === 'new') return [];
  return dues(before)
    .filter((due) => due.at < at || (due.at === at && !RESPONDER.includes(cause.command)))
    .map((due) => `${cause.command} of ${at} comes before ${due.kind}:${due.subject} of ${due.at}`);
}

/** The instant at which `event` should have come of itself, by the case as it was before, where that is known. */
function early(step: Step, event: CaseEvent): string[] {
  const { before } = step;
  const { at } = step.entry;
  // What a correction or another version of the plan moved is judged by what it moved it to.
  const { plan, firstViolationAt } = holds(step, ...REWRITING) ? step.after : before;
  const gateOf = (id: string) => plan.gates.find((gate) => gate.id === id);
  switch (event.type) {
    case 'phase-opened': {
      const gate = gateOf(event.gateId);
      if (!gate) return [`phase ${event.phase} opens by no gate`];
      if (event.pattern !== undefined) return openedByPattern(step, event);
      const least = plus(firstViolationAt, gate.notBefore);
      const opensAt = before.gates[gate.id]?.opensAt ?? least;
      const right = event.openedAt >= least && event.openedAt >= opensAt && event.openedAt <= event.actedAt;
      return right ? [] : [`phase ${event.phase} opens as of ${event.openedAt}, its gate at ${opensAt}`];
    }
    case 'gate-lapsed':
      return lapsesEarly(step, plus(firstViolationAt, gateOf(event.gateId)?.lapses ?? 0), event.dueAt);
    case 'duty-approaching': {
      const due = before.duties[event.dutyId]?.workingDueAt ?? '';
      const right = plan.timing.reminders.some((span) => plus(due, -span) === event.reminderAt);
      return right && event.reminderAt === at ? [] : [`${event.dutyId}, due ${due}, is reminded of at ${at}`];
    }
    case 'duty-overdue': {
      const { workingDueAt = '', nextOverdueAt = '' } = before.duties[event.dutyId] ?? {};
      return same(`${event.dutyId} overdue`, at, event.nth === 0 ? workingDueAt : nextOverdueAt);
    }
    case 'undecided-listed':
      return same('the list of the undecided', at, before.duties[event.dutyId]?.treatyDueAt ?? '');
    case 'completion-unconfirmed': {
      const completions = before.duties[event.dutyId]?.completions ?? [];
      return same('unconfirmed', at, completions.find(({ id }) => id === event.completionId)?.confirmBy ?? '');
    }
    case 'proposal-lapsed':
      return event.reason === 'expired' ? same('expiry', at, before.proposals[event.proposalId]?.expiresAt ?? '') : [];
    case 'case-closed': {
      if (event.outcome === 'void') return same('the end of a void case', event.closedAt, at);
      const quietEnd = plus(before.stoodDownAt ?? at, plan.timing.quietPeriod);
      return event.closedAt >= quietEnd ? same('the quiet end', at, quietEnd) : [`closes as of ${event.closedAt}`];
    }
    default:
      return [];
  }
}

/** Before its gate's own instant, as of the instant of the flag that stands in the same entry (RULES 5). */
function openedByPattern({ entry, before }: Step, { phase, pattern, openedAt }: EventOf<'phase-opened'>): string[] {
  const flag = entry.events.find((event) => event.type === 'pattern-flagged' && event.what === pattern);
  if (flag?.type !== 'pattern-flagged') return [`phase ${phase} opens by a pattern that nobody flagged`];
  const { count } = before.plan.repetition;
  const few = pattern === 'repeated' && (flag.rests ?? []).length < count;
  return [
    ...same(`phase ${phase}`, openedAt, flag.at),
    ...(few ? [`the flag rests on fewer than ${count} violations`] : []),
  ];
}

/** One that came in a quiet period is recorded at the resumption, as of its instant (RULES 8). */
function lapsesEarly({ entry: { at }, before }: Step, should: Instant, dueAt: Instant): string[] {
  const meanwhile = before.status === 'quiet' && dueAt <= at;
  return [...same('the lapse', dueAt, should), ...(meanwhile ? [] : same('the lapse', at, should))];
}

const same = (what: string, at: Instant, should: Instant): string[] =>
  at === should ? [] : [`${what} acts as of ${at}, not ${should}`];
