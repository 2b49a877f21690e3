/** The agreement's own words for what a plan names by ids: acts, topics of notices, people in relation to a case. */
import type { Act, NoticeTopic, SingleAct, Words } from './plan.js';

export const ACTS: Record<Act, Words> = {
  'large-scale': { en: 'declare a large-scale attack', uk: 'визнання атаки масштабною' },
  'withdraw-large-scale': { en: 'withdraw that declaration', uk: 'відкликання цього визнання' },
  continuation: { en: 'record that hostilities go on', uk: 'засвідчення, що бойові дії тривають' },
  'stand-down': { en: 'stand down', uk: 'відбій' },
  'withdraw-stand-down': { en: 'withdraw a stand-down', uk: 'відкликання відбою' },
  'void-violation': { en: 'void a violation', uk: 'скасування порушення' },
  'move-first-violation': { en: 'correct when a violation occurred', uk: 'виправлення часу порушення' },
  'adopt-plan': { en: 'adopt another plan for a running case', uk: 'перехід справи на інший план' },
};

export const SINGLE_ACTS: Record<SingleAct, Words> = {
  report: { en: 'report a violation', uk: 'повідомлення про порушення' },
  'raise-standing': { en: 'raise the standing of a violation', uk: 'підвищення статусу порушення' },
  review: { en: 'judge a report under review', uk: 'рішення щодо повідомлення на розгляді' },
  waive: { en: 'waive a duty', uk: 'звільнення від обов’язку' },
  hold: { en: 'hold routine notices back', uk: 'притримання звичайних сповіщень' },
};

export const TOPICS: Record<NoticeTopic, Words> = {
  'case-opened': { en: 'a case is opened', uk: 'справу відкрито' },
  'violation-added': {
    en: 'a violation, corroboration or revision is added',
    uk: 'додано порушення, ще одне повідомлення про нього чи уточнення',
  },
  'instant-moved': { en: 'an instant moved', uk: 'строк змінено' },
  'duty-approaching': { en: 'a duty is soon due', uk: 'наближається строк обов’язку' },
  'duty-overdue': { en: 'a duty is overdue', uk: 'строк обов’язку минув' },
  undecided: { en: 'parties have recorded no decision', uk: 'сторони не зафіксували рішення' },
  'acknowledgement-missing': { en: 'an acknowledgement is missing', uk: 'немає підтвердження отримання' },
  'phase-opened': { en: 'a phase opens', uk: 'відкрито фазу' },
  'declaration-in-effect': { en: 'a declaration takes effect', uk: 'визнання набуло чинності' },
  'proposal-made': { en: 'an act is proposed', uk: 'запропоновано дію' },
  'proposal-lapsed': { en: 'a proposal lapsed', uk: 'пропозиція втратила чинність' },
  'proposal-withdrawn': { en: 'a proposal is withdrawn', uk: 'пропозицію відкликано' },
  'stood-down': { en: 'a stand-down takes effect', uk: 'відбій набув чинності' },
  resumed: { en: 'hostilities resume in a quiet case', uk: 'у справі в затишші відновлено бойові дії' },
  corrected: { en: 'a violation is corrected', uk: 'порушення виправлено' },
  'declaration-withdrawn': { en: 'a declaration is withdrawn', uk: 'визнання відкликано' },
  'plan-adopted': { en: 'a case adopts another version of the plan', uk: 'справа переходить на іншу версію плану' },
  'pattern-flagged': { en: 'hostilities are repeated or prolonged', uk: 'бойові дії повторюються або затягнулися' },
  'pattern-weakened': {
    en: 'a violation on which such a finding rested is void',
    uk: 'скасовано порушення, на якому ґрунтувався такий висновок',
  },
  'break-glass': {
    en: 'an act takes effect without the second signature',
    uk: 'дія набула чинності без другого підпису',
  },
  'act-disputed': { en: 'such an act is disputed', uk: 'таку дію оскаржено' },
  'case-closed': { en: 'a case is closed', uk: 'справу закрито' },
  lapsed: { en: 'the instant of a declaration lapsed', uk: 'строк для визнання сплив' },
  'not-delivered': { en: 'a notice reached nobody', uk: 'сповіщення нікому не доставлено' },
};

/** Relations that a notice may be addressed to beside groups; the same list as `Audience`. */
export const RELATIONS = [
  '@posture',
  '@told',
  '@owners',
  '@reporter',
  '@signers',
  '@phase',
  '@earlier-phases',
  '@opened-phases',
  '@joined',
] as const;

type Relation = (typeof RELATIONS)[number];

export const AUDIENCES: Record<Relation, Words> = {
  '@posture': { en: 'the groups of all phases now in force', uk: 'групи всіх чинних фаз' },
  '@told': { en: 'everyone told of the case so far', uk: 'усі раніше сповіщені у справі' },
  '@owners': { en: 'the owners of the duty', uk: 'відповідальні за обов’язок' },
  '@reporter': { en: 'the office that reported', uk: 'служба-заявник' },
  '@signers': { en: 'the offices with a right to sign', uk: 'служби з правом підпису' },
  '@phase': { en: 'the groups of the phase', uk: 'групи цієї фази' },
  '@earlier-phases': { en: 'the groups of the earlier phases', uk: 'групи попередніх фаз' },
  '@opened-phases': { en: 'the groups of all phases ever opened', uk: 'групи всіх будь-коли відкритих фаз' },
  '@joined': { en: 'the parties that a plan brings in', uk: 'сторони, які приєдналися з планом' },
};

export const STATUSES: Record<'open' | 'quiet' | 'closed', Words> = {
  open: { en: 'open', uk: 'відкрита' },
  quiet: { en: 'quiet', uk: 'у стані затишшя' },
  closed: { en: 'closed', uk: 'закрита' },
};

export const isRelation = (audience: string): audience is Relation =>
  RELATIONS.some((relation) => relation === audience);

/** Words of the language itself, where a plan's values are shown to people. */
export const VALUES: Record<string, Words> = {
  true: { en: 'yes', uk: 'так' },
  false: { en: 'no', uk: 'ні' },
  sector: { en: 'the sector', uk: 'сектор' },
  occurrence: { en: 'when it occurred', uk: 'коли сталося' },
  acceptance: { en: 'when its report was accepted', uk: 'коли прийнято повідомлення' },
  presumed: { en: 'presumed', uk: 'вважається, що так' },
  evidenced: { en: 'needs evidence', uk: 'потрібні докази' },
  decided: { en: 'needs a decision', uk: 'потрібне рішення' },
  'no-stand-down': { en: 'no stand-down', uk: 'немає відбою' },
  declaration: { en: 'declaration', uk: 'визнання' },
  parties: { en: 'every party of the plan', uk: 'кожна сторона плану' },
  posture: { en: 'the groups of the open phases', uk: 'групи відкритих фаз' },
  skipped: { en: 'those whose signature was not waited for', uk: 'ті, на чий підпис не чекали' },
  'break-glass': { en: 'an act without the second signature', uk: 'дія без другого підпису' },
  void: { en: 'a violation found void', uk: 'скасування порушення' },
  pattern: { en: 'repeated or prolonged hostilities', uk: 'повторення чи затягування бойових дій' },
  creation: { en: 'what brought it into being', uk: 'те, з чого він виник' },
  any: { en: 'any one', uk: 'будь-хто один' },
  every: { en: 'every one', uk: 'кожен' },
  opening: { en: 'the opening of the case', uk: 'відкриття справи' },
  phase: { en: 'the opening of the phase', uk: 'відкриття фази' },
  'first-violation': { en: 'the first violation', uk: 'перше порушення' },
  'first-verification': { en: 'the first verification', uk: 'перше підтвердження' },
  completion: { en: 'that it was done', uk: 'виконання' },
  review: { en: 'confirmed or disputed', uk: 'підтверджено чи оскаржено' },
  decision: { en: 'a decision', uk: 'рішення' },
  ...STATUSES,
};
