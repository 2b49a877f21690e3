/** How the buttons of the acts are called. */
import type { Words } from '../../domain/plan/plan.js';

const VERBS: Record<string, Words> = {
  acknowledge: { en: 'Acknowledge', uk: 'Підтвердити отримання' },
  pass: { en: 'Pass on to the deputy', uk: 'Передати заступникові' },
  undo: { en: 'Take our acknowledgement back', uk: 'Скасувати наше підтвердження' },
  'propose:stand-down': { en: 'Propose to stand down', uk: 'Запропонувати відбій' },
  'propose:large-scale': { en: 'Propose: large-scale attack', uk: 'Запропонувати: масштабна атака' },
  'propose:withdraw-large-scale': {
    en: 'Propose to withdraw “large-scale”',
    uk: 'Запропонувати відкликати «масштабну»',
  },
  'propose:continuation': { en: 'Propose: hostilities continue', uk: 'Запропонувати: бойові дії тривають' },
  'propose:withdraw-stand-down': { en: 'Withdraw the stand-down', uk: 'Відкликати відбій' },
  'propose:void-violation': { en: 'Propose to void a violation', uk: 'Запропонувати скасувати порушення' },
  'propose:move-first-violation': {
    en: 'Propose to correct when it occurred',
    uk: 'Запропонувати виправити час порушення',
  },
  'propose:adopt-plan': { en: 'Propose another version of the plan', uk: 'Запропонувати іншу версію плану' },
  sign: { en: 'Sign', uk: 'Підписати' },
  withdraw: { en: 'Withdraw my proposal', uk: 'Відкликати мою пропозицію' },
  complete: { en: 'Record as done:', uk: 'Зафіксувати виконання:' },
  waive: { en: 'Waive', uk: 'Звільнити від' },
  confirm: { en: 'Confirm the record', uk: 'Підтвердити запис' },
  decide: { en: 'Record our decision', uk: 'Зафіксувати наше рішення' },
  verify: { en: 'Verify the violation', uk: 'Підтвердити порушення' },
  join: { en: 'Join two violations that are one', uk: 'Об’єднати два порушення, що є одним' },
  part: { en: 'Part again what was joined:', uk: 'Знову роз’єднати:' },
};

/** What an act is about, where the case knows more of it than its id. */
interface Known {
  duties: readonly { id: string; label: Words }[];
  proposals: readonly { id: string; act: string }[];
}

export function actWords(action: string, known?: Known): Words {
  const [verb = '', what = ''] = action.split(':');
  const whole = VERBS[action];
  if (whole) return whole;
  const { en, uk } = VERBS[verb] ?? { en: verb, uk: verb };
  const more = aboutOf(what, known);
  return { en: `${en} ${what} ${more.en}`.trim(), uk: `${uk} ${what} ${more.uk}`.trim() };
}

function aboutOf(what: string, known: Known | undefined): Words {
  const label = known?.duties.find(({ id }) => id === what)?.label;
  if (label) return label;
  const act = known?.proposals.find(({ id }) => id === what)?.act;
  const proposed = act === undefined ? undefined : ACTS[act];
  return proposed ? { en: `(${proposed.en})`, uk: `(${proposed.uk})` } : { en: '', uk: '' };
}

const ACTS: Record<string, Words> = {
  'stand-down': { en: 'stand-down', uk: 'відбій' },
  'large-scale': { en: 'large-scale attack', uk: 'масштабна атака' },
  'withdraw-large-scale': { en: 'withdraw “large-scale”', uk: 'відкликати «масштабну»' },
  continuation: { en: 'hostilities continue', uk: 'бойові дії тривають' },
  'withdraw-stand-down': { en: 'withdraw the stand-down', uk: 'відкликати відбій' },
  'void-violation': { en: 'void a violation', uk: 'скасувати порушення' },
  'move-first-violation': { en: 'correct a time', uk: 'виправити час' },
  'adopt-plan': { en: 'another plan version', uk: 'інша версія плану' },
};

export const CHOICES: Record<string, Words> = {
  'take-part': { en: 'Takes part', uk: 'Бере участь' },
  support: { en: 'Supports', uk: 'Підтримує' },
  decline: { en: 'Declines', uk: 'Відмовляється' },
  'needs-time': { en: 'Needs time', uk: 'Потребує часу' },
};
