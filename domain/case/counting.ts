/** What a case says to the agreement of its violations, so that they are counted over all cases (RULES 5). */
import type { Counted, CountAnswer } from '../agreement/counted.js';
import { between, earlier } from '../instant.js';
import type { Instant } from '../instant.js';
import { ITSELF } from './commands.js';
import type { BodyOf, Envelope } from './commands.js';
import type { EventType } from './events.js';
import type { CaseState, ViolationState } from './state.js';

/** Only these can change what is counted; every other entry costs nothing. */
const CHANGING: readonly EventType[] = [
  'standing-raised',
  'violation-voided',
  'violation-moved',
  'violations-joined',
  'violations-parted',
];

export const changesCount = (events: readonly { type: EventType }[]): boolean =>
  events.some(({ type }) => CHANGING.includes(type));

/** Violations that are or were verified, and of which `after` says something else than `before`. */
export function newsForCount(before: CaseState, after: CaseState): Counted[] {
  return Object.values(after.violations).flatMap((violation) => {
    const now = countedOf(after, violation);
    const known = before.violations[violation.id];
    const old = known && countedOf(before, known);
    return now && !(old && isSame(old, now)) ? [now] : [];
  });
}

function countedOf(state: CaseState, violation: ViolationState): Counted | undefined {
  const { id: violationId, verifiedAt, voidedAt, movedTo, occurredAt, acceptedAt } = violation;
  if (verifiedAt === undefined) return undefined;
  return {
    caseId: state.caseId,
    violationId,
    event: eventOf(state, violation),
    occurredAt: earlier((movedTo ?? occurredAt).earliest, acceptedAt),
    verifiedAt,
    ...(voidedAt === undefined ? {} : { voidedAt }),
    seq: state.seq,
  };
}

/** Follows "is the same event as" to its end; those that name each other are one all the same. */
function eventOf({ violations }: CaseState, violation: ViolationState): string {
  const seen = new Set([violation.id]);
  let last = violation;
  for (let next = violations[last.sameAs ?? '']; next && !seen.has(next.id); next = violations[last.sameAs ?? '']) {
    seen.add(next.id);
    last = next;
  }
  return last.id;
}

const isSame = (a: Counted, b: Counted): boolean =>
  a.event === b.event && a.occurredAt === b.occurredAt && a.verifiedAt === b.verifiedAt && a.voidedAt === b.voidedAt;

export type Note = { [K in 'notePattern' | 'noteWeakened']: { kind: K; envelope: Envelope<BodyOf<K>> } }[
  'notePattern' | 'noteWeakened'];

/** What the case notes of the agreement's answers: as of the verification, and once, however often it is answered. */
export function notesOf(
  { caseId, repeated, plan }: CaseState,
  news: readonly Counted[],
  answers: readonly CountAnswer[],
  now: Instant,
): Note[] {
  return answers.flatMap(({ violationId, seq, rests, weakens }): Note[] => {
    const told = news.find((one) => one.seq === seq && one.violationId === violationId);
    if (!told) return [];
    const said = { commandId: `${caseId}.count.${seq}.${violationId}`, actor: ITSELF, stamp: '' };
    if (weakens) {
      const body = { violationId, cases: weakens };
      return [{ kind: 'noteWeakened', envelope: { ...said, acceptedAt: now, body } }];
    }
    if (!rests || repeated) return [];
    const acceptedAt = told.verifiedAt;
    const latenessMs = Math.max(0, between(acceptedAt, now) - plan.timing.settle);
    return [{ kind: 'notePattern', envelope: { ...said, acceptedAt, body: { violationId, rests, latenessMs } } }];
  });
}
