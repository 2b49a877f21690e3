/** Notices in English: the frame. What a notice says and in which order: `wording.ts`; its verbs: `phrases.ts`. */
import type { Act } from '../plan/plan.js';
import { ACTS, happened, headline, kindInWords } from './matters-en.js';
import type { Phrases } from './phrases.js';

export const english: Phrases = {
  exercise: 'EXERCISE',
  quotes: ['“', '”'],
  labels: {
    asked: 'Asked of you',
    case: 'The case',
    caseId: 'Case',
    place: 'Place',
    violation: 'Violation',
    firstViolation: 'First violation (T0)',
    state: 'Phase',
    windows: 'What is left of the windows',
    duties: 'Duties',
    plan: 'Plan',
    reason: 'Reason',
    message: 'Message',
    updates: 'Updates message',
    link: 'The case, and where to answer',
    answer: 'Acknowledge or pass on',
    asOf: 'as of',
    to: 'To',
  },
  status: { open: 'the case is open', quiet: 'the case is quiet after a stand-down', closed: 'the case is closed' },
  headline,
  happened,
  reason: (why) => why,
  clause: (clause) => {
    const rule = /^RULES (\d+)$/.exec(clause)?.[1];
    if (rule !== undefined) return `section ${rule} of the rules of a case`;
    return clause in ACTS ? `the plan’s rule for “${ACTS[clause as Act]}”` : `clause ${clause} of the plan`;
  },
  act: (act) => ACTS[act],
  violationKind: kindInWords,
  askAcknowledge:
    'Acknowledge that this has reached you, with the button at the link below. It means “received” and nothing else; until then others are asked in turn.',
  askAnswer: (id, act, by) => `Answer proposal ${id} (${act}), where your office may sign it. It is open until ${by}.`,
  askDuty: (id, asks, by, past) => `${asks} (${id}, ${past ? 'overdue since' : 'by'} ${by})`,
  askNothing: 'Read this for information. Nothing else is asked of you by this message.',
  notCharged: 'The instant had passed before it could be met; nobody is charged with that.',
  window: {
    open: (phase, since) => `Phase ${phase}: open since ${since}.`,
    toPhase: (hours, phase, left, ends) =>
      `${hours} h until phase ${phase} opens if no stand-down is on record: ${left} left, until ${ends}.`,
    toPhasePast: (hours, phase, ended) => `${hours} h before phase ${phase}: ended ${ended}; the phase is not open.`,
    byDeclaration: (hours, phase, left, ends) =>
      `${hours} h within which phase ${phase} opens if a large-scale attack is declared: ${left} left, until ${ends}.`,
    byDeclarationPast: (hours, phase, ended) => `${hours} h for phase ${phase}: ended ${ended}; none was declared.`,
    notBefore: (hours, phase, from) =>
      `Phase ${phase} opens at ${hours} h or later, if a large-scale attack is declared: from ${from}.`,
    none: 'None runs: the case is not open.',
  },
  state: (phase, level, status) => `${phase}; highest so far ${level}; ${status}`,
  quiet: 'none at present',
  planLine: (id, version, hash) => `${id}, version ${version}, hash ${hash}…`,
  notReal: 'This is an exercise. Nothing of this has happened.',
  divided: (speed) =>
    `Its speed is ${speed}: every span of the plan is divided by ${speed}. Instants are real; “plan time” says where they stand in the plan.`,
  yourTime: (local) => `${local}, your time`,
  planTime: (offset) => `${offset}, plan time`,
  planSpan: (planned, real) => `${planned} in plan time (really ${real})`,
  number: (nth, of) => `(${nth} of ${of})`,
  more: (count) => `${count} more`,
};
