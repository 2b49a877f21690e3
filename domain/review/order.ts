/** What comes next in a review: as in a case (RULES 3), by when commands were accepted and when D0 is due. */
import { later, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { Refused } from '../refused.js';
import { act, decide } from './decide.js';
import { evolve } from './evolve.js';
import type { ReviewCommand, ReviewEvent, ReviewRules, ReviewState } from './review.js';
import { stepAt, triageOf } from './triage.js';

/** A step of D0. */
export interface ReviewDue {
  at: Instant;
  step: number;
}

export type ReviewStep =
  | { kind: 'command'; command: ReviewCommand }
  | { kind: 'due'; due: ReviewDue }
  /** Nothing may be done before this instant, unless another command arrives. */
  | { kind: 'wait'; until: Instant }
  | { kind: 'idle' };

export function nextDue({ clock }: ReviewState, { plan }: Pick<ReviewRules, 'plan'>): ReviewDue | undefined {
  if (!clock) return undefined;
  const step = clock.steps + 1;
  return { at: stepAt(triageOf(plan), clock.since, step), step };
}

export function nextStep(
  state: ReviewState,
  rules: ReviewRules,
  waiting: readonly ReviewCommand[],
  now: Instant,
): ReviewStep {
  const due = nextDue(state, rules);
  const command = first(waiting);
  if (command && (!due || command.at <= due.at)) return { kind: 'command', command };
  if (!due) return { kind: 'idle' };
  const ready = plus(due.at, rules.plan.timing.settle);
  return ready <= now ? { kind: 'due', due } : { kind: 'wait', until: ready };
}

const first = (waiting: readonly ReviewCommand[]): ReviewCommand | undefined => [...waiting].sort(sooner)[0];

function sooner(a: ReviewCommand, b: ReviewCommand): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.commandId < b.commandId ? -1 : 1;
}

/**
 * What would come of `command` after everything that comes before it: for validators and dry runs. Changes nothing.
 * @throws {Refused}
 */
export function judge(
  state: ReviewState,
  rules: ReviewRules,
  waiting: readonly ReviewCommand[],
  command: ReviewCommand,
  now: Instant,
): ReviewEvent[] {
  let current = state;
  for (const one of [...waiting, command].sort(sooner)) {
    const due = nextDue(current, rules);
    // Steps of D0 that come before it collapse into one.
    if (due && one.at > due.at) current = act(current, rules, due, later(now, one.at)).reduce(evolve, current);
    if (one === command) return decide(current, rules, command);
    current = tryDecide(current, rules, one).reduce(evolve, current);
  }
  return [];
}

/** A command that is refused changes nothing; the reason is its sender's alone. */
function tryDecide(state: ReviewState, rules: ReviewRules, command: ReviewCommand): ReviewEvent[] {
  try {
    return decide(state, rules, command);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
