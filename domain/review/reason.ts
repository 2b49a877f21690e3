/** Why a report waits for people instead of going to a case (RULES 5). */
import type { Words } from '../plan/plan.js';

export type ReviewReason =
  /** Its organisation is not accredited, or it says so itself. */
  | 'alleged'
  /** Accepted longer after it occurred than the plan takes without review (7 d under the seed plan). */
  | 'old'
  /** Attributed to somebody whose violations the plan does not cover. */
  | 'elsewhere'
  /** A revision that moves the occurrence further than one may (24 h under the seed plan). */
  | 'revision';

/** Full sentences, for the sender and for those who review. */
export const REASONS: Record<ReviewReason, Words> = {
  alleged: {
    en: 'Alleged by default: the organisation is not accredited, or says so itself.',
    uk: 'Непідтверджене: організація не акредитована або сама так його подає.',
  },
  old: {
    en: 'Older than the plan takes without review.',
    uk: 'Давніше, ніж план приймає без розгляду.',
  },
  elsewhere: {
    en: 'Attributed to somebody whose violations the plan does not cover.',
    uk: 'Приписане тому, чиїх порушень план не охоплює.',
  },
  revision: {
    en: 'It revises a report by more than a revision may, or one that is under review.',
    uk: 'Уточнення змінює повідомлення більше, ніж дозволено, або стосується того, що вже на розгляді.',
  },
};
