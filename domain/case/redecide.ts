/**
 * Decides a whole case again, from its recorded commands and due instants and the plan that it ran under, and compares
 * every event with what is on record: what was decided otherwise than the rules say, too early or out of turn does not
 * come out the same. For auditors; pure, so that it runs decades later and in a browser.
 */
import { later, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { asErased } from '../erasure/erased.js';
import { isSameJson } from '../same-json.js';
import { Refused } from '../refused.js';
import { act, latenessMs } from './act.js';
import type { Command, CommandOf } from './commands.js';
import { decide } from './decide.js';
import { nextDue } from './due.js';
import type { Due } from './due.js';
import type { CaseEntryBody } from './entry-body.js';
import { applyEntry } from './evolve.js';
import type { CaseEvent, EventOf } from './events.js';
import { comesBefore } from './order.js';
import { openCase } from './reports.js';
import type { Opening } from './reports.js';
import type { CaseState } from './state.js';

export interface DecisionFault {
  /** The entry in which it stands. */
  seq: number;
  /** A full sentence. */
  says: string;
}

type Cause<K extends CaseEntryBody['cause']['kind']> = Extract<CaseEntryBody['cause'], { kind: K }>;

/**
 * The faults of the entries 1 … of a case, in order; `blank` is made by `newCase` from the plan and directory that the
 * first entry names. A fault does not end it: what follows is judged from what is on record. `erased`: of each entry the
 * places whose words were erased by decision; there nothing is compared.
 */
export function redecide(
  blank: CaseState,
  entries: readonly CaseEntryBody[],
  erased: readonly (readonly string[])[] = [],
): DecisionFault[] {
  const wordsAreGone = erased.some((places) => places.length > 0);
  const faults: DecisionFault[] = [];
  let state = blank;
  let before: Instant = '';
  for (const [index, body] of entries.entries()) {
    const seq = index + 1;
    try {
      if (body.decidedAt < before) faults.push({ seq, says: 'It was decided before the entry before it.' });
      faults.push(
        ...faultsOf(state, body, wordsAreGone ? (erased[index] ?? []) : undefined).map((says) => ({ seq, says })),
      );
      before = later(before, body.decidedAt);
      faults.push(...pinnedOtherwise(state, body).map((says) => ({ seq, says })));
      state = applyEntry(state, seq, body);
    } catch (error) {
      // What is no entry of a case at all breaks the rules' own assumptions; nothing after it can be judged.
      const why = error instanceof Error ? error.message : String(error);
      return [...faults, { seq, says: `Nothing can be decided from it or after it: ${why.slice(0, 200)}` }];
    }
  }
  return faults;
}

function faultsOf(state: CaseState, body: CaseEntryBody, erased: readonly string[] | undefined): string[] {
  const { cause } = body;
  const found = cause.kind === 'due' ? turnOfDue(state, body, cause) : turnOfCommand(state, body, cause);
  const decided = again(state, body);
  if (!decided) return [...found, 'It opens no case, and it is the first.'];
  const comparable = erased ? comparedWith(body.events, decided, erased) : decided;
  const difference = differing(comparable, body.events);
  return difference === undefined ? found : [...found, difference];
}

function comparedWith(recorded: readonly CaseEvent[], decided: readonly CaseEvent[], erased: readonly string[]) {
  const events = erased.filter((place) => place.startsWith('/events/')).map((place) => place.slice('/events'.length));
  return asErased(decided, recorded, events) as CaseEvent[];
}

/** The events as the rules have them; `undefined` where the entry gives nothing to decide from. */
function again(state: CaseState, body: CaseEntryBody): CaseEvent[] | undefined {
  const { cause, at, decidedAt, events } = body;
  try {
    if (cause.kind === 'due') return act(state, dueOf(cause), decidedAt);
    const { command: kind, commandId, actor, acceptedAt, body: given } = cause;
    const command = { kind, commandId, actor, acceptedAt, at, body: given } as Command;
    if (state.seq > 0) return decide(state, command, decidedAt);
    const opening = openingOf(state, events);
    return opening && openCase(state, opening, command as CommandOf<'report'>, decidedAt);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [{ type: 'refused', because: { clause: 'RULES 6', why: error.detail }, refusal: error.refusal }];
  }
}

/** What stands in every entry, and the case keeps from its opening on. */
function pinnedOtherwise(
  state: CaseState,
  { plan, directoryHash, behaviours, speed, events }: CaseEntryBody,
): string[] {
  const kept = state.seq > 0 ? state : events.find((event) => event.type === 'case-opened');
  if (!kept) return [];
  const found = plan.hash === state.planRef.hash ? [] : [`It names plan ${plan.hash}; the case ran under another.`];
  // The first entries of the first releases named those of no case yet.
  if (state.seq > 0 && !isSameJson(kept.behaviours, behaviours)) {
    found.push('It names other behaviours than the case was opened with.');
  }
  if (kept.speed !== speed) found.push(`It names the speed ${speed}; the case was opened with ${kept.speed}.`);
  if (state.seq === 0 && kept.directoryHash !== directoryHash) found.push(`It names directory ${directoryHash}.`);
  return found;
}

function turnOfDue(state: CaseState, { decidedAt }: CaseEntryBody, cause: Cause<'due'>): string[] {
  const due = nextDue(state);
  const found: string[] = [];
  if (due?.at !== cause.dueAt || `${due.kind}:${due.subject}` !== cause.due) {
    const turn = due ? `the turn of ${due.kind}:${due.subject}, due at ${due.at}` : 'nothing due';
    found.push(`It acted on ${cause.due}, due at ${cause.dueAt}; there was ${turn}.`);
  }
  const ready = plus(cause.dueAt, state.plan.timing.settle);
  if (decidedAt < ready) found.push(`It acted at ${decidedAt}, before ${ready}: early.`);
  const late = latenessMs(state, dueOf(cause), decidedAt);
  if (late !== cause.latenessMs) found.push(`It says that it was ${cause.latenessMs} ms late; it was ${late}.`);
  return found;
}

function turnOfCommand(state: CaseState, { at, decidedAt }: CaseEntryBody, cause: Cause<'command'>): string[] {
  const found: string[] = [];
  if (at > cause.acceptedAt) found.push(`It counts from ${at}, after its acceptance at ${cause.acceptedAt}.`);
  if (at > decidedAt) found.push(`It counts from ${at}, and was decided at ${decidedAt}, before that.`);
  const due = state.seq > 0 ? nextDue(state) : undefined;
  if (due && !comesBefore({ kind: cause.command, at }, due)) {
    found.push(`${due.kind}:${due.subject} was due at ${due.at} and had not acted; it came first.`);
  }
  return found;
}

const dueOf = ({ due, dueAt: at }: Cause<'due'>): Due => {
  const [kind = '', ...subject] = due.split(':');
  return { kind: kind as Due['kind'], subject: subject.join(':'), at };
};

/** What the case was opened with. Of the case before it only this is on record here. */
function openingOf({ planRef }: CaseState, events: readonly CaseEvent[]): Opening | undefined {
  const opened = events.find((event): event is EventOf<'case-opened'> => event.type === 'case-opened');
  if (!opened) return undefined;
  const { caseId, agreement, scope, exercise, speed, directoryHash, behaviours } = opened;
  const { previousCaseId, previousStoodDownAt, recurrence, disprovesQuiet } = opened;
  const opening = { caseId, agreement, scope, exercise, speed, planRef, directoryHash, behaviours };
  if (previousCaseId === undefined) return opening;
  const closed = disprovesQuiet ? { closedAt: opened.acceptedAt } : {};
  const stoodDown = previousStoodDownAt === undefined ? {} : { stoodDownAt: previousStoodDownAt };
  return { ...opening, previous: { caseId: previousCaseId, recurrence: recurrence - 1, ...stoodDown, ...closed } };
}

function differing(decided: readonly CaseEvent[], recorded: readonly CaseEvent[]): string | undefined {
  for (let nth = 0; nth < Math.max(decided.length, recorded.length); nth += 1) {
    const [should, is] = [decided[nth], recorded[nth]];
    if (!is) return `The event "${should?.type ?? ''}" is missing; the rules have it here.`;
    if (!should) return `The event "${is.type}" does not follow from the rules.`;
    if (isSameJson(should, is)) continue;
    return should.type === is.type
      ? `The event "${is.type}" says otherwise than the rules have it.`
      : `The event "${is.type}" stands where the rules have "${should.type}".`;
  }
  return undefined;
}
