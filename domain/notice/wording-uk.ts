/** The Ukrainian words of notices; the same facts and the same restraint as in `wording-en.ts`. */
import type { FactsOf } from './matter.js';
import type { Wording } from './wording.js';
import { never } from '../invariant.js';

const WHAT = { violation: 'Ще одне порушення', corroboration: 'Підтвердне повідомлення', revision: 'Уточнене повідомлення' };
const STANDING = { alleged: 'імовірне', credible: 'достовірне', verified: 'підтверджене', void: 'скасоване' };
const CHOICE = 'бере участь, підтримує, відмовляється або потребує часу';
const ACT: Record<string, string> = { 'stand-down': 'відбій', 'large-scale': 'заяву про великомасштабний напад' };
const act = (name: string): string => ACT[name] ?? name;

export const UKRAINIAN: Wording = {
  headline: (facts, say) => {
    switch (facts.topic) {
      case 'case-opened':
        return 'Повідомлено про порушення; справу відкрито';
      case 'violation-added':
        return 'У справі є нові записи';
      case 'instant-moved':
        return 'Строки у справі змінилися';
      case 'duty-approaching':
        return `Залишилося ${say.span(facts.before)}: ${say.duty(facts.dutyId)}`;
      case 'duty-overdue':
        return `Прострочено: ${say.duty(facts.dutyId)}`;
      case 'undecided':
        return `Рішення не зафіксовано: ${say.names(facts.parties)}`;
      case 'acknowledgement-missing':
        return `Немає підтвердження отримання: ${say.name(facts.organisation)}`;
      case 'phase-opened':
        return `Відкрито фазу ${say.phase(facts.phase)}`;
      case 'declaration-in-effect':
        return 'Чинна заява про великомасштабний напад';
      case 'proposal-made':
        return `Запропоновано ${act(facts.act)}`;
      case 'proposal-lapsed':
        return `Пропозиція втратила чинність: ${act(facts.act)}`;
      case 'proposal-withdrawn':
        return `Пропозицію відкликано: ${act(facts.act)}`;
      case 'stood-down':
        return 'Відбій чинний';
      case 'case-closed':
        return 'Справу закрито';
      case 'lapsed':
        return 'Строк минув без заяви про великомасштабний напад';
      case 'not-delivered':
        return `Не повідомлено: ${say.name(facts.office)}`;
      default:
        return never(facts);
    }
  },
  body: (facts, say) => {
    switch (facts.topic) {
      case 'case-opened':
        return opened(facts, say);
      case 'violation-added':
        return [
          ...facts.items.map(
            ({ what, violationKind, occurredAt, standing, violationId }) =>
              `${WHAT[what]} (${violationId}, ${say.quote(violationKind)}, ${STANDING[standing]}), сталося ${say.at(occurredAt.earliest)}.`,
          ),
          ...(facts.more > 0 ? [`І ще ${facts.more} таких записів.`] : []),
          'Жодного строку у справі не скинуто.',
        ];
      case 'instant-moved':
        return [
          facts.cause.uk,
          ...facts.table.map(({ id, label, old, now }) => `${id} ${label.uk}: ${old ? say.at(old) : 'не було'} → ${say.at(now)}`),
        ];
      case 'duty-approaching':
        return [`У записі немає, що це зроблено; строк ${say.at(facts.workingDueAt)}.`];
      case 'duty-overdue':
        return [`Строк був ${say.at(facts.workingDueAt)}; у записі немає, що це зроблено.${facts.nth > 0 ? ` Нагадування ${facts.nth}.` : ''}`];
      case 'undecided':
        return [
          `До ${say.at(facts.treatyDueAt)} рішення не зафіксували: ${say.names(facts.parties)}.`,
          ...(facts.needsTime.length > 0 ? [`З них зафіксували «потребує часу»: ${say.names(facts.needsTime)}.`] : []),
          'З цього не випливає ні фаза, ні обов’язок, ні строк.',
        ];
      case 'acknowledgement-missing':
        return [
          facts.passed ? `${say.name(facts.organisation)} передала це далі.` : `Запитано з ${say.at(facts.since)}: ${say.names(facts.asked)}.`,
          'Підтвердження означає лише «отримано» і не зупиняє жодного строку.',
        ];
      case 'phase-opened':
        return phaseOpened(facts, say);
      case 'declaration-in-effect':
        return [
          'Дві служби зафіксували, що вважають це великомасштабним нападом.',
          `Це: ${say.names(facts.offices)}, ${say.at(facts.at)}. Їхній текст: ${say.quote(facts.text)}`,
          `Фаза ${say.phase(facts.phase)} відкривається ${say.at(facts.opensAt)}.`,
          ...(facts.decideBy ? [`Кожну сторону просять зафіксувати власне рішення (${CHOICE}) до ${say.at(facts.decideBy)}; ${facts.left > 0 ? `залишилося ${say.span(facts.left)}` : 'цей строк минув'}.`] : []),
        ];
      case 'proposal-made':
        return [
          `Пропонує ${say.name(facts.by)}. Текст: ${say.quote(facts.text)} (SHA-256 ${facts.textHash.slice(0, 12)}…)`,
          `Ще потрібно: ${facts.needs.uk}. Пропозиція втратить чинність ${say.at(facts.expiresAt)} і доти нічого не зупиняє.`,
        ];
      case 'proposal-lapsed':
      case 'proposal-withdrawn':
        return [`Пропозиція ${facts.proposalId} (${say.name(facts.by)}) не має наслідків. Строки у справі тривають.`];
      case 'stood-down':
        return stoodDown(facts, say);
      case 'case-closed':
        return [
          `Закрито ${say.at(facts.closedAt)}, підсумок: ${facts.outcome === 'void' ? 'порушення скасовано' : 'відбій'}. Запис запечатано.`,
          ...(facts.unmet.length > 0 ? [`Не виконано на час закриття: ${facts.unmet.map(say.duty).join('; ')}.`] : []),
        ];
      case 'lapsed':
        return [`До ${say.at(facts.at)} заяви про великомасштабний напад не було. Справа триває.`];
      case 'not-delivered':
        return [`Жоден канал служби ${say.name(facts.office)} не спрацював для сповіщення «${facts.about}»: ${say.quote(facts.said)}`];
      default:
        return never(facts);
    }
  },
  labels: {
    exercise: 'НАВЧАННЯ (EXERCISE)',
    exerciseLine: 'НАВЧАННЯ – EXERCISE – НАВЧАННЯ. Насправді цього не сталося.',
    asked: 'Що від вас просять',
    nothing: 'нічого; лише до відома',
    acknowledge: 'Підтвердьте, що це отримано.',
    by: 'до',
    case: 'Справа',
    place: 'Місце',
    kind: 'Повідомлено',
    status: 'Стан',
    open: 'відкрита',
    quiet: 'затишшя',
    closed: 'закрита',
    phase: 'Фаза',
    none: 'немає',
    first: 'Перше порушення (T0)',
    opens: 'відкриється без відбою',
    opened: 'відкрито',
    ifDeclared: 'відкриється лише за заявою, не раніше',
    left: 'залишилося',
    passed: 'минуло',
    updates: 'Після сповіщення',
    why: 'Підстава',
    plan: 'План',
    message: 'Сповіщення',
    link: 'Справа на дошці',
    divided: 'Кожен строк плану поділено на',
    planTime: '«T0 + …» – час плану; час на годиннику справжній.',
    entry: 'Запис про закриття (SHA-256)',
    noEntry: 'Хеш запису про закриття ще невідомий: запис зараз недоступний.',
    rule: 'пункт',
  },
};

type Say = Parameters<Wording['body']>[1];

function opened({ occurredAt, acceptedAt, violationKind, lateBy, left }: FactsOf<'case-opened'>, say: Say): string[] {
  const interval = occurredAt.latest === occurredAt.earliest ? '' : ` – ${say.at(occurredAt.latest)}`;
  return [
    `У записі: ${say.quote(violationKind)}, сталося ${say.at(occurredAt.earliest)}${interval}, повідомлення прийнято ${say.at(acceptedAt)}.`,
    ...(lateBy > 0 ? [`Повідомлення надійшло через ${say.span(lateBy)} після події.`] : []),
    ...(left ? [`Залишилося ${say.span(left.span)} до ${say.at(left.opensAt)} (пункт ${left.gateId}).`] : []),
  ];
}

function phaseOpened(facts: FactsOf<'phase-opened'>, say: Say): string[] {
  const { phase, gateId, openedAt, latenessMs, standDownPending, dueAfter } = facts;
  return [
    phase === 2 && gateId === 'G2'
      ? 'Через 24 години відбою в записі немає. За пунктом G2 зараз повідомляють служби коаліції.'
      : `За пунктом ${gateId} зараз повідомляють служби цієї фази.`,
    `Відкрито ${say.at(openedAt)}.`,
    ...(latenessMs > 0 ? [`Виконано із запізненням на ${say.span(latenessMs)}; жоден строк не змінився.`] : []),
    ...(standDownPending ? ['Відбій очікує: його запропоновано, бракує підписів.'] : []),
    ...dueAfter.map(({ dutyId, workingDueAt }) => `${dutyId} ${say.duty(dutyId)}: до ${say.at(workingDueAt)}.`),
    ...(gateId === 'G3'
      ? ['Кожну сторону просять зафіксувати власне рішення. Саме собою з цього повідомлення нічого не випливає.']
      : []),
  ];
}

function stoodDown({ at, offices, text, quietUntil, inFlight, moot, stillOwed }: FactsOf<'stood-down'>, say: Say): string[] {
  return [
    `Підписали: ${say.names(offices)}; чинний з ${say.at(at)}. Текст: ${say.quote(text)}`,
    ...inFlight.map((phase) => `Фаза ${say.phase(phase)} відкрилася, поки відбій був у дорозі; надіслане лишається надісланим.`),
    `Затишшя триває до ${say.at(quietUntil)}. Нове порушення до того поновить справу.`,
    ...(moot.length > 0 ? [`Більше не потрібно: ${moot.map(say.duty).join('; ')}.`] : []),
    ...(stillOwed.length > 0 ? [`Ще потрібно: ${stillOwed.map(say.duty).join('; ')}.`] : []),
  ];
}
