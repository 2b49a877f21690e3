/** The words of a notice that belongs to no running case, in both languages; EXERCISE first and last where it is one. */
import type { Words } from '../plan/plan.js';
import { inZone } from '../local-times.js';
import type { Instant } from '../instant.js';
import { REASONS } from '../review/reason.js';
import { cleanName, cleanText } from './clean.js';
import { DISTURBED } from './disturbance-words.js';
import type { HouseFacts, HouseNotice, HouseRecipient, NamedVersion } from './house-notice.js';

interface Saying {
  subject: string;
  happened: string[];
  asked: string;
}

const EXERCISE: Words = { en: 'EXERCISE', uk: 'НАВЧАННЯ (EXERCISE)' };
const LABELS: Record<'asked' | 'reason' | 'plan' | 'to' | 'message' | 'link', Words> = {
  asked: { en: 'Asked of you', uk: 'Про що вас просять' },
  reason: { en: 'Reason', uk: 'Підстава' },
  plan: { en: 'Plan', uk: 'План' },
  to: { en: 'To', uk: 'Кому' },
  message: { en: 'Message', uk: 'Повідомлення' },
  link: { en: 'Where to read more', uk: 'Докладніше' },
};

export function renderHouseNotice(
  notice: HouseNotice,
  recipient: HouseRecipient,
  id: string,
  link: string,
): { subject: string; text: string } {
  const { language } = recipient;
  const label = (name: keyof typeof LABELS): string => LABELS[name][language];
  const { subject, happened, asked } = saying(notice.facts, recipient);
  const mark = notice.exercise ? [EXERCISE[language]] : [];
  const { because, plan } = notice;
  const lines = [
    [...mark, happened[0] ?? ''].join(' · '),
    ...happened.slice(1),
    `${label('reason')}: ${cleanName(because.clause)}. ${language === 'en' ? because.why : REASONS_UK[notice.facts.topic]}`,
    '',
    `${label('asked')}:`,
    `- ${asked}`,
    `${label('link')}: ${link}`,
    '',
    `${label('plan')}: ${plan.id} ${plan.version}, ${plan.hash.slice(0, 12)}…`,
    `${label('to')}: ${cleanName(recipient.name[language])}`,
    `${label('message')}: ${id}`,
    ...(notice.exercise ? ['', EXERCISE[language]] : []),
  ];
  return { subject: [...mark, subject, cleanName(notice.agreement)].join(' · '), text: lines.join('\n') };
}

const REASONS_UK: Record<HouseFacts['topic'], string> = {
  'attempts-refused': 'Про третю відхилену спробу за десять хвилин сповіщають.',
  'after-closure': 'Повідомлення стосується часу до відбою в закритій справі.',
  'routine-held': 'Чергова служба може ненадовго притримати звичайні сповіщення, оголосивши про це.',
  'publication-proposed': 'Оприлюднення потребує двох підписів: юридичної служби та адміністратора.',
  'plan-published': 'Версію плану підписали юридична служба та адміністратор.',
  'directory-published': 'Версію довідника підписали юридична служба та адміністратор.',
  'review-begun': 'Про повідомлення на розгляді сповіщають чергову та юридичні служби.',
  'review-waiting': 'Повідомлення чекає на рішення; просять наступних.',
  'case-disturbed': 'Стан справи на сервері порівнюють із записом.',
  'case-recovered': 'Справа триває за записом; жоден строк від цього не змінюється.',
  'channel-test': 'Канали служб перевіряють заздалегідь.',
};

const versionEn = ({ planId, version, hash }: NamedVersion): string =>
  `${planId === undefined ? 'the directory' : `plan ${cleanName(planId)}`}, version ${version} (${hash})`;
const versionUk = ({ planId, version, hash }: NamedVersion): string =>
  `${planId === undefined ? 'довідник' : `план ${cleanName(planId)}`}, версія ${version} (${hash})`;

function saying(facts: HouseFacts, { language, timeZone }: HouseRecipient): Saying {
  const at = (instant: Instant): string =>
    `${inZone(instant, 'UTC', language)} = ${inZone(instant, timeZone, language)}`;
  return language === 'en' ? english(facts, at) : ukrainian(facts, at);
}

function english(facts: HouseFacts, at: (instant: Instant) => string): Saying {
  switch (facts.topic) {
    case 'attempts-refused':
      return {
        subject: `Refused attempts: ${facts.count}`,
        happened: [
          `${facts.count} attempts of ${cleanName(facts.who)} were refused since ${at(facts.since)}. Nothing came of them.`,
          `The last answer was: “${cleanText(facts.last)}”`,
        ],
        asked: 'Read the refusals on record, and report what you know of them.',
      };
    case 'after-closure':
      return {
        subject: `A report about a closed case: ${cleanName(facts.caseId)}`,
        happened: [
          `A report of ${cleanName(facts.kind)}, occurred ${at(facts.occurredAt.earliest)}, is kept with case ${cleanName(facts.caseId)}, which has closed. It opens nothing.`,
          cleanText(facts.reason),
        ],
        asked: 'Read this for information. Nothing else is asked of you by this message.',
      };
    case 'routine-held':
      return {
        subject: 'Routine notices are held',
        happened: [
          `Routine notices (receipts, digests, corroborations, published plans) are held until ${at(facts.until)}. Everything else goes out as ever.`,
          `Reason given: “${cleanText(facts.reason)}”`,
        ],
        asked: 'Read this for information. Nothing else is asked of you by this message.',
      };
    case 'publication-proposed':
      return {
        subject: `A publication is proposed: ${facts.planId ?? 'directory'} ${facts.version}`,
        happened: [
          `${cleanName(facts.by)} proposed to publish ${versionEn(facts)}.`,
          `A second signature, over the same hash, counts until ${at(facts.expiresAt)}. Until then nothing changes.`,
        ],
        asked: `Read ${facts.id}, and confirm it only if the hash is that of the text you hold.`,
      };
    case 'plan-published':
      return {
        subject: `A plan is published: ${facts.planId ?? ''} ${facts.version}`,
        happened: [
          `In force since ${at(facts.at)}, signed by ${facts.offices.map(cleanName).join(' and ')}: ${versionEn(facts)}.`,
          'New cases open under the newest version. Running cases keep the one they have until it is adopted for them.',
        ],
        asked: 'Read what differs. Nothing else is asked of you by this message.',
      };
    case 'directory-published':
      return {
        subject: `The directory has changed: version ${facts.version}`,
        happened: [
          `In force since ${at(facts.at)}, signed by ${facts.offices.map(cleanName).join(' and ')}: ${versionEn(facts)}.`,
          'Running cases go by it from now on.',
        ],
        asked: 'Read it, and report what is wrong about your own office.',
      };
    case 'review-begun':
      return {
        subject: `A report is under review: ${cleanName(facts.sector)}`,
        happened: [
          `A report of ${cleanName(facts.kind)} in ${cleanName(facts.sector)}, said to have occurred ${at(facts.occurredAt.earliest)}, waits in ${cleanName(facts.reviewId)}. It opens no case by itself. It came from ${cleanName(facts.by)}.`,
          REASONS[facts.why].en,
        ],
        asked: `Read it, and record an outcome by ${at(facts.dueAt)}: credible, open-case, duplicate or not-a-violation.`,
      };
    case 'review-waiting':
      return {
        subject: `A review waits for an outcome: ${cleanName(facts.sector)}`,
        happened: [
          `${cleanName(facts.reviewId)} has no outcome yet. Reports waiting: ${facts.waiting}; the oldest since ${at(facts.since)}. Asked so far: ${facts.nth}.`,
        ],
        asked: 'Read it, and record an outcome, or answer that your office cannot.',
      };
    case 'case-disturbed':
      return {
        subject: facts.caseId === '' ? 'Cases were disturbed' : `A case was disturbed: ${cleanName(facts.caseId)}`,
        happened: [DISTURBED[facts.what].en, `Found at ${at(facts.at)}.`],
        asked: 'Read the house’s entry and the case, and report what you know of it.',
      };
    case 'case-recovered':
      return {
        subject: `A case goes on from its record: ${cleanName(facts.caseId)}`,
        happened: [
          `${cleanName(facts.by)} had it go on in a new run at ${at(facts.at)}. Every instant stands as it was, and nobody is told again of what is on record as sent.`,
          `Reason given: “${cleanText(facts.reason)}”`,
        ],
        asked: 'Read this for information. Nothing else is asked of you by this message.',
      };
    case 'channel-test':
      return {
        subject: 'A test of this channel',
        happened: [
          `${cleanName(facts.by)} asked at ${at(facts.at)} whether this channel reaches you. No case is concerned.`,
        ],
        asked: 'Read this. Nothing else is asked of you by this message.',
      };
  }
}

function ukrainian(facts: HouseFacts, at: (instant: Instant) => string): Saying {
  const nothing = 'Прочитайте це для відома. Більше це повідомлення ні про що не просить.';
  switch (facts.topic) {
    case 'attempts-refused':
      return {
        subject: `Відхилені спроби: ${facts.count}`,
        happened: [
          `Відхилених спроб з ${at(facts.since)}: ${facts.count} (${cleanName(facts.who)}). Вони не мали наслідків.`,
          `Остання відповідь: «${cleanText(facts.last)}»`,
        ],
        asked: 'Прочитайте записи про відхилення і повідомте, що вам про них відомо.',
      };
    case 'after-closure':
      return {
        subject: `Повідомлення про закриту справу: ${cleanName(facts.caseId)}`,
        happened: [
          `Повідомлення (${cleanName(facts.kind)}, ${at(facts.occurredAt.earliest)}) збережено при закритій справі ${cleanName(facts.caseId)}. Нової справи воно не відкриває.`,
        ],
        asked: nothing,
      };
    case 'routine-held':
      return {
        subject: 'Звичайні сповіщення притримано',
        happened: [
          `Звичайні сповіщення (квитанції, зведення, узгоджені повідомлення, оприлюднені плани) притримано до ${at(facts.until)}. Усе інше надходить, як завжди.`,
          `Названа причина: «${cleanText(facts.reason)}»`,
        ],
        asked: nothing,
      };
    case 'publication-proposed':
      return {
        subject: `Запропоновано оприлюднити: ${facts.planId ?? 'довідник'} ${facts.version}`,
        happened: [
          `${cleanName(facts.by)} пропонує оприлюднити: ${versionUk(facts)}.`,
          `Другий підпис під тим самим гешем зараховується до ${at(facts.expiresAt)}. До того нічого не змінюється.`,
        ],
        asked: `Прочитайте ${facts.id} і підтвердьте, лише якщо геш збігається з вашим текстом.`,
      };
    case 'plan-published':
      return {
        subject: `Оприлюднено план: ${facts.planId ?? ''} ${facts.version}`,
        happened: [
          `Чинний з ${at(facts.at)}, підписали ${facts.offices.map(cleanName).join(' і ')}: ${versionUk(facts)}.`,
          'Нові справи відкриваються за найновішою версією. Поточні справи зберігають свою, доки її не змінять.',
        ],
        asked: 'Прочитайте, що змінилося. Більше це повідомлення ні про що не просить.',
      };
    case 'directory-published':
      return {
        subject: `Довідник змінено: версія ${facts.version}`,
        happened: [
          `Чинний з ${at(facts.at)}, підписали ${facts.offices.map(cleanName).join(' і ')}: ${versionUk(facts)}.`,
          'Відтепер поточні справи ведуться за ним.',
        ],
        asked: 'Прочитайте його і повідомте, якщо про вашу службу щось зазначено хибно.',
      };
    case 'review-begun':
      return {
        subject: `Повідомлення на розгляді: ${cleanName(facts.sector)}`,
        happened: [
          `Повідомлення (${cleanName(facts.kind)}, ${cleanName(facts.sector)}, ${at(facts.occurredAt.earliest)}) чекає на розгляд: ${cleanName(facts.reviewId)}. Само воно справи не відкриває. Надійшло від: ${cleanName(facts.by)}.`,
          REASONS[facts.why].uk,
        ],
        asked: `Прочитайте його та зафіксуйте рішення до ${at(facts.dueAt)}: credible, open-case, duplicate або not-a-violation.`,
      };
    case 'review-waiting':
      return {
        subject: `Розгляд чекає на рішення: ${cleanName(facts.sector)}`,
        happened: [
          `${cleanName(facts.reviewId)}: рішення ще немає. Повідомлень чекає: ${facts.waiting}; найдавніше з ${at(facts.since)}. Прохання № ${facts.nth}.`,
        ],
        asked: 'Прочитайте повідомлення та зафіксуйте рішення або дайте відповідь, що ваша служба не може.',
      };
    case 'case-disturbed':
      return {
        subject: facts.caseId === '' ? 'Втручання у справи' : `Втручання у справу: ${cleanName(facts.caseId)}`,
        happened: [DISTURBED[facts.what].uk, `Виявлено: ${at(facts.at)}.`],
        asked: 'Прочитайте запис і справу та повідомте, що вам про це відомо.',
      };
    case 'case-recovered':
      return {
        subject: `Справа триває за записом: ${cleanName(facts.caseId)}`,
        happened: [
          `${cleanName(facts.by)} відновлює справу за записом (${at(facts.at)}). Усі строки залишаються незмінними; про те, що за записом уже надіслано, повторно не сповіщають.`,
          `Названа причина: «${cleanText(facts.reason)}»`,
        ],
        asked: nothing,
      };
    case 'channel-test':
      return {
        subject: 'Перевірка каналу',
        happened: [
          `${cleanName(facts.by)} перевіряє (${at(facts.at)}), чи доходять до вас повідомлення цим каналом. Жодної справи це не стосується.`,
        ],
        asked: nothing,
      };
  }
}
