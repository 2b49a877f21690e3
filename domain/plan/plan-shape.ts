/** What a plan file looks like: `Plan` with spans as `PT24H` and a mark at every value. Read by `parse-plan.ts`, told to editors by `plan-schema.ts`. */
import { marked } from '../shape/marks.js';
import { flag, integer, oneOf, pattern, positive, span as spanOf, text } from '../shape/scalars.js';
import { about, named } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { byKind, list, optional, row, table, withDefault, wordOr, words } from '../shape/structures.js';
import type { Fields } from '../shape/structures.js';
import type {
  ActRule,
  Audience,
  Duty,
  Gate,
  GateCondition,
  Grace,
  NoticeRule,
  NoticeTopic,
  Phase,
  Plan,
  Triage,
} from './plan.js';

/** What stands in a file; `provenance` is gathered while reading. */
export type WrittenPlan = Omit<Plan, 'provenance'>;

const planId = pattern(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id of small letters, digits and hyphens such as seed');
const groupId = pattern(/^[a-z][a-z0-9-]{0,62}$/, 'a group id such as ukraine-diplomatic');
/** No dot: `D4.2` is the second time that D4 is owed. */
const clauseId = pattern(/^[A-Z][A-Za-z0-9]{0,15}$/, 'an id such as D1 or G2');
const partyId = pattern(/^[A-Z]{2}$/, 'a country code of two capital letters such as UA');
const sectorId = pattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'a sector id such as XX-01');
const audience: Shape<Audience> = named(
  'audience',
  pattern(/^(@[a-z-]+|[a-z][a-z0-9-]{0,62})$/, 'a group or a relation such as @posture'),
);
const phaseNumber = integer(1, 20);

const span = named('span', spanOf());
const spanOrZero = named('span-or-zero', spanOf('zero'));
/** A span with its mark. */
const window = named('window', marked(span));
const windowOrZero = named('window-or-zero', marked(spanOrZero));

const group = row<Plan['groups'][number]>({ id: groupId, name: words, parties: list(partyId, 'country codes') });

const phase = row<Phase>({ phase: phaseNumber, name: words, groups: list(groupId, 'groups') });

type NoStandDown = Extract<GateCondition, { kind: 'no-stand-down' }>;
type Declaration = Extract<GateCondition, { kind: 'declaration' }>;

const condition = byKind<GateCondition>({
  'no-stand-down': row<NoStandDown>({
    kind: oneOf('no-stand-down'),
    continuation: about(
      'Whether hostilities are presumed to go on, need evidence, or need a decision.',
      marked(oneOf('presumed', 'evidenced', 'decided')),
    ),
  }),
  declaration: row<Declaration>({ kind: oneOf('declaration'), act: oneOf('large-scale') }),
});

const gate = table<Gate>({
  id: clauseId,
  phase: about('The phase that it opens.', phaseNumber),
  opensAlso: about('Phases that it opens too where they are still shut.', marked(list(phaseNumber, 'phases'))),
  notBefore: about('Measured from the first violation.', windowOrZero),
  condition,
  lapses: optional(about('Lapsed at first violation + this, if never declared.', window)),
});

const duty = row<Duty>({
  id: clauseId,
  label: words,
  asks: words,
  owner: about(
    'Who owes it: groups, "parties" (every party of the plan), "posture" (the open phases), "skipped" (break-glass).',
    wordOr(['parties', 'posture', 'skipped'], table<{ groups: string[] }>({ groups: list(groupId, 'groups') })),
  ),
  completion: oneOf('any', 'every'),
  phase: phaseNumber,
  createdBy: oneOf('opening', 'phase', 'declaration', 'break-glass', 'void', 'pattern'),
  anchor: about('What `due` is measured from.', oneOf('first-violation', 'opening', 'phase', 'creation')),
  due: window,
  metBy: optional(oneOf('first-verification', 'stand-down')),
  record: oneOf('completion', 'decision', 'review'),
  waivable: flag,
  mootByStandDown: flag,
});

const quorum = integer(1, 20);

const actRule: Shape<ActRule> = named(
  'act',
  row<ActRule>({
    signers: list(groupId, 'groups', 1),
    proposers: about('May propose without counting as a signature.', list(groupId, 'groups')),
    persons: quorum,
    organisations: quorum,
    oneOfEach: about(
      'Each of these sets must be among the signatures.',
      list(list(groupId, 'groups', 1), 'lists of groups'),
    ),
    expiry: about('PT0H where one signature suffices.', spanOrZero),
    statuses: list(oneOf('open', 'quiet', 'closed'), 'statuses of a case', 1),
    breakGlass: optional(about('A senior office may let it take effect at once; those skipped review it.', flag)),
  }),
);

const act = oneOf(
  'large-scale',
  'withdraw-large-scale',
  'continuation',
  'stand-down',
  'withdraw-stand-down',
  'void-violation',
  'move-first-violation',
  'adopt-plan',
);

const authority = table<Plan['authority']>({
  'large-scale': actRule,
  'withdraw-large-scale': actRule,
  continuation: actRule,
  'stand-down': actRule,
  'withdraw-stand-down': actRule,
  'void-violation': actRule,
  'move-first-violation': actRule,
  'adopt-plan': actRule,
});

const byOne = marked(list(groupId, 'groups', 1));

const audiences = list(audience, 'groups and relations');

const noticeRule: Shape<NoticeRule> = named(
  'notice',
  table<NoticeRule>({
    tell: list(audience, 'groups and relations', 1),
    acknowledge: audiences,
    alsoFor: optional(
      table<NonNullable<NoticeRule['alsoFor']>>({
        acts: list(act, 'acts', 1),
        tell: audiences,
        acknowledge: audiences,
      }),
    ),
  }),
);

/** Every topic has its row: a topic that nobody is told of would be silence that nobody decided. */
const notices: Fields<Record<NoticeTopic, NoticeRule>> = {
  'case-opened': noticeRule,
  'violation-added': noticeRule,
  'instant-moved': noticeRule,
  'duty-approaching': noticeRule,
  'duty-overdue': noticeRule,
  undecided: noticeRule,
  'acknowledgement-missing': noticeRule,
  'phase-opened': noticeRule,
  'declaration-in-effect': noticeRule,
  'proposal-made': noticeRule,
  'proposal-lapsed': noticeRule,
  'proposal-withdrawn': noticeRule,
  'stood-down': noticeRule,
  resumed: noticeRule,
  corrected: noticeRule,
  'declaration-withdrawn': noticeRule,
  'plan-adopted': noticeRule,
  'pattern-flagged': noticeRule,
  'pattern-weakened': noticeRule,
  'break-glass': noticeRule,
  'act-disputed': noticeRule,
  'case-closed': noticeRule,
  lapsed: noticeRule,
  'not-delivered': noticeRule,
};

const timing = table<Plan['timing']>({
  settle: windowOrZero,
  reminders: marked(list(span, 'spans')),
  overdueEvery: window,
  overdueTimes: marked(integer(0, 100)),
  acknowledge: marked(list(span, 'three spans')),
  acknowledgeLastPhaseDivisor: marked(positive(100)),
  digest: window,
  lateTold: window,
  movedTold: windowOrZero,
  quietPeriod: window,
  prolonged: window,
});

const triage = row<Triage>({
  tell: about('Told when a review begins.', list(groupId, 'groups', 1)),
  due: about('From the acceptance of the oldest report that waits.', span),
  every: about('From each of those asked to the next.', span),
  climbs: about('Asked one after the other while there is no outcome; then all of them.', list(groupId, 'groups', 1)),
  thenEvery: span,
});

const reports = table<Plan['reports']>({
  futureTolerance: windowOrZero,
  fresh: window,
  late: window,
  review: window,
  spread: window,
  revisionMove: window,
  corroboration: row<Plan['reports']['corroboration']>({ within: span, distanceKm: positive(1000) }),
  triage: optional(about('What is asked of whom while a report waits for review (D0).', triage)),
  evidenceWithin: window,
});

const graceRow = named('grace', row<Grace>({ duties: spanOrZero, gates: spanOrZero }));

export const planShape: Shape<WrittenPlan> = table<WrittenPlan>({
  schema: about('The version of this language.', oneOf(1)),
  id: planId,
  version: integer(1, 1_000_000),
  title: words,
  source: about('What the plan was made from: publication and date.', text),
  covers: about('Whose violations the plan covers.', marked(list(partyId, 'country codes', 1))),
  episodeScope: about('What one case is about.', marked(oneOf('sector'))),
  sectors: about(
    'Sectors beside the 27 regions of ISO 3166-2:UA.',
    withDefault(list(row<Plan['sectors'][number]>({ id: sectorId, name: words }), 'sectors'), []),
  ),
  firstViolation: about(
    'Whether the clocks start at the occurrence or at the acceptance.',
    marked(oneOf('occurrence', 'acceptance')),
  ),
  parties: list(row<Plan['parties'][number]>({ id: partyId, name: words }), 'parties', 1),
  groups: list(group, 'groups', 1),
  phases: list(phase, 'phases', 1),
  gates: list(gate, 'gates'),
  duties: list(duty, 'duties'),
  authority,
  single: table<Plan['single']>({
    report: byOne,
    'raise-standing': byOne,
    review: byOne,
    waive: byOne,
    hold: byOne,
  }),
  notices: row<Plan['notices']>(notices),
  timing,
  reports,
  grace: table<Plan['grace']>({ lateReport: graceRow, moved: graceRow, resumption: graceRow, declaration: graceRow }),
  completion: table<Plan['completion']>({
    ahead: windowOrZero,
    recordingDelay: window,
    confirmWithin: window,
  }),
  repetition: table<Plan['repetition']>({
    count: marked(integer(2, 1000)),
    within: window,
    opensPhase: about('Opens at once, for repeated and for prolonged hostilities.', marked(phaseNumber)),
    opensPhase3: about('The stronger sentence of the source, for repeated violations.', marked(flag)),
  }),
});
