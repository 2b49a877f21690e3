/** What stands out of a case beside its phase, in words; the API names it. */
import type { Words } from '../../domain/plan/plan.js';

export const FLAGS: Readonly<Record<string, Words>> = {
  'late-report': { en: 'Reported late', uk: 'Повідомлено із запізненням' },
  'stand-down-pending': { en: 'Stand-down proposed', uk: 'Запропоновано відбій' },
  'large-scale': { en: 'Large-scale attack declared', uk: 'Визнано масштабною атакою' },
  'gate-waits': { en: 'A gate waits for its condition', uk: 'Перехід чекає на умову' },
  'lapsed-not-triggered': { en: 'Lapsed, not triggered', uk: 'Минув без спрацювання' },
  'opened-while-stand-down-in-flight': {
    en: 'Opened while a stand-down was in flight',
    uk: 'Відкрито, коли відбій був у дорозі',
  },
  resumed: { en: 'Resumed', uk: 'Відновлено' },
  pattern: { en: 'Repeated violations', uk: 'Повторні порушення' },
  prolonged: { en: 'Prolonged', uk: 'Тривалі бойові дії' },
  'disproves-quiet': { en: 'Disproves an earlier quiet', uk: 'Заперечує попередню тишу' },
  'break-glass': { en: 'Declared by one office alone', uk: 'Визнано однією службою' },
  'cancel-requested': { en: 'A cancel was asked of Temporal', uk: 'У Temporal просили скасування' },
};
