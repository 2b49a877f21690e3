/**
 * What an event of a case says on the ladder: one line in plain words, or nothing where another event of the same
 * entry says it better. Who was told is on a line of its own (`ladder-told.ts`).
 */
import { never } from '../domain/invariant.js';
import type { CaseEvent, EventOf } from '../domain/case/events.js';
import { HOUR, MINUTE } from '../domain/instant.js';
import type { Instant, Span } from '../domain/instant.js';

/** `alarm` widens or is late, `good` ends or is in time, `quiet` is only of interest to who looks closely. */
export type Tone = 'alarm' | 'good' | 'plain' | 'quiet';

export interface Sentence {
  tone: Tone;
  text: string;
  /** Several may say the same at once: then the text is about all of them. */
  together?: { who: readonly string[]; text: (who: string) => string };
}

/** Names as people know them, and instants as the exercise's clock shows them. */
export interface Glossary {
  office: (id: string) => string;
  organisation: (id: string) => string;
  party: (id: string) => string;
  duty: (id: string) => string;
  phase: (phase: number) => string;
  /** `+24:00`. */
  at: (instant: Instant) => string;
  /** A real span as the exercise shows it: multiplied by the speed. */
  shown: (span: Span) => Span;
}

const plain = (text: string): Sentence => ({ tone: 'plain', text });
const alarm = (text: string): Sentence => ({ tone: 'alarm', text });
const good = (text: string): Sentence => ({ tone: 'good', text });
const quiet = (text: string): Sentence => ({ tone: 'quiet', text });
const each = (tone: Tone, who: string, text: (who: string) => string): Sentence => ({
  tone,
  text: text(who),
  together: { who: [who], text },
});

export function sentence(event: CaseEvent, g: Glossary): Sentence | undefined {
  switch (event.type) {
    case 'case-opened':
      return alarm(`A case opens: ${event.caseId}${event.recurrence > 1 ? ` (no. ${event.recurrence} here)` : ''}`);
    case 'violation-recorded':
      return plain(violation(event, g));
    case 'report-attached':
      return plain(`${g.organisation(event.organisation)} reports ${event.violationId} as well: ${event.description}`);
    case 'report-revised':
      return plain(`The report of ${event.violationId} is revised: ${event.description}`);
    case 'report-set-aside':
      return plain(`A report is set aside for review: ${event.reason}`);
    case 'standing-raised':
      return good(`${event.violationId} is ${event.standing} by ${g.office(event.office)}: ${event.text}`);
    case 'first-violation-set':
      return event.previously === undefined ? undefined : alarm(`The first violation is earlier: ${g.at(event.at)}`);
    case 'duty-moved':
      return plain(`${event.dutyId} is due ${g.at(event.workingDueAt)} now`);
    case 'duty-approaching':
      return event.told ? quiet(`Reminder: ${event.dutyId}, ${g.duty(event.dutyId)}`) : undefined;
    case 'duty-overdue':
      return overdue(event, g);
    case 'undecided-listed':
      return alarm(`No decision is on record of: ${event.parties.map(g.party).join(', ')}`);
    case 'duty-completed':
      return each('plain', g.office(event.office), (who) => `${event.dutyId} by ${who}: ${event.text}`);
    case 'completion-confirmed':
      return plain(`${g.office(event.office)} confirms ${event.dutyId}`);
    case 'completion-unconfirmed':
      return alarm(`Nobody confirmed the record of ${event.dutyId} in time`);
    case 'duty-met':
      return met(event, g);
    case 'duty-waived':
      return plain(`${g.office(event.office)} waives ${event.dutyId}: ${event.reason}`);
    case 'duty-unmet':
      return alarm(`${event.dutyId} is still owed as the case closes`);
    case 'decision-recorded':
      return each(
        'plain',
        g.party(event.party),
        (who) => `Decision on record, ${event.choice.replace('-', ' ')}: ${who}. ${event.text}`,
      );
    case 'gate-waits':
      return quiet(`${event.gateId}: the instant came, its condition does not hold yet`);
    case 'phase-opened':
      return alarm(`Phase ${event.phase} opens: ${g.phase(event.phase)}`);
    case 'phase-opened-in-flight':
      return alarm(`Phase ${event.phase} opened while a stand-down was in flight`);
    case 'gate-lapsed':
      return plain(`${event.gateId} lapses, not triggered`);
    case 'proposal-made':
      return plain(`${g.office(event.office)} proposes ${event.act}: ${event.text}`);
    case 'proposal-signed':
      return plain(`${g.office(event.office)} signs`);
    case 'proposal-lapsed':
      return plain(`Proposal ${event.proposalId} lapses (${event.reason})`);
    case 'proposal-withdrawn':
      return plain(`Proposal ${event.proposalId} is withdrawn`);
    case 'declaration-made':
      return alarm(`Declared ${event.act} by ${event.offices.map(g.office).join(' and ')}`);
    case 'violation-voided':
      return alarm(`Violation ${event.violationId} is void: ${event.offices.map(g.office).join(' and ')}`);
    case 'violation-moved':
      return alarm(`Violation ${event.violationId} occurred ${g.at(event.occurredAt.earliest)}`);
    case 'violations-joined':
      return plain(`Violation ${event.violationId} is the same event as ${event.as}`);
    case 'violations-parted':
      return plain(`Violation ${event.violationId} stands on its own again`);
    case 'continuation-found':
      return alarm(`Hostilities go on: ${event.offices.map(g.office).join(' and ')}`);
    case 'pattern-flagged':
      return alarm(
        event.what === 'repeated'
          ? `Repeated: ${event.rests?.length ?? 0} verified violations of the agreement within the plan’s span`
          : 'Prolonged: the case has been open for the plan’s span',
      );
    case 'pattern-weakened':
      return alarm(`The pattern flag of ${event.cases.join(', ')} rests on ${event.violationId}, which is void`);
    case 'declaration-withdrawn':
      return good(`Declaration withdrawn by ${event.offices.map(g.office).join(' and ')}`);
    case 'case-resumed':
      return alarm('The case is open again; the first violation is the same');
    case 'plan-adopted':
      return alarm(`The case goes on under version ${event.plan.version} of its plan`);
    case 'stood-down':
      return good(`Stood down by ${event.offices.map(g.office).join(' and ')}; quiet until ${g.at(event.quietUntil)}`);
    case 'case-closed':
      return good(`The case closes: ${event.outcome}`);
    case 'acknowledged':
      return each('quiet', g.organisation(event.organisation), (who) => `Received by ${who}`);
    case 'acknowledgement-undone':
      return plain(`${g.organisation(event.organisation)} takes its acknowledgement back`);
    case 'acknowledgement-missing':
      return each('alarm', g.organisation(event.organisation), (who) => missing(event.step, who));
    case 'notice-outcome':
      return event.outcome === 'failed' ? alarm(`A notice was not delivered: ${event.said}`) : undefined;
    case 'not-told':
      return alarm(`Not told: ${g.office(event.office)}`);
    case 'directory-changed':
      return plain('A new directory is in force');
    case 'routine-held':
      return plain(`Routine notices are held back until ${g.at(event.until)}`);
    case 'pattern-rest-voided':
      return plain(`Void: ${event.violationId} of ${event.caseId}, on which the pattern flag rests`);
    case 'cancel-noted':
      return alarm('Temporal asked to cancel; noted, and nothing stops');
    case 'refused':
      return alarm(`Refused: ${event.refusal.detail}`);
    case 'corrections-begun':
      return plain('The closed case takes a correction of its violations');
    // Said by another event of the same entry, or on a line of its own.
    case 'gate-set':
    case 'gate-removed':
    case 'posture-returned':
    case 'duty-created':
    case 'duty-moot':
    case 'proposal-took-effect':
    case 'told':
    case 'digest-kept':
      return undefined;
    default:
      return never(event);
  }
}

/** Duties that came into being, or went, in one entry: one line for all. */
export function dutySentences(events: readonly CaseEvent[], g: Glossary): Sentence[] {
  const created = events.filter((event) => event.type === 'duty-created');
  const moot = events.filter((event) => event.type === 'duty-moot');
  const owed = created.map(({ dutyId, workingDueAt }) => `${dutyId} ${g.duty(dutyId)} by ${g.at(workingDueAt)}`);
  return [
    ...owed.map((text) => quiet(`Owed: ${text}`)),
    ...(moot.length > 0 ? [quiet(`No longer owed: ${moot.map(({ dutyId }) => dutyId).join(', ')}`)] : []),
  ];
}

/** Rows of one moment that each say one thing, and the same thing, as one row about all of them. */
export function joined(a: Sentence, b: Sentence): Sentence | undefined {
  if (!a.together || !b.together || a.tone !== b.tone || a.together.text('') !== b.together.text('')) return undefined;
  const { text } = a.together;
  const who = [...a.together.who, ...b.together.who];
  return { tone: a.tone, text: text(listed(who)), together: { who, text } };
}

/** Names that hold commas are long ones: many of them are only counted. */
function listed(who: readonly string[]): string {
  if (!who.some((one) => one.includes(','))) return who.join(', ');
  return who.length > NAMED ? `${who.length} organisations` : who.join('; ');
}

const NAMED = 3;

const missing = (step: number, who: string): string =>
  `No acknowledgement yet, ${STEPS[step] ?? 'asked again'}: ${who}`;

const STEPS: Record<number, string> = {
  1: 'asked over the next channel',
  2: 'the delegate is asked',
  3: 'parent and watch are told',
};

function violation(event: EventOf<'violation-recorded'>, g: Glossary): string {
  const where = event.place.description ?? event.place.sector;
  const when = g.at(event.occurredAt.earliest);
  return `${event.violationId} ${event.kind.replaceAll('-', ' ')}, ${where}, ${when}: ${event.description}`;
}

function overdue(event: EventOf<'duty-overdue'>, g: Glossary): Sentence | undefined {
  if (!event.told) return undefined;
  if (event.nth > 0) return quiet(`${event.dutyId} is still overdue, reminder ${event.nth}`);
  return alarm(`${event.dutyId} is overdue: ${g.duty(event.dutyId)}`);
}

function met(event: EventOf<'duty-met'>, g: Glossary): Sentence {
  if (event.state === 'met') return good(`${event.dutyId} is met in time`);
  const late = `${event.dutyId} is met ${hours(g.shown(event.lateBy))} late`;
  return event.state === 'met-working' ? good(`${late}, within its grace`) : alarm(late);
}

/** `4 h`, `1 h 10 min`, `35 min`. */
export function hours(span: Span): string {
  const minutes = Math.round(span / MINUTE);
  const whole = Math.floor(minutes / (HOUR / MINUTE));
  const rest = minutes % (HOUR / MINUTE);
  return [whole > 0 ? `${whole} h` : '', rest > 0 || whole === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}
