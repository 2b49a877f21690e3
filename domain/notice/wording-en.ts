/** The English words of notices. Verbs addressed to the reader: read, acknowledge, confirm, record, report, convene, answer. */
import type { FactsOf } from './matter.js';
import type { Wording } from './wording.js';
import { never } from '../invariant.js';

const WHAT = { violation: 'A further violation', corroboration: 'A corroboration', revision: 'A revised report' };
const CHOICE = 'take part, support, decline or needs time';
const ACT: Record<string, string> = { 'stand-down': 'stand-down', 'large-scale': 'large-scale declaration' };
const act = (name: string): string => ACT[name] ?? name;

export const ENGLISH: Wording = {
  headline: (facts, say) => {
    switch (facts.topic) {
      case 'case-opened':
        return 'A violation is reported; a case is open';
      case 'violation-added':
        return 'The record of the case has news';
      case 'instant-moved':
        return 'Instants of the case have moved';
      case 'duty-approaching':
        return `${say.span(facts.before)} left: ${say.duty(facts.dutyId)}`;
      case 'duty-overdue':
        return `Overdue: ${say.duty(facts.dutyId)}`;
      case 'undecided':
        return `No decision on record: ${say.names(facts.parties)}`;
      case 'acknowledgement-missing':
        return `No acknowledgement on record from ${say.name(facts.organisation)}`;
      case 'phase-opened':
        return `Phase ${say.phase(facts.phase)} is open`;
      case 'declaration-in-effect':
        return 'A large-scale declaration is in effect';
      case 'proposal-made':
        return `A ${act(facts.act)} is proposed`;
      case 'proposal-lapsed':
        return `The proposed ${act(facts.act)} has lapsed`;
      case 'proposal-withdrawn':
        return `The proposed ${act(facts.act)} is withdrawn`;
      case 'stood-down':
        return 'A stand-down is in effect';
      case 'case-closed':
        return 'The case is closed';
      case 'lapsed':
        return 'Lapsed, not triggered: no large-scale declaration';
      case 'not-delivered':
        return `Not told: ${say.name(facts.office)}`;
      default:
        return never(facts);
    }
  },
  body: (facts, say) => {
    switch (facts.topic) {
      case 'case-opened':
        return opened(facts, say);
      case 'violation-added':
        return [
          ...facts.items.map(
            ({ what, violationKind, occurredAt, standing, violationId }) =>
              `${WHAT[what]} (${violationId}, ${say.quote(violationKind)}, ${standing}), occurred ${say.at(occurredAt.earliest)}.`,
          ),
          ...(facts.more > 0 ? [`And ${facts.more} more of the same kind.`] : []),
          'No clock of the case was reset.',
        ];
      case 'instant-moved':
        return [
          facts.cause.en,
          ...facts.table.map(({ id, label, old, now }) => `${id} ${label.en}: ${old ? say.at(old) : 'none'} → ${say.at(now)}`),
        ];
      case 'duty-approaching':
        return [`Nothing on record says that it is done; it is due ${say.at(facts.workingDueAt)}.`];
      case 'duty-overdue':
        return [`It was due ${say.at(facts.workingDueAt)}; nothing on record says that it is done.${facts.nth > 0 ? ` Reminder ${facts.nth}.` : ''}`];
      case 'undecided':
        return [
          `By ${say.at(facts.treatyDueAt)} these parties had recorded no decision: ${say.names(facts.parties)}.`,
          ...(facts.needsTime.length > 0 ? [`Of them recorded "needs time": ${say.names(facts.needsTime)}.`] : []),
          'No phase, duty or clock follows from this.',
        ];
      case 'acknowledgement-missing':
        return [
          facts.passed
            ? `${say.name(facts.organisation)} passed this on.`
            : `Asked since ${say.at(facts.since)}: ${say.names(facts.asked)}.`,
          'An acknowledgement says "received" and nothing else; it stops no clock.',
        ];
      case 'phase-opened':
        return phaseOpened(facts, say);
      case 'declaration-in-effect':
        return [
          'Two offices recorded that they regard this as a large-scale attack.',
          `They are: ${say.names(facts.offices)}, ${say.at(facts.at)}. Their text: ${say.quote(facts.text)}`,
          `Phase ${say.phase(facts.phase)} opens ${say.at(facts.opensAt)}.`,
          ...(facts.decideBy ? [`Each party is asked to record its own decision (${CHOICE}) by ${say.at(facts.decideBy)}; ${facts.left > 0 ? `${say.span(facts.left)} left` : 'that instant has passed'}.`] : []),
        ];
      case 'proposal-made':
        return [
          `${say.name(facts.by)} proposed it. Text: ${say.quote(facts.text)} (SHA-256 ${facts.textHash.slice(0, 12)}…)`,
          `Still needed: ${facts.needs.en}. It lapses ${say.at(facts.expiresAt)} and until then stops nothing.`,
        ];
      case 'proposal-lapsed':
      case 'proposal-withdrawn':
        return [`Proposal ${facts.proposalId} by ${say.name(facts.by)} has no effect. The clocks of the case run on.`];
      case 'stood-down':
        return stoodDown(facts, say);
      case 'case-closed':
        return [
          `Closed ${say.at(facts.closedAt)}, outcome ${facts.outcome}. The record is sealed.`,
          ...(facts.unmet.length > 0 ? [`Still owed when it closed: ${facts.unmet.map(say.duty).join('; ')}.`] : []),
        ];
      case 'lapsed':
        return [`By ${say.at(facts.at)} no large-scale declaration was in effect. The case goes on.`];
      case 'not-delivered':
        return [`Every channel of ${say.name(facts.office)} failed for the notice "${facts.about}": ${say.quote(facts.said)}`];
      default:
        return never(facts);
    }
  },
  labels: {
    exercise: 'EXERCISE',
    exerciseLine: 'EXERCISE – EXERCISE – EXERCISE. Nothing of this has happened.',
    asked: 'Asked of you',
    nothing: 'nothing; for your information',
    acknowledge: 'Acknowledge that this was received.',
    by: 'by',
    case: 'Case',
    place: 'Place',
    kind: 'Reported',
    status: 'Status',
    open: 'open',
    quiet: 'quiet',
    closed: 'closed',
    phase: 'Phase',
    none: 'none',
    first: 'First violation (T0)',
    opens: 'opens without a stand-down',
    opened: 'opened',
    ifDeclared: 'opens only if declared, from',
    left: 'left',
    passed: 'passed',
    updates: 'Follows notice',
    why: 'Reason',
    plan: 'Plan',
    message: 'Notice',
    link: 'The case',
    divided: 'Every span of the plan is divided by',
    planTime: '"T0 + …" gives the time of the plan; the clock times are real.',
    entry: 'Closing entry (SHA-256)',
    noEntry: 'The hash of the closing entry is not known yet: the record could not be written at this moment.',
    rule: 'clause',
  },
};

type Say = Parameters<Wording['body']>[1];

function opened({ occurredAt, acceptedAt, violationKind, lateBy, left }: FactsOf<'case-opened'>, say: Say): string[] {
  const interval = occurredAt.latest === occurredAt.earliest ? '' : ` to ${say.at(occurredAt.latest)}`;
  return [
    `On record: ${say.quote(violationKind)}, occurred ${say.at(occurredAt.earliest)}${interval}, report accepted ${say.at(acceptedAt)}.`,
    ...(lateBy > 0 ? [`The report came ${say.span(lateBy)} after it occurred.`] : []),
    ...(left ? [`${say.span(left.span)} left until ${say.at(left.opensAt)} (gate ${left.gateId}).`] : []),
  ];
}

function phaseOpened(facts: FactsOf<'phase-opened'>, say: Say): string[] {
  const { phase, gateId, openedAt, latenessMs, standDownPending, dueAfter } = facts;
  return [
    phase === 2 && gateId === 'G2'
      ? 'No stand-down is on record at 24 h. Under clause G2 the coalition’s offices are informed now.'
      : `Under clause ${gateId} the offices of this phase are informed now.`,
    `It opened ${say.at(openedAt)}.`,
    ...(latenessMs > 0 ? [`This was carried out ${say.span(latenessMs)} late; no instant moved.`] : []),
    ...(standDownPending ? ['A stand-down is pending: it is proposed and lacks signatures.'] : []),
    ...dueAfter.map(({ dutyId, workingDueAt }) => `${dutyId} ${say.duty(dutyId)}: by ${say.at(workingDueAt)}.`),
    ...(gateId === 'G3'
      ? ['Each party is asked to record its own decision. Nothing follows from this message by itself.']
      : []),
  ];
}

function stoodDown({ at, offices, text, quietUntil, inFlight, moot, stillOwed }: FactsOf<'stood-down'>, say: Say): string[] {
  return [
    `${say.names(offices)} signed it; in effect ${say.at(at)}. Text: ${say.quote(text)}`,
    ...inFlight.map((phase) => `Phase ${say.phase(phase)} opened while the stand-down was in flight; what was sent stays sent.`),
    `The case is quiet until ${say.at(quietUntil)}. A new violation before then resumes it.`,
    ...(moot.length > 0 ? [`No longer owed: ${moot.map(say.duty).join('; ')}.`] : []),
    ...(stillOwed.length > 0 ? [`Still owed: ${stillOwed.map(say.duty).join('; ')}.`] : []),
  ];
}
