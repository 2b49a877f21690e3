/** What a notice was about. */
import type { Words } from '../../domain/plan/plan.js';

const TOPICS: Readonly<Record<string, Words>> = {
  'case-opened': { en: 'Case opened', uk: 'Справу відкрито' },
  'violation-added': { en: 'Another violation', uk: 'Ще одне порушення' },
  'instant-moved': { en: 'An instant moved', uk: 'Строк змінено' },
  'duty-approaching': { en: 'Duty approaching', uk: 'Строк обов’язку наближається' },
  'duty-overdue': { en: 'Duty overdue', uk: 'Обов’язок прострочено' },
  undecided: { en: 'Parties without a decision', uk: 'Сторони без рішення' },
  'acknowledgement-missing': { en: 'Acknowledgement missing', uk: 'Немає підтвердження' },
  'phase-opened': { en: 'Phase opened', uk: 'Фазу відкрито' },
  'declaration-in-effect': { en: 'Large-scale declared', uk: 'Визнано масштабною' },
  'proposal-made': { en: 'Proposal to sign', uk: 'Пропозиція на підпис' },
  'proposal-lapsed': { en: 'Proposal lapsed', uk: 'Пропозиція втратила силу' },
  'stood-down': { en: 'Stood down', uk: 'Відбій' },
  resumed: { en: 'Resumed', uk: 'Відновлено' },
  corrected: { en: 'Corrected', uk: 'Виправлено' },
  'declaration-withdrawn': { en: 'Declaration withdrawn', uk: 'Визнання відкликано' },
  'plan-adopted': { en: 'Plan adopted', uk: 'План ухвалено' },
  'pattern-flagged': { en: 'Repeated or prolonged', uk: 'Повторні або тривалі порушення' },
  'pattern-weakened': { en: 'Pattern weakened', uk: 'Ознаку повторності послаблено' },
  'break-glass': { en: 'Declared by one office alone', uk: 'Визнано однією службою' },
  'act-disputed': { en: 'Act disputed', uk: 'Дію заперечено' },
  'case-closed': { en: 'Case closed', uk: 'Справу закрито' },
  lapsed: { en: 'Lapsed, not triggered', uk: 'Минув без спрацювання' },
  'not-delivered': { en: 'Not delivered to somebody', uk: 'Комусь не доставлено' },
};

export const topicWords = (topic: string): Words => TOPICS[topic] ?? { en: topic, uk: topic };
