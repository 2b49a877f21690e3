/**
 * What comes next (RULES 3): commands by when they were accepted, due instants by when they are due, never by the
 * order of arrival or the moment at which a worker happened to run.
 */
import { later, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { invariant } from '../invariant.js';
import { act } from './act.js';
import type { Command, CommandKind } from './commands.js';
import { decide } from './decide.js';
import { nextDue } from './due.js';
import type { Due } from './due.js';
import { evolve } from './evolve.js';
import type { CaseEvent } from './events.js';
import type { CaseState } from './state.js';
import { Refused } from '../refused.js';

export type Step =
  | { kind: 'command'; command: Command }
  | { kind: 'due'; due: Due }
  /** Nothing may be done before this instant, unless another command arrives. */
  | { kind: 'wait'; until: Instant }
  | { kind: 'idle' };

/** At an equal instant these come before what is due there: ties go to the responder. */
const BEFORE_DUE: readonly CommandKind[] = [
  'completeDuty',
  'confirm',
  'waive',
  'decide',
  'acknowledge',
  'pass',
  'undoAcknowledgement',
];

export function nextStep(state: CaseState, waiting: readonly Command[], now: Instant): Step {
  const due = nextDue(state);
  const command = first(waiting);
  if (command && (!due || comesBefore(command, due))) return { kind: 'command', command };
  if (!due) return { kind: 'idle' };
  const ready = plus(due.at, state.plan.timing.settle);
  return ready <= now ? { kind: 'due', due } : { kind: 'wait', until: ready };
}

export function comesBefore(command: Pick<Command, 'kind' | 'at'>, due: Due): boolean {
  return command.at < due.at || (command.at === due.at && BEFORE_DUE.includes(command.kind));
}

function first(waiting: readonly Command[]): Command | undefined {
  return waiting.reduce<Command | undefined>(
    (best, command) => (best === undefined || sooner(command, best) ? command : best),
    undefined,
  );
}

function sooner(a: Command, b: Command): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const [early, late] = [BEFORE_DUE.includes(a.kind), BEFORE_DUE.includes(b.kind)];
  return early === late ? a.commandId < b.commandId : early;
}

/** More due instants than this between now and a command is a bug, not a case. */
const MOST_STEPS = 10_000;

/**
 * What would come of `command` after everything that comes before it: for validators and dry runs. Changes nothing.
 * @throws {Refused}
 */
export function judge(state: CaseState, waiting: readonly Command[], command: Command, now: Instant): CaseEvent[] {
  let current = state;
  let queue = [...waiting, command];
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    // As if what is due up to the command had settled.
    const due = nextDue(current);
    const next = first(queue) as Command;
    if (due && !comesBefore(next, due)) {
      const acting = later(now, plus(due.at, current.plan.timing.settle));
      current = act(current, due, acting).reduce(evolve, current);
      continue;
    }
    if (next === command) return decide(current, command, later(now, command.at));
    queue = queue.filter((one) => one !== next);
    current = tryDecide(current, next, now).reduce(evolve, current);
  }
  invariant(false, 'a command is reached within a bounded number of steps');
}

/** A command that is refused changes nothing; the reason is its sender's alone. */
function tryDecide(state: CaseState, command: Command, now: Instant): CaseEvent[] {
  try {
    return decide(state, command, now);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
