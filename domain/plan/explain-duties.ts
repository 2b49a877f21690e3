/** Duties in words. */
import { pluralOf, spanInWords } from '../span-in-words.js';
import type { Section } from './explanation.js';
import { anyGroup, groupNames, listed, partyNames } from './name-lists.js';
import type { Duty, Plan, Words } from './plan.js';

export function explainDuties(plan: Plan): Section {
  const { reminders, overdueEvery, overdueTimes } = plan.timing;
  const ahead = listed(reminders.map((span) => ({ en: spanInWords(span, 'en'), uk: spanInWords(span, 'uk') })));
  const { ahead: early, recordingDelay, confirmWithin } = plan.completion;
  return {
    heading: { en: 'Who owes what, and by when', uk: 'Хто, що і до якого строку має зробити' },
    sentences: [
      ...plan.duties.map((duty) => explainDuty(plan, duty)),
      ...(reminders.length === 0
        ? []
        : [
            {
              en: `Those who owe a duty are reminded ${ahead.en} before it is due.`,
              uk: `Тим, на кому лежить обов’язок, нагадують за ${ahead.uk} до строку.`,
            },
          ]),
      {
        en:
          `An overdue duty is told to those who owe it and to the watch, and again at intervals ` +
          `of ${spanInWords(overdueEvery, 'en')}, at most ${overdueTimes} more times.`,
        uk:
          `Про прострочений обов’язок сповіщають відповідальних за нього і чергову службу, а далі повторюють з ` +
          `інтервалом у ${spanInWords(overdueEvery, 'uk')}, щонайбільше ще ${overdueTimes} ${TIMES[pluralOf(overdueTimes)]}.`,
      },
      {
        en:
          `A duty cannot be recorded as performed more than ${spanInWords(early, 'en')} after the record is accepted. ` +
          `Recorded more than ${spanInWords(recordingDelay, 'en')} after it was performed, it needs evidence; recorded ` +
          `after its due instant as performed before it, also the confirmation of a second person within ` +
          `${spanInWords(confirmWithin, 'en')}.`,
        uk:
          `Час виконання не може бути більш як на ${spanInWords(early, 'uk')} пізнішим за прийняття запису. ` +
          `Запис, зроблений більш як через ${spanInWords(recordingDelay, 'uk')} після виконання, потребує доказів; ` +
          `запис після строку про виконання до нього — ще й підтвердження другої особи протягом ` +
          `${spanInWords(confirmWithin, 'uk', 'genitive')}.`,
      },
    ],
  };
}

const TIMES = { one: 'раз', few: 'рази', many: 'разів' } as const;

function explainDuty(plan: Plan, duty: Duty): Words {
  const owner = ownerOf(plan, duty);
  const anchor = ANCHORS[duty.anchor](duty);
  const parts: Words[] = [
    {
      en: `${duty.id}, ${duty.label.en}: owed by ${owner.en}, due ${spanInWords(duty.due, 'en')} after ${anchor.en}`,
      uk: `${duty.id}, ${duty.label.uk}: ${owner.uk}; строк — ${spanInWords(duty.due, 'uk', 'nominative')} від ${anchor.uk}`,
    },
    ...CREATED[duty.createdBy](duty),
    { en: `It asks: "${duty.asks.en}"`, uk: `Про що просять: «${duty.asks.uk}»` },
  ];
  if (duty.record === 'decision') {
    parts.push({
      en: 'The last decision of a party counts and all are kept; "needs time" counts as none. Nothing follows from a decision that is missing: the parties without one are named',
      uk: 'Діє останнє рішення сторони, зберігають усі; «потребує часу» рішенням не вважають. Із браку рішення нічого не випливає: сторони без рішення називають',
    });
  }
  if (duty.metBy === 'first-verification') {
    parts.push({
      en: 'It is met by itself when the first violation of the case is verified',
      uk: 'Він виконаний сам собою, щойно підтверджено перше порушення справи',
    });
  }
  if (duty.waivable) {
    parts.push({ en: 'It can be waived, with a reason', uk: 'Від нього можна звільнити, вказавши причину' });
  }
  parts.push(
    duty.mootByStandDown
      ? { en: 'A stand-down makes it moot', uk: 'З відбоєм він відпадає' }
      : { en: 'It stays owed after a stand-down', uk: 'Після відбою він лишається в силі' },
  );
  return { en: sentences(parts.map(({ en }) => en)), uk: sentences(parts.map(({ uk }) => uk)) };
}

/** Ends each part with a full stop, before the closing quotation mark's own where it has one. */
const sentences = (parts: readonly string[]): string =>
  parts.map((part) => (/[.!?]["»]?$/.test(part) ? part : `${part}.`)).join(' ');

function ownerOf(plan: Plan, { owner, completion }: Duty): Words {
  if (owner === 'parties') {
    return {
      en: 'each party of the plan, by the organisation that speaks for it',
      uk: 'відповідає кожна сторона плану через організацію, яка говорить від її імені',
    };
  }
  if (typeof owner === 'string') return OWNERS[owner];
  if (completion === 'any') {
    const groups = anyGroup(plan, owner.groups);
    return { en: `${groups.en} (any one office)`, uk: `відповідальні: ${groups.uk} (досить однієї служби)` };
  }
  const parties = partyNames(
    plan,
    plan.groups.filter(({ id }) => owner.groups.includes(id)).flatMap((group) => group.parties),
  );
  const groups = groupNames(plan, owner.groups);
  return {
    en: `each party of ${groups.en} (${parties.en})`,
    uk: `відповідає кожна сторона з групи «${groups.uk}» (${parties.uk})`,
  };
}

const OWNERS: Record<'posture' | 'skipped', Words> = {
  posture: {
    en: 'the groups of the open phases (any one office)',
    uk: 'відповідальні: групи відкритих фаз (досить однієї служби)',
  },
  skipped: {
    en: 'those whose signature was not waited for (any one office, of another organisation)',
    uk: 'відповідальні: ті, на чий підпис не чекали (досить однієї служби іншої організації)',
  },
};

const ANCHORS: Record<Duty['anchor'], (duty: Duty) => Words> = {
  'first-violation': () => ({ en: 'the first violation', uk: 'першого порушення' }),
  opening: () => ({
    en: 'the acceptance of the report that opened the case',
    uk: 'прийняття повідомлення, за яким відкрито справу',
  }),
  phase: ({ phase }) => ({ en: `the opening of phase ${phase}`, uk: `відкриття фази ${phase}` }),
  creation: () => ({ en: 'the acceptance of what created it', uk: 'прийняття того, з чого він виник' }),
};

const CREATED: Record<Duty['createdBy'], (duty: Duty) => Words[]> = {
  opening: () => [],
  phase: ({ phase, anchor }) =>
    anchor === 'phase'
      ? []
      : [{ en: `It arises when phase ${phase} opens`, uk: `Він виникає, коли відкрито фазу ${phase}` }],
  declaration: () => [
    {
      en: 'It arises only when a declaration of a large-scale attack takes effect',
      uk: 'Він виникає лише тоді, коли визнання атаки масштабною набуває чинності',
    },
  ],
  'break-glass': () => [
    {
      en: 'It arises only when an act takes effect without its second signature',
      uk: 'Він виникає лише тоді, коли дія набуває чинності без другого підпису',
    },
  ],
  pattern: () => [
    {
      en: 'It arises only when hostilities are repeated or prolonged',
      uk: 'Він виникає лише тоді, коли бойові дії повторюються або затягнулися',
    },
  ],
  void: () => [
    {
      en: 'It arises only when a violation on which a phase or the first instant rested is found void',
      uk: 'Він виникає лише тоді, коли скасовано порушення, на якому ґрунтувалася фаза або початок відліку',
    },
  ],
};
