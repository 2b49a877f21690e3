/** What the screen `/watch` says. */
import type { Words } from '../../domain/plan/plan.js';
import { inBoth } from './language.js';

export const watch = inBoth({
  en: {
    title: 'Watch',
    says: 'Reports that wait for the watch or legal, and holds of routine notices.',
    reviews: 'Reports under review',
    reviewsSay: 'They open no clock of a case until an office has judged them; until then somebody is asked again.',
    nothingWaits: 'No report waits',
    nothingWaitsSays: 'What is only alleged, older than a week or attributed elsewhere would stand here.',
    asked: 'Asked next',
    to: 'to',
    reportedBy: 'Reported by',
    accepted: 'recorded',
    judge: 'Judge this report',
    judgeAll: 'Judge all that wait here',
    judging: 'Judge what waits in',
    outcome: 'What comes of it',
    duplicateOf: 'Of which violation of its case (such as v1); empty: of none',
    goesOn: 'Nobody at once. A report that counts goes on to its case, which tells its own offices.',
    concluded: 'Judged',
    byItself: 'corroborated by another report',
    toCase: 'To the case',
    more: 'more reports',
    holds: 'Holds of routine notices',
    holdsSay:
      'Digests and news of plans wait for up to 30 minutes. No gate, reminder or alarm ever waits, and nothing stops the intake.',
    heldUntil: 'Held back until',
    notHeld: 'Nothing is held back.',
    hold: 'Hold routine notices back',
    minutes: 'For how many minutes (1 to 30)',
    noHolds: 'Nothing was ever held back.',
    from: 'From (UTC)',
    until: 'Until (UTC)',
    signIn: 'Sign in as an office to judge or to hold back.',
  },
  uk: {
    title: 'Чергування',
    says: 'Повідомлення, що чекають на чергових чи юристів, і затримки звичайних сповіщень.',
    reviews: 'Повідомлення на розгляді',
    reviewsSay: 'Доки служба їх не розгляне, вони не запускають відліку справи; доти когось запитують знову.',
    nothingWaits: 'Жодне повідомлення не чекає',
    nothingWaitsSays: 'Тут було б лише ймовірне, давніше за тиждень чи приписане комусь іншому.',
    asked: 'Запитають далі',
    to: 'кого',
    reportedBy: 'Повідомила служба',
    accepted: 'записано',
    judge: 'Розглянути це повідомлення',
    judgeAll: 'Розглянути все, що тут чекає',
    judging: 'Розглянути те, що чекає в',
    outcome: 'Що з ним робити',
    duplicateOf: 'Якого порушення справи стосується (наприклад v1); порожньо: жодного',
    goesOn: 'Одразу нікого. Повідомлення, що враховується, іде до справи, і вона сповіщає свої служби.',
    concluded: 'Розглянуто',
    byItself: 'підкріплене іншим повідомленням',
    toCase: 'До справи',
    more: 'інших повідомлень',
    holds: 'Затримки звичайних сповіщень',
    holdsSay:
      'Зведення й новини планів чекають щонайбільше 30 хвилин. Переходи, нагадування й тривоги не чекають ніколи, а приймання ніщо не спиняє.',
    heldUntil: 'Затримано до',
    notHeld: 'Нічого не затримано.',
    hold: 'Затримати звичайні сповіщення',
    minutes: 'На скільки хвилин (від 1 до 30)',
    noHolds: 'Нічого ще не затримували.',
    from: 'Від (UTC)',
    until: 'До (UTC)',
    signIn: 'Увійдіть як служба, щоб розглядати чи затримувати.',
  },
});

/** Why a report waits. */
export const WHY: Readonly<Record<string, Words>> = {
  alleged: { en: 'alleged', uk: 'імовірно' },
  old: { en: 'old', uk: 'давнє' },
  elsewhere: { en: 'attributed elsewhere', uk: 'приписане іншим' },
  revision: { en: 'a far revision', uk: 'значне уточнення' },
};

export const OUTCOMES: Readonly<Record<string, Words>> = {
  credible: { en: 'Credible: it counts in a case', uk: 'Вірогідне: враховується у справі' },
  'open-case': { en: 'A case of its own, though it is old', uk: 'Власна справа, хоч воно й давнє' },
  duplicate: { en: 'Describes what is known already', uk: 'Описує вже відоме' },
  'not-a-violation': { en: 'No violation', uk: 'Не порушення' },
};
