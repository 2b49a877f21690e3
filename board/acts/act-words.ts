/** How the buttons of the acts are called. */
import type { Words } from '../../domain/plan/plan.js';

const VERBS: Record<string, Words> = {
  acknowledge: { en: 'Acknowledge', uk: 'Підтвердити отримання' },
  pass: { en: 'Pass on to the deputy', uk: 'Передати заступникові' },
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
};

export function actWords(action: string): Words {
  const [verb = '', what = ''] = action.split(':');
  const whole = VERBS[action];
  if (whole) return whole;
  const { en, uk } = VERBS[verb] ?? { en: verb, uk: verb };
  return { en: `${en} ${what}`.trim(), uk: `${uk} ${what}`.trim() };
}

export const CHOICES: Record<string, Words> = {
  'take-part': { en: 'Takes part', uk: 'Бере участь' },
  support: { en: 'Supports', uk: 'Підтримує' },
  decline: { en: 'Declines', uk: 'Відмовляється' },
  'needs-time': { en: 'Needs time', uk: 'Потребує часу' },
};
