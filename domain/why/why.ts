/**
 * `why CASE [WHAT]`: from the entries of a case to answers in full sentences. WHAT is an instant, a phase's number, the
 * id of a gate, duty, office or organisation, or the id of a part of the case (`v1`, `p1`, `c1`, `a1`); without it, the
 * story of the case. Nothing is said that no entry says.
 */
import type { CaseEvent } from '../case/events.js';
import { parseInstant } from '../instant.js';
import { Refused } from '../refused.js';
import { didYouMean } from '../shape/did-you-mean.js';
import { MOST_SENTENCES } from './answer.js';
import type { AboutKind, Answered, Asked, Sentence } from './answer.js';
import { ofDuty } from './of-duty.js';
import { ofGate, ofPhase } from './of-gate.js';
import { ofInstant } from './of-instant.js';
import { ofOffices } from './of-office.js';
import { sentenceOf, story } from './story.js';

/** @throws {Refused} `invalid`, with what would be right, where this case knows nothing of that name */
export function why(asked: Asked, what?: string): Answered {
  if (what === undefined) return answered('case', asked.state.caseId, story(asked));
  return found(asked, what.trim()) ?? unknown(asked, what.trim());
}

function found(asked: Asked, what: string): Answered | undefined {
  const { plan, directory, duties } = asked.state;
  const instant = parseInstant(what);
  if (instant !== undefined) return answered('instant', instant, ofInstant(asked, instant));
  const phase = plan.phases.find((one) => String(one.phase) === what)?.phase;
  if (phase !== undefined) return answered('phase', what, ofPhase(asked, phase));
  const gate = plan.gates.find(({ id }) => id === what);
  if (gate) return answered('gate', what, ofGate(asked, gate));
  if (Object.hasOwn(duties, what) || plan.duties.some(({ id }) => id === what)) {
    return answered('duty', what, ofDuty(asked, what));
  }
  if (Object.hasOwn(directory.offices, what)) return answered('office', what, ofOffices(asked, [what]));
  if (Object.hasOwn(directory.organisations, what)) {
    const offices = Object.entries(directory.offices).filter(([, { organisation }]) => organisation === what);
    return answered(
      'organisation',
      what,
      ofOffices(
        asked,
        offices.map(([id]) => id),
      ),
    );
  }
  const part = ofPart(asked, what);
  return part.length === 0 ? undefined : answered('part', what, part);
}

/** Whatever names this violation, proposal, completion, acknowledgement or notice. */
function ofPart({ entries, state }: Asked, id: string): Sentence[] {
  return entries.flatMap(
    (entry) =>
      sentenceOf(
        entry,
        entry.body.events.filter((event) => names(event, id)),
        state,
      ) ?? [],
  );
}

const PARTS = ['violationId', 'proposalId', 'completionId', 'acknowledgementId', 'noticeId'] as const;

const names = (event: CaseEvent, id: string): boolean =>
  PARTS.some((part) => (event as Partial<Record<string, unknown>>)[part] === id);

function answered(kind: AboutKind, id: string, sentences: Sentence[]): Answered {
  const kept = sentences.slice(-MOST_SENTENCES);
  return { about: { kind, id }, sentences: kept, left: sentences.length - kept.length };
}

function unknown({ state: { plan, duties, directory } }: Asked, what: string): never {
  const known = [
    ...plan.gates.map(({ id }) => id),
    ...plan.duties.map(({ id }) => id),
    ...Object.keys(duties),
    ...Object.keys(directory.offices),
    ...Object.keys(directory.organisations),
  ];
  const message =
    'Give an instant (2027-03-27T20:00:00.000Z), the number of a phase, or the id of a gate, duty, office, ' +
    `organisation, violation or proposal of this case.${didYouMean(what, known)}`;
  throw new Refused('invalid', `This case has nothing called "${what.slice(0, 80)}".`, [{ path: '/what', message }]);
}
