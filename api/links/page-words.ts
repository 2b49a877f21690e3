/** What the page to acknowledge by says beside the words of the notices. Two languages, one interface. */
export interface PageWords {
  asked: { title: string; means: (organisation: string) => string; covers: string };
  acknowledge: string;
  pass: string;
  passes: string;
  deputyTold: string;
  noDeputy: string;
  acknowledged: { title: string; by: (office: string, when: string) => string; anew: string };
  undo: string;
  undoUntil: (when: string) => string;
  closed: { title: string; since: (when: string) => string; kept: (entry: number | undefined) => string };
  removed: { title: string; text: string };
  expired: { title: string; text: (when: string) => string };
  foreign: { title: string; text: string };
  away: { title: string; text: string };
  pending: { title: string; text: string; look: string };
  /** Above the page, after a button was pressed. */
  done: Record<'acknowledge' | 'pass' | 'undo', string>;
  notDone: string;
  message: string;
  sent: string;
  validUntil: string;
  holder: string;
}

export const ENGLISH: PageWords = {
  asked: {
    title: 'Acknowledge receipt',
    means: (organisation) =>
      `To acknowledge means “received”, said for: ${organisation}. It stops the reminders to acknowledge and nothing else: no clock stops, and no duty is met.`,
    covers: 'It covers everything that was sent to this organisation in this case until now.',
  },
  acknowledge: 'Acknowledge',
  pass: 'I cannot: pass it to my deputy',
  passes: 'The deputy is then asked at once. The case goes on as before.',
  deputyTold: 'The deputy has been told already. This office can still acknowledge.',
  noDeputy: 'The directory names no deputy here. Until somebody acknowledges, others are asked in turn.',
  acknowledged: {
    title: 'Acknowledged',
    by: (office, when) => `${office} acknowledged: ${when}.`,
    anew: 'What is sent from now on asks anew, with a link of its own.',
  },
  undo: 'Undo',
  undoUntil: (when) => `This can be undone until ${when}. The reminders to acknowledge then go on.`,
  closed: {
    title: 'The case is closed',
    since: (when) => `It closed: ${when}. Nothing is asked of this office any more.`,
    kept: (entry) =>
      `What was pressed here is kept as “after closure”${entry === undefined ? '' : ` (entry ${entry})`} and changes nothing.`,
  },
  removed: {
    title: 'This office is no longer in the directory',
    text: 'The link was made for an office that the directory of the case does not list now. Nothing was changed.',
  },
  expired: {
    title: 'This link has expired',
    text: (when) =>
      `It was valid until ${when}; links last for seven days. A newer message brings a newer link, and an office with a key can acknowledge at any time. Nothing was changed.`,
  },
  foreign: {
    title: 'This link cannot be used',
    text: 'It is incomplete or altered, or it was not made here. The message holds it in full. Nothing was changed.',
  },
  away: {
    title: 'The case cannot be reached now',
    text: 'A part of the system is away. Nothing was changed. The same link works again as soon as the part is back.',
  },
  pending: {
    title: 'Kept, and not answered yet',
    text: 'What was pressed is kept and takes effect in its turn, as of now. The case has not answered yet.',
    look: 'Show the present state',
  },
  done: {
    acknowledge: 'Your acknowledgement is on record.',
    pass: 'Passed on: the deputy is asked now.',
    undo: 'The acknowledgement was taken back. The reminders to acknowledge go on.',
  },
  notDone: 'This was not done:',
  message: 'Message',
  sent: 'Message of',
  validUntil: 'Link valid until',
  holder:
    'Whoever holds this link can acknowledge for this office in this case, and nothing else. Opening it changes nothing.',
};

export const UKRAINIAN: PageWords = {
  asked: {
    title: 'Підтвердження отримання',
    means: (organisation) =>
      `Підтвердження означає «отримано» від імені: ${organisation}. Воно припиняє нагадування про підтвердження і більше нічого: жоден строк не зупиняється, жоден обов’язок не вважається виконаним.`,
    covers: 'Воно охоплює все, що надіслано цій організації у цій справі дотепер.',
  },
  acknowledge: 'Підтвердити отримання',
  pass: 'Не можу: передати заступникові',
  passes: 'Тоді одразу запитають заступника. Справа триває, як і раніше.',
  deputyTold: 'Заступника вже сповіщено. Ця служба ще може підтвердити отримання.',
  noDeputy: 'Заступника в довіднику не вказано. Доки підтвердження немає, по черзі запитують інших.',
  acknowledged: {
    title: 'Отримання підтверджено',
    by: (office, when) => `Підтвердження надійшло від служби: ${office}; ${when}.`,
    anew: 'Про те, що буде надіслано далі, запитають знову, з окремим посиланням.',
  },
  undo: 'Скасувати підтвердження',
  undoUntil: (when) => `Скасувати можна до: ${when}. Тоді нагадування про підтвердження тривають.`,
  closed: {
    title: 'Справу закрито',
    since: (when) => `Закрито: ${when}. Цю службу більше ні про що не просять.`,
    kept: (entry) =>
      `Натиснуте тут збережено як «після закриття»${entry === undefined ? '' : ` (запис ${entry})`}; воно нічого не змінює.`,
  },
  removed: {
    title: 'Цієї служби вже немає в довіднику',
    text: 'Посилання створено для служби, якої довідник справи зараз не містить. Нічого не змінено.',
  },
  expired: {
    title: 'Строк дії посилання минув',
    text: (when) =>
      `Воно діяло до: ${when}; посилання діють сім днів. Новіше повідомлення містить новіше посилання, а служба з ключем може підтвердити отримання будь-коли. Нічого не змінено.`,
  },
  foreign: {
    title: 'Це посилання не діє',
    text: 'Воно неповне, змінене або створене не тут. Повне посилання є в повідомленні. Нічого не змінено.',
  },
  away: {
    title: 'Справа зараз недоступна',
    text: 'Частина системи не відповідає. Нічого не змінено. Те саме посилання запрацює, щойно вона повернеться.',
  },
  pending: {
    title: 'Збережено, відповіді ще немає',
    text: 'Натиснуте збережено і набуде чинності у свою чергу, станом на цю мить. Справа ще не відповіла.',
    look: 'Показати поточний стан',
  },
  done: {
    acknowledge: 'Ваше підтвердження записано.',
    pass: 'Передано: тепер запитують заступника.',
    undo: 'Підтвердження скасовано. Нагадування про підтвердження тривають.',
  },
  notDone: 'Цього не зроблено:',
  message: 'Повідомлення',
  sent: 'Час повідомлення',
  validUntil: 'Посилання діє до',
  holder:
    'Хто має це посилання, може підтвердити отримання за цю службу в цій справі, і більше нічого. Відкриття сторінки нічого не змінює.',
};
