/** What is still ahead in a case, soonest first, and to whom it goes: pure, from the document of the case. */
import type { CaseDocument } from '../../api/cases/case.schema.js';

type Instant = CaseDocument['instants'][number];

export interface Ahead {
  /** Duties, gates and ends: what people count down to. */
  main: Instant[];
  /** Of them, those whose instant has passed and that are still owed. */
  overdue: Instant[];
  /** What the case does by itself to remind people. */
  reminders: Instant[];
}

const AHEAD = ['ahead', 'open', 'approaching', 'overdue', 'waiting', 'undeclared', 'confirming'];
const REMINDERS = ['reminder', 'acknowledgement'];

export function ahead({ instants }: Pick<CaseDocument, 'instants'>): Ahead {
  const left = instants
    .filter(({ actedAt, state }) => AHEAD.includes(state) && (actedAt === undefined || state === 'overdue'))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const counted = left.filter(({ kind }) => !REMINDERS.includes(kind));
  return {
    main: counted.filter(({ state }) => state !== 'overdue'),
    overdue: counted.filter(({ state }) => state === 'overdue'),
    reminders: left.filter(({ kind }) => REMINDERS.includes(kind)),
  };
}

/** Groups by id; `told`: everyone told so far; organisations by id; or a sentence of the case itself. */
export type Recipients =
  | { kind: 'groups'; ids: string[] }
  | { kind: 'told' }
  | { kind: 'organisation'; id: string }
  | { kind: 'said'; words: { en: string; uk: string } };

type Grounds = Pick<CaseDocument, 'duties' | 'phases' | 'proposals'>;

export function recipientsOf({ id, kind }: Pick<Instant, 'id' | 'kind'>, grounds: Grounds): Recipients {
  const [subject = ''] = kind === 'duty' || kind === 'reminder' ? [dutyIn(id, grounds)] : id.split('.');
  const duty = grounds.duties.find((one) => one.id === subject);
  if (duty) return { kind: 'groups', ids: duty.owner };
  switch (kind) {
    case 'gate':
      return {
        kind: 'groups',
        ids: grounds.phases.find(({ gateId, because }) => gateId === id || because === id)?.groups ?? [],
      };
    case 'acknowledgement':
      return { kind: 'organisation', id: subject };
    case 'expiry': {
      const needs = grounds.proposals.find((one) => one.id === subject)?.needs;
      return needs ? { kind: 'said', words: needs } : { kind: 'groups', ids: ['watch'] };
    }
    case 'lapse':
    case 'prolonged':
      return { kind: 'groups', ids: ['watch'] };
    default:
      return { kind: 'told' };
  }
}

/** `D4.2.reminder` is about `D4.2`, not about `D4`. */
const dutyIn = (id: string, { duties }: Grounds): string =>
  duties
    .map((duty) => duty.id)
    .filter((duty) => id === duty || id.startsWith(`${duty}.`))
    .sort((a, b) => b.length - a.length)[0] ?? id;
