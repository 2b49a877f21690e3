/** Notices in Ukrainian: the frame. What a notice says and in which order: `wording.ts`; its verbs: `phrases.ts`. */
import type { Act } from '../plan/plan.js';
import { ACTS, happened, headline, kindInWords, REASONS } from './matters-uk.js';
import type { Phrases } from './phrases.js';

export const ukrainian: Phrases = {
  exercise: 'НАВЧАННЯ (EXERCISE)',
  quotes: ['«', '»'],
  labels: {
    asked: 'Про що вас просять',
    case: 'Справа',
    caseId: 'Номер справи',
    place: 'Місце',
    violation: 'Порушення',
    firstViolation: 'Перше порушення (T0)',
    state: 'Фаза',
    windows: 'Скільки залишилося від відведеного часу',
    duties: 'Обов’язки',
    plan: 'План',
    reason: 'Підстава',
    message: 'Номер повідомлення',
    updates: 'Оновлює повідомлення',
    link: 'Справа і місце для відповіді',
    answer: 'Підтвердити отримання або передати заступникові',
    asOf: 'станом на',
    to: 'Кому',
  },
  status: { open: 'справу відкрито', quiet: 'тиша після відбою', closed: 'справу закрито' },
  headline,
  happened,
  reason: (_why, topic) => REASONS[topic],
  clause: (clause) => {
    const rule = /^RULES (\d+)$/.exec(clause)?.[1];
    if (rule !== undefined) return `розділ ${rule} правил ведення справи`;
    return clause in ACTS ? `правило плану «${ACTS[clause as Act]}»` : `пункт ${clause} плану`;
  },
  act: (act) => ACTS[act],
  violationKind: kindInWords,
  askAcknowledge:
    'Підтвердьте отримання: кнопкою за посиланням нижче. Це означає лише «отримано»; доки підтвердження немає, по черзі запитують інших.',
  askAnswer: (id, act, by) =>
    `Дайте відповідь на пропозицію ${id} (${act}), якщо ваша служба має право її підписати. Строк: ${by}.`,
  askDuty: (id, asks, by, past) => `${asks} (${id}, ${past ? 'прострочено; строк був' : 'строк'}: ${by})`,
  askNothing: 'Прочитайте до відома. Більше ні про що це повідомлення вас не просить.',
  notCharged: 'Строк минув раніше, ніж його можна було дотримати; це нікому не ставлять у провину.',
  window: {
    open: (phase, since) => `Фаза ${phase}: відкрита з ${since}.`,
    toPhase: (hours, phase, left, ends) =>
      `${hours} год до відкриття фази ${phase}, якщо не буде відбою: спливають через ${left}, ${ends}.`,
    toPhasePast: (hours, phase, ended) => `${hours} год до фази ${phase}: минули ${ended}; фаза не відкрита.`,
    byDeclaration: (hours, phase, left, ends) =>
      `${hours} год, протягом яких відкривається фаза ${phase}, якщо атаку визнають масштабною: спливають через ${left}, ${ends}.`,
    byDeclarationPast: (hours, phase, ended) =>
      `${hours} год для фази ${phase}: минули ${ended}; атаку масштабною не визнано.`,
    notBefore: (hours, phase, from) =>
      `Фаза ${phase} відкривається не раніше ніж через ${hours} год, якщо атаку визнають масштабною: з ${from}.`,
    none: 'Строки не спливають: справа не відкрита.',
  },
  state: (phase, level, status) => `${phase}; найвища досі: ${level}; ${status}`,
  quiet: 'наразі жодної',
  planLine: (id, version, hash) => `${id}, версія ${version}, хеш ${hash}…`,
  notReal: 'Це навчання. Насправді нічого з цього не сталося.',
  divided: (speed) =>
    `Його швидкість ${speed}: кожен проміжок плану поділено на ${speed}. Моменти часу справжні; «час плану» показує їхнє місце в плані.`,
  yourTime: (local) => `${local} за вашим часом`,
  planTime: (offset) => `${offset} за часом плану`,
  planSpan: (planned, real) => `${planned} за часом плану (насправді ${real})`,
  number: (nth, of) => `(${nth} з ${of})`,
  more: (count) => `ще ${count}`,
};
