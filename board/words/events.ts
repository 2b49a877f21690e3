/** What the events of the record are called on a timeline. Their sentence is the record's own (`because`). */
import type { Words } from '../../domain/plan/plan.js';

const EVENTS: Record<string, readonly [string, string]> = {
  'case-opened': ['Case opened', 'Справу відкрито'],
  'violation-recorded': ['Violation recorded', 'Порушення зафіксовано'],
  'violation-added': ['Violation added', 'Порушення додано'],
  'report-attached': ['Report attached', 'Повідомлення долучено'],
  'report-revised': ['Report revised', 'Повідомлення уточнено'],
  'report-set-aside': ['Report set aside', 'Повідомлення відкладено'],
  'standing-raised': ['Standing raised', 'Певність підвищено'],
  'violation-voided': ['Violation voided', 'Порушення скасовано'],
  'violation-moved': ['Time of a violation corrected', 'Час порушення виправлено'],
  'violations-joined': ['Violations joined', 'Порушення об’єднано'],
  'violations-parted': ['Violations parted', 'Порушення роз’єднано'],
  'continuation-found': ['Hostilities go on', 'Бойові дії тривають'],
  'pattern-flagged': ['Repeated violations', 'Повторні порушення'],
  'pattern-weakened': ['Pattern weakened', 'Ознаку повторності послаблено'],
  'first-violation-set': ['First violation set', 'Перше порушення встановлено'],
  'duty-created': ['Duty created', 'Обов’язок створено'],
  'duty-moved': ['Duty moved', 'Строк обов’язку змінено'],
  'duty-approaching': ['Duty approaching', 'Строк обов’язку наближається'],
  'duty-overdue': ['Duty overdue', 'Обов’язок прострочено'],
  'duty-completed': ['Duty recorded as done', 'Виконання зафіксовано'],
  'completion-confirmed': ['Record confirmed', 'Запис підтверджено'],
  'completion-unconfirmed': ['Record not confirmed', 'Запис не підтверджено'],
  'duty-met': ['Duty met', 'Обов’язок виконано'],
  'duty-waived': ['Duty waived', 'Від обов’язку звільнено'],
  'duty-moot': ['Duty no longer owed', 'Обов’язок відпав'],
  'duty-unmet': ['Duty not met', 'Обов’язок не виконано'],
  'undecided-listed': ['Parties without a decision', 'Сторони без рішення'],
  'decision-recorded': ['Decision recorded', 'Рішення зафіксовано'],
  'gate-set': ['Gate set', 'Перехід призначено'],
  'gate-waits': ['Gate waits', 'Перехід чекає'],
  'gate-lapsed': ['Lapsed, not triggered', 'Минув без спрацювання'],
  'gate-removed': ['Gate removed', 'Перехід вилучено'],
  'phase-opened': ['Phase opened', 'Фазу відкрито'],
  'phase-opened-in-flight': ['Opened while a stand-down was in flight', 'Відкрито, коли відбій був у дорозі'],
  'proposal-made': ['Proposed', 'Запропоновано'],
  'proposal-signed': ['Signed', 'Підписано'],
  'proposal-took-effect': ['In effect', 'Набуло чинності'],
  'proposal-lapsed': ['Proposal lapsed', 'Пропозиція втратила силу'],
  'proposal-withdrawn': ['Proposal withdrawn', 'Пропозицію відкликано'],
  'declaration-made': ['Declared large-scale', 'Визнано масштабною'],
  'declaration-withdrawn': ['Declaration withdrawn', 'Визнання відкликано'],
  'posture-returned': ['Phase returned', 'Фаза повернулася'],
  'stood-down': ['Stood down', 'Відбій'],
  'case-resumed': ['Resumed', 'Відновлено'],
  'plan-adopted': ['Plan adopted', 'План ухвалено'],
  'case-closed': ['Case closed', 'Справу закрито'],
  acknowledged: ['Acknowledged', 'Отримання підтверджено'],
  'acknowledgement-undone': ['Acknowledgement taken back', 'Підтвердження відкликано'],
  'acknowledgement-missing': ['Acknowledgement missing', 'Немає підтвердження'],
  told: ['Told', 'Сповіщено'],
  'notice-outcome': ['Delivery', 'Доставка'],
  'not-told': ['Not told', 'Не сповіщено'],
  'directory-changed': ['Directory changed', 'Довідник змінено'],
  'routine-held': ['Routine notices held', 'Звичайні сповіщення затримано'],
  'report-concluded': ['Report judged', 'Повідомлення розглянуто'],
  'clock-set': ['Asked again while others wait', 'Запитають знову, поки чекають інші'],
  'clock-stopped': ['Nobody is asked again', 'Більше нікого не запитують'],
  'cancel-noted': ['A cancel was asked of Temporal; the case goes on', 'У Temporal просили скасування; справа триває'],
};

export function eventWords(type: string): Words {
  const [en, uk] = EVENTS[type] ?? [type.replaceAll('-', ' '), type.replaceAll('-', ' ')];
  return { en, uk };
}

/** The system's own noise: folded on a timeline until somebody asks. */
const NOISE: ReadonlySet<string> = new Set([
  'told',
  'notice-outcome',
  'duty-approaching',
  'acknowledgement-missing',
  'digest-kept',
  'gate-set',
]);

/** That a duty is overdue is news once; that it still is, is not. */
export const isNoise = ({ type, nth }: { type: string; [name: string]: unknown }): boolean =>
  NOISE.has(type) || (type === 'duty-overdue' && typeof nth === 'number' && nth > 0);
