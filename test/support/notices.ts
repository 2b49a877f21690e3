/** One example of every matter, and tellings made of them, for tests of words and channels. */
import type { CaseState } from '../../domain/case/state.js';
import type { Facts, Matter, Message, Telling } from '../../domain/notice/matter.js';
import { brief } from '../../domain/notice/telling.js';
import { at, T0, Timeline } from './timeline.js';

const hash = 'ab'.repeat(32);

/** The facts of one topic, also where several topics share a shape. */
type About<T, F = Facts> = F extends { topic: infer U } ? (T extends U ? F & { topic: T } : never) : never;

/** Every topic: one that is missing does not compile. */
export const EXAMPLES: { [T in Facts['topic']]: About<T> } = {
  'case-opened': {
    topic: 'case-opened',
    violationId: 'v1',
    violationKind: 'shelling',
    occurredAt: { earliest: T0, latest: at('+0:05') },
    acceptedAt: at('+3:00'),
    lateBy: 3 * 3_600_000,
    left: { gateId: 'G2', opensAt: at('+24:00'), span: 21 * 3_600_000 },
  },
  'violation-added': {
    topic: 'violation-added',
    items: [
      {
        violationId: 'v2',
        what: 'violation',
        violationKind: 'drone-strike',
        occurredAt: { earliest: at('+5:00'), latest: at('+5:00') },
        standing: 'credible',
      },
    ],
    more: 2,
  },
  'instant-moved': {
    topic: 'instant-moved',
    cause: { en: 'An earlier violation became known.', uk: 'Стало відомо про раніше порушення.' },
    table: [
      { id: 'G2', label: { en: 'Coalition', uk: 'Коаліція' }, old: at('+24:00'), now: at('+22:00') },
      { id: 'D7', label: { en: 'Decision', uk: 'Рішення' }, now: at('+70:00') },
    ],
  },
  'duty-approaching': { topic: 'duty-approaching', dutyId: 'D1', before: 3_600_000, workingDueAt: at('+24:00') },
  'duty-overdue': { topic: 'duty-overdue', dutyId: 'D1', workingDueAt: at('+24:00'), nth: 2 },
  undecided: {
    topic: 'undecided',
    dutyId: 'D7',
    parties: ['NO', 'TR'],
    needsTime: ['TR'],
    treatyDueAt: at('+72:00'),
  },
  'acknowledgement-missing': {
    topic: 'acknowledgement-missing',
    organisation: 'gb-mod',
    since: at('+24:00'),
    step: 2,
    asked: ['gb-mod-duty'],
    passed: true,
  },
  'phase-opened': {
    topic: 'phase-opened',
    phase: 2,
    gateId: 'G2',
    openedAt: at('+24:00'),
    actedAt: at('+24:02'),
    latenessMs: 120_000,
    standDownPending: true,
    dueAfter: [{ dutyId: 'D1', workingDueAt: at('+30:00') }],
  },
  'declaration-in-effect': {
    topic: 'declaration-in-effect',
    act: 'large-scale',
    offices: ['ua-general-staff-duty', 'gb-mod-duty'],
    text: 'We regard this as a large-scale attack.',
    at: at('+30:00'),
    phase: 3,
    opensAt: at('+30:00'),
    decideBy: at('+72:00'),
    left: 42 * 3_600_000,
  },
  'proposal-made': {
    topic: 'proposal-made',
    proposalId: 'p1',
    act: 'stand-down',
    by: 'ua-mfa-duty',
    text: 'Firing has stopped.',
    textHash: hash,
    expiresAt: at('+31:00'),
    needs: { en: '1 more signature', uk: 'ще підписів: 1' },
  },
  'proposal-lapsed': { topic: 'proposal-lapsed', proposalId: 'p1', act: 'large-scale', by: 'gb-mod-duty' },
  'proposal-withdrawn': { topic: 'proposal-withdrawn', proposalId: 'p1', act: 'void-violation', by: 'gb-mod-duty' },
  'stood-down': {
    topic: 'stood-down',
    at: at('+20:00'),
    offices: ['ua-mfa-duty', 'fr-mfa-duty'],
    text: 'Firing has stopped.',
    quietUntil: at('+92:00'),
    inFlight: [2],
    moot: ['D1'],
    stillOwed: ['D2'],
  },
  resumed: {
    topic: 'resumed',
    at: at('+60:00'),
    violationId: 'v2',
    by: [],
    posture: 1,
    gates: [{ gateId: 'G2', phase: 2, opensAt: at('+61:00') }],
    again: ['D1'],
  },
  corrected: {
    topic: 'corrected',
    what: 'void',
    violationId: 'v1',
    offices: ['fr-mfa-duty', 'gb-mod-duty'],
    text: 'It was a controlled explosion.',
    phases: [2],
    pattern: true,
    table: [{ id: 'G2', label: { en: 'Coalition', uk: 'Коаліція' }, old: at('+24:00'), now: at('+26:00') }],
    confirmBy: at('+29:00'),
  },
  'declaration-withdrawn': {
    topic: 'declaration-withdrawn',
    act: 'large-scale',
    offices: ['ua-general-staff-duty', 'gb-mod-duty'],
    text: 'It was not one attack.',
    at: at('+31:00'),
    posture: 2,
    moot: ['D1'],
  },
  'plan-adopted': {
    topic: 'plan-adopted',
    plan: { id: 'seed', version: 3, hash },
    previous: { id: 'seed', version: 2, hash },
    offices: ['fr-mfa-duty', 'gb-mod-duty'],
    text: 'As agreed.',
    at: at('+14:00'),
    table: [{ id: 'D1', label: { en: 'Warning', uk: 'Попередження' }, old: at('+24:00'), now: at('+18:00') }],
    moot: ['D2'],
    joined: ['NO'],
    opened: [{ phase: 1, openedAt: at('+0:10') }],
  },
  'pattern-flagged': {
    topic: 'pattern-flagged',
    what: 'repeated',
    at: at('+2:00'),
    violationId: 'v1',
    rests: [
      { caseId: 'UA-63-20270303', violationId: 'v1', occurredAt: at('-576:00') },
      { caseId: 'UA-12-20270311', violationId: 'v2', occurredAt: at('-384:00') },
      { caseId: 'UA-23-test', violationId: 'v1', occurredAt: at('+0:00') },
    ],
    phases: [2],
    assessBy: at('+14:00'),
  },
  'pattern-weakened': { topic: 'pattern-weakened', violationId: 'v1', cases: ['UA-63-20270303'] },
  'break-glass': {
    topic: 'break-glass',
    act: 'large-scale',
    proposalId: 'p1',
    by: 'ua-general-staff-duty',
    text: 'We regard this as a large-scale attack.',
    reason: 'Nobody answers.',
    at: at('+29:41'),
    dutyId: 'D1',
    reviewBy: at('+41:41'),
  },
  'act-disputed': {
    topic: 'act-disputed',
    dutyId: 'D1',
    act: 'large-scale',
    by: 'gb-mod-duty',
    text: 'We see no large-scale attack.',
  },
  'case-closed': { topic: 'case-closed', outcome: 'stood-down', closedAt: at('+92:00'), unmet: ['D2'] },
  lapsed: { topic: 'lapsed', gateId: 'G3', at: at('+72:00') },
  'not-delivered': {
    topic: 'not-delivered',
    office: 'gb-mod-duty',
    about: 'phase-opened',
    said: '550 No such mailbox',
  },
};

export const TOPICS = Object.keys(EXAMPLES) as Facts['topic'][];

export const matter = (facts: Facts, id = 'm1'): Matter => ({
  id,
  facts,
  because: { clause: 'G2', why: 'No stand-down is on record.' },
  madeAt: at('+3:00'),
});

export function message(change: Partial<Message> = {}): Message {
  return {
    id: 'UA-23-test.n7',
    noticeIds: ['n7'],
    office: 'ua-mfa-duty',
    recipient: {
      name: { en: 'Duty diplomat, Kyiv', uk: 'Черговий дипломат, Київ' },
      timeZone: 'Europe/Kyiv',
      language: 'en',
      organisation: 'ua-mfa',
    },
    channel: 'webhook',
    matters: ['m1'],
    acknowledge: true,
    updates: 'UA-23-test.n2',
    owes: ['D1'],
    lastResort: false,
    ...change,
  };
}

/** Made once: reading the shipped files takes long. Nothing changes it. */
let state: CaseState | undefined;

/** A telling of these facts, by default to one recipient, in the case of RULES' scenarios three hours after T0. */
export function tellingOf(
  facts: Facts[],
  messages: Message[] = [message({ matters: facts.map((_, index) => `m${index + 1}`) })],
  change: Partial<Telling['brief']> = {},
): Telling {
  state ??= new Timeline({ accepted: '+3:00' }).play.state;
  return {
    brief: { ...brief(state), ...change },
    matters: facts.map((one, index) => matter(one, `m${index + 1}`)),
    messages,
    names: Object.fromEntries(
      Object.entries({ ...state.directory.offices, ...state.directory.organisations, ...state.directory.parties }).map(
        ([id, { name }]) => [id, name],
      ),
    ),
  };
}
