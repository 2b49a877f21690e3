/** What was found of a case on the server's side, in both languages: what it means, and whether the case goes on. */
import type { Words } from '../plan/plan.js';
import type { Disturbance } from './house-notice.js';

/** An administrator's act, which these name where the case stands still without it. */
const RECOVER = '`holdfire recover CASE --reason TEXT`';

export const DISTURBED: Readonly<Record<Disturbance, Words>> = {
  ended: {
    en: `Its workflow has ended on the Temporal server, though the case has not closed. Its clocks stand still until an administrator has it go on from the record: ${RECOVER}.`,
    uk: `Процес справи завершено на сервері Temporal, хоча справу не закрито. Її відлік стоїть, доки адміністратор не відновить її за записом: ${RECOVER}.`,
  },
  deleted: {
    en: `The Temporal server knows its workflow no more, though the case has not closed. Its clocks stand still until an administrator has it go on from the record: ${RECOVER}.`,
    uk: `Сервер Temporal більше не знає процесу справи, хоча її не закрито. Її відлік стоїть, доки адміністратор не відновить її за записом: ${RECOVER}.`,
  },
  reset: {
    en: `Its workflow was reset on the Temporal server to an earlier point, and lacks what was decided since. The record has it. An administrator can have the case go on from the record: ${RECOVER}.`,
    uk: `Процес справи повернено на сервері Temporal до попередньої точки; вирішеного відтоді в ньому немає. Запис це зберігає. Адміністратор може відновити справу за записом: ${RECOVER}.`,
  },
  replaced: {
    en: 'Another workflow runs under its name on the Temporal server, and the case itself stands still.',
    uk: 'Під її іменем на сервері Temporal працює інший процес, а сама справа стоїть.',
  },
  options: {
    en: 'Options of its workflow were changed on the Temporal server, past the API. The case goes on, if a worker of that version is there.',
    uk: 'Параметри її процесу змінено на сервері Temporal в обхід API. Справа триває, якщо є виконавець цієї версії.',
  },
  cancelled: {
    en: 'Its workflow was asked to cancel on the Temporal server. That is no stand-down: it is on record, and the case goes on.',
    uk: 'На сервері Temporal просили скасувати її процес. Це не відбій: це записано, і справа триває.',
  },
  message: {
    en: 'A message came to it past the API. It is on record as refused and had no effect.',
    uk: 'До неї надійшло повідомлення в обхід API. Його записано як відхилене, наслідків воно не мало.',
  },
  diverged: {
    en: `Its workflow decides something else than the record holds, tells nobody, and waits. An administrator can have the case go on from the record: ${RECOVER}.`,
    uk: `Її процес розходиться із записом, нікого не сповіщає і чекає. Адміністратор може відновити справу за записом: ${RECOVER}.`,
  },
  clock: {
    en: 'It decided at an instant that has not come yet: time was skipped on the Temporal server.',
    uk: 'Вона ухвалила рішення в момент, який ще не настав: на сервері Temporal пропущено час.',
  },
  namespace: {
    en: 'The Temporal server answers that the namespace of the cases is gone or stopped. No case of it goes on.',
    uk: 'Сервер Temporal відповідає, що простору імен справ немає або його зупинено. Жодна справа не триває.',
  },
  history: {
    en: 'It has closed, and Temporal’s own history of it is not in the record yet, though its deletion is coming nearer.',
    uk: 'Справу закрито, але історії Temporal про неї ще немає в записі, а час її видалення наближається.',
  },
  bundle: {
    en: 'It has closed, and its record, made up for auditors, has not been checked in time or does not pass the check.',
    uk: 'Справу закрито, але її запис для аудиторів не перевірено вчасно або він не проходить перевірки.',
  },
};
