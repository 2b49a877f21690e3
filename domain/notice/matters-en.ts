/** What happened, in English: each topic's headline and sentences. The frame around them: `wording-en.ts`. */
import type { Act } from '../plan/plan.js';
import { changed, changeHeadline, movedLines } from './changes-en.js';
import type { Facts, FactsOf } from './matter.js';
import type { Says } from './phrases.js';

export const ACTS: Record<Act, string> = {
  'large-scale': 'declaration of a large-scale attack',
  'withdraw-large-scale': 'withdrawal of the declaration of a large-scale attack',
  continuation: 'finding that hostilities continue',
  'stand-down': 'stand-down',
  'withdraw-stand-down': 'withdrawal of the stand-down',
  'void-violation': 'finding that a violation is void',
  'move-first-violation': 'correction of when the first violation occurred',
  'adopt-plan': 'adoption of another version of the plan',
};

const WHAT: Record<FactsOf<'violation-added'>['items'][number]['what'], string> = {
  violation: 'another violation',
  corroboration: 'a corroborating report',
  revision: 'a revised report',
};

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

const offices = (count: number): string => `${NUMBERS[count] ?? count} office${count === 1 ? '' : 's'}`;

/** Kinds are the reporters’ own words. */
export const kindInWords = (kind: string): string => kind.replaceAll('-', ' ') || 'not stated';

export function headline(facts: Facts, s: Says): string {
  switch (facts.topic) {
    case 'case-opened':
      return `Violation on record, case opened: ${kindInWords(s.plain(facts.violationKind))}`;
    case 'violation-added':
      return 'News of a case';
    case 'instant-moved':
      return 'Instants moved';
    case 'duty-approaching':
      return `${facts.dutyId} is due in ${s.span(facts.before)}`;
    case 'duty-overdue':
      return `${facts.dutyId} is overdue`;
    case 'undecided':
      return `No decision on record of ${facts.parties.length} ${facts.parties.length === 1 ? 'party' : 'parties'}`;
    case 'acknowledgement-missing':
      return `No acknowledgement: ${s.name(facts.organisation)}`;
    case 'phase-opened':
      return `Phase ${s.phase(facts.phase)} is open`;
    case 'declaration-in-effect':
      return 'Recorded as a large-scale attack';
    case 'proposal-made':
      return `Proposed: ${ACTS[facts.act]}`;
    case 'proposal-lapsed':
      return `Proposal lapsed: ${ACTS[facts.act]}`;
    case 'proposal-withdrawn':
      return `Proposal withdrawn: ${ACTS[facts.act]}`;
    case 'stood-down':
      return 'Stand-down in effect';
    case 'resumed':
    case 'corrected':
    case 'declaration-withdrawn':
    case 'plan-adopted':
    case 'break-glass':
    case 'act-disputed':
    case 'pattern-flagged':
    case 'pattern-weakened':
      return changeHeadline(facts, s, ACTS);
    case 'case-closed':
      return facts.outcome === 'void' ? 'Case closed as void' : 'Case closed after a stand-down';
    case 'lapsed':
      return `${facts.gateId} lapsed, not triggered`;
    case 'not-delivered':
      return `Not told: ${s.name(facts.office)}`;
  }
}

export function happened(facts: Facts, s: Says): string[] {
  switch (facts.topic) {
    case 'case-opened':
      return caseOpened(facts, s);
    case 'violation-added':
      return violationAdded(facts, s);
    case 'instant-moved':
      return [`Instants of this case have moved. ${s.words(facts.cause)}`, ...movedLines(facts.table, s)];
    case 'duty-approaching':
      return [
        `${s.duty(facts.dutyId)} is due in ${s.span(facts.before)}, by ${s.when(facts.workingDueAt)}. Nothing on record says that it is done.`,
      ];
    case 'duty-overdue':
      return [
        `${s.duty(facts.dutyId)} is overdue since ${s.when(facts.workingDueAt)}. Nothing on record says that it is done.`,
        ...(facts.nth > 0 ? [`This is reminder ${facts.nth}.`] : []),
      ];
    case 'undecided':
      return [
        `No decision was on record of: ${s.names(facts.parties)}. The treaty’s instant was ${s.when(facts.treatyDueAt)}.`,
        ...(facts.needsTime.length > 0 ? [`Recorded that they need time: ${s.names(facts.needsTime)}.`] : []),
        'No phase, duty or clock follows from this.',
      ];
    case 'acknowledgement-missing':
      return [
        `No acknowledgement is on record of ${s.name(facts.organisation)}; asked since ${s.when(facts.since)}.`,
        `Asked so far: ${s.names(facts.asked)}.${facts.passed ? ' The office said that it cannot answer, and passed this on.' : ''}`,
      ];
    case 'phase-opened':
      return phaseOpened(facts, s);
    case 'declaration-in-effect':
      return [
        `${offices(facts.offices.length)} recorded that they regard this as a large-scale attack.`,
        `Recorded by: ${s.names(facts.offices)}, in effect since ${s.when(facts.at)}. Their text: ${s.quote(facts.text)}`,
        `Phase ${s.phase(facts.phase)} opens ${s.when(facts.opensAt)}.`,
        facts.left > 0
          ? `${s.span(facts.left)} left of the window from the first violation.`
          : `The window from the first violation ended ${s.span(-facts.left)} before.`,
        ...(facts.decideBy === undefined
          ? []
          : [`Decisions of the parties are asked for by ${s.when(facts.decideBy)}.`]),
      ];
    case 'proposal-made':
      return [
        `${s.name(facts.by)} proposed: ${ACTS[facts.act]} (proposal ${facts.proposalId}). It has no effect yet.`,
        `Text: ${s.quote(facts.text)}`,
        `Still needed: ${s.words(facts.needs)}`,
        `It is open until ${s.when(facts.expiresAt)}. Hash of what is signed: ${s.plain(facts.textHash)}`,
        ...(facts.preview ? ['What it would change in this case:', ...movedLines(facts.preview, s)] : []),
      ];
    case 'proposal-lapsed':
      return [`Proposal ${facts.proposalId} (${ACTS[facts.act]}) of ${s.name(facts.by)} has lapsed without effect.`];
    case 'proposal-withdrawn':
      return [
        `Proposal ${facts.proposalId} (${ACTS[facts.act]}) of ${s.name(facts.by)} was withdrawn by its proposer.`,
      ];
    case 'stood-down':
      return stoodDown(facts, s);
    case 'resumed':
    case 'corrected':
    case 'declaration-withdrawn':
    case 'plan-adopted':
    case 'break-glass':
    case 'act-disputed':
    case 'pattern-flagged':
    case 'pattern-weakened':
      return changed(facts, s, ACTS);
    case 'case-closed':
      return [
        facts.outcome === 'void'
          ? `This case is closed since ${s.when(facts.closedAt)}: every violation of it was found void.`
          : `This case is closed since ${s.when(facts.closedAt)}: the quiet period ended without a new violation.`,
        ...(facts.unmet.length > 0 ? [`Still owed at the closing: ${s.duties(facts.unmet)}.`] : []),
        s.closingHash === undefined
          ? 'The hash of the closing entry is missing here: the record could not be read when this was sent.'
          : `The record ends with the closing entry ${s.closingHash}`,
      ];
    case 'lapsed':
      return [
        `No declaration of a large-scale attack was in effect by ${s.when(facts.at)}. Clause ${s.plain(facts.gateId)}: lapsed, not triggered.`,
        'The case goes on; a later declaration is still possible.',
      ];
    case 'not-delivered':
      return [
        `${s.name(facts.office)} could not be told of “${TOPICS[facts.about]}” over any channel.`,
        `The last answer was: ${s.quote(facts.said)}`,
      ];
  }
}

function caseOpened(
  { violationKind, occurredAt, acceptedAt, lateBy, left, disproves }: FactsOf<'case-opened'>,
  s: Says,
): string[] {
  const { earliest, latest } = occurredAt;
  const when = earliest === latest ? s.when(earliest) : `between ${s.when(earliest)} and ${s.when(latest)}`;
  return [
    `A violation is on record and a case is open: ${kindInWords(s.plain(violationKind))}, ${s.place}.`,
    `It occurred ${when}. The report was accepted ${s.when(acceptedAt)}${lateBy > 0 ? `, ${s.span(lateBy)} after it occurred` : ''}.`,
    ...(disproves === undefined
      ? []
      : [
          `It occurred after the stand-down of case ${s.plain(disproves)} and before its closing: it speaks against that quiet.`,
        ]),
    ...(left === undefined
      ? []
      : [
          `At the acceptance: ${s.span(left.span)} left under clause ${s.plain(left.gateId)}, until ${s.when(left.opensAt)}.`,
        ]),
  ];
}

function violationAdded({ items, more }: FactsOf<'violation-added'>, s: Says): string[] {
  const lines = items.map(({ violationId, what, violationKind, occurredAt, standing }) => {
    const kind = kindInWords(s.plain(violationKind));
    return `${s.plain(violationId)}: ${WHAT[what]}, ${kind}, occurred ${s.when(occurredAt.earliest)}, ${standing}.`;
  });
  const [only] = items;
  const rest = more > 0 ? [`${more} more of the same kind.`] : [];
  if (items.length === 1 && only && more === 0) return [`On record now: ${WHAT[only.what]}.`, ...lines];
  return [`On record now, since the last notice of this kind: ${items.length + more} items.`, ...lines, ...rest];
}

function phaseOpened(facts: FactsOf<'phase-opened'>, s: Says): string[] {
  const gate = s.brief.gates.find(({ id }) => id === facts.gateId);
  const informed = s.brief.gates
    .find(({ phase }) => phase === facts.phase)
    ?.informs?.map(s.words)
    .join(', ');
  const clause = s.plain(facts.gateId);
  const declared = (gate?.needsDeclaration ?? false) && facts.pattern === undefined;
  return [
    [
      `Phase ${s.phase(facts.phase)} is open since ${s.when(facts.openedAt)}.`,
      ground(facts, s),
      `Under ${facts.pattern ? 'the plan’s rule on repetition' : `clause ${clause}`} ${informed ?? `the offices of phase ${facts.phase}`} are informed now.`,
    ].join(' '),
    ...(facts.latenessMs > 0 ? [`This was done ${s.span(facts.latenessMs)} late, ${s.when(facts.actedAt)}.`] : []),
    ...(facts.standDownPending
      ? ['A stand-down is pending: it is proposed, lacks signatures and has no effect yet.']
      : []),
    ...facts.dueAfter.map(({ dutyId, workingDueAt }) => `${s.duty(dutyId)}: by ${s.when(workingDueAt)}.`),
    ...(declared
      ? ['Each party is asked to record its own decision. Nothing follows from this message by itself.']
      : []),
  ];
}

const PATTERNS = { repeated: 'Repeated violations are on record.', prolonged: 'Prolonged hostilities are on record.' };

/** What the opening of a phase rests on. */
function ground({ pattern, gateId, openedAt }: FactsOf<'phase-opened'>, s: Says): string {
  if (pattern) return PATTERNS[pattern];
  const declared = s.brief.gates.find(({ id }) => id === gateId)?.needsDeclaration ?? false;
  if (declared) return 'A declaration of a large-scale attack is on record.';
  return `No stand-down is on record at ${s.hours(openedAt)} h.`;
}

function stoodDown(
  { at, offices: by, text, quietUntil, inFlight, moot, stillOwed }: FactsOf<'stood-down'>,
  s: Says,
): string[] {
  return [
    `A stand-down is on record, in effect since ${s.when(at)}. Recorded by: ${s.names(by)}.`,
    `Their text: ${s.quote(text)}`,
    ...inFlight.map((phase) => `Phase ${s.phase(phase)} opened while the stand-down was in flight.`),
    ...(moot.length > 0 ? [`No longer owed: ${s.duties(moot)}.`] : []),
    ...(stillOwed.length > 0 ? [`Still owed: ${s.duties(stillOwed)}.`] : []),
    `Without a new violation the case closes ${s.when(quietUntil)}.`,
  ];
}

const TOPICS: Record<Facts['topic'], string> = {
  'case-opened': 'case opened',
  'violation-added': 'news of the case',
  'instant-moved': 'instants moved',
  'duty-approaching': 'duty approaching',
  'duty-overdue': 'duty overdue',
  undecided: 'parties without a decision',
  'acknowledgement-missing': 'acknowledgement missing',
  'phase-opened': 'phase opened',
  'declaration-in-effect': 'declaration of a large-scale attack',
  'proposal-made': 'proposal made',
  'proposal-lapsed': 'proposal lapsed',
  'proposal-withdrawn': 'proposal withdrawn',
  'stood-down': 'stand-down',
  resumed: 'case resumed',
  corrected: 'violation corrected',
  'declaration-withdrawn': 'declaration withdrawn',
  'plan-adopted': 'plan adopted',
  'break-glass': 'act without a second signature',
  'act-disputed': 'act disputed',
  'pattern-flagged': 'repeated or prolonged hostilities',
  'pattern-weakened': 'violation behind a pattern flag found void',
  'case-closed': 'case closed',
  lapsed: 'gate lapsed',
  'not-delivered': 'notice not delivered',
};
