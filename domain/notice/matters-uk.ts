/**
 * What happened, in Ukrainian: each topic's headline and sentences. Names come in the nominative, so they stand where
 * one can: as the subject, after a colon or in brackets. The frame around them: `wording-uk.ts`.
 */
import type { Act } from '../plan/plan.js';
import { pluralOf } from '../span-in-words.js';
import { changed, changeHeadline, movedLines } from './changes-uk.js';
import type { Facts, FactsOf } from './matter.js';
import type { Says } from './phrases.js';

export const ACTS: Record<Act, string> = {
  'large-scale': 'визнання атаки масштабною',
  'withdraw-large-scale': 'відкликання визнання атаки масштабною',
  continuation: 'визнання, що бойові дії тривають',
  'stand-down': 'відбій',
  'withdraw-stand-down': 'відкликання відбою',
  'void-violation': 'визнання порушення недійсним',
  'move-first-violation': 'уточнення часу першого порушення',
  'adopt-plan': 'перехід на іншу версію плану',
};

const WHAT: Record<FactsOf<'violation-added'>['items'][number]['what'], string> = {
  violation: 'ще одне порушення',
  corroboration: 'повідомлення, що узгоджується з попередніми',
  revision: 'уточнене повідомлення',
};

const STANDING = {
  alleged: 'за твердженням',
  credible: 'вірогідне',
  verified: 'підтверджене',
  void: 'недійсне',
} as const;

/** Kinds are the reporters' own words; the usual ones are known. */
const KINDS: Record<string, string> = {
  shelling: 'обстріл',
  'drone-strike': 'удар безпілотника',
  'missile-strike': 'ракетний удар',
  'air-strike': 'авіаційний удар',
  'ground-assault': 'наземний штурм',
  'air-raid-alert': 'повітряна тривога',
};

export const REASONS: Record<Facts['topic'], string> = {
  'case-opened': 'Вірогідне порушення там, де немає відкритої справи, відкриває справу.',
  'violation-added': 'Запис у цій справі змінився.',
  'instant-moved': 'Змінилося те, від чого відлічуються строки.',
  'duty-approaching': 'План нагадує тим, за ким обов’язок.',
  'duty-overdue': 'У записі немає нічого про виконання.',
  undecided: 'На визначений планом строк рішень цих сторін у записі не було.',
  'acknowledgement-missing': 'Підтвердження отримання немає в записі.',
  'phase-opened': 'Умова цього пункту плану виконана.',
  'declaration-in-effect': 'Зібрано потрібні за планом підписи.',
  'proposal-made': 'Пропозиція чекає на підписи.',
  'proposal-lapsed': 'Пропозиція не набрала чинності.',
  'proposal-withdrawn': 'Пропозиція не набрала чинності.',
  'stood-down': 'Служби двох організацій підписали однаковий текст.',
  resumed: 'Після відбою бойові дії відновилися, або відбій відкликано.',
  corrected: 'Служби двох організацій виправили запис про порушення.',
  'declaration-withdrawn': 'Зібрано потрібні за планом підписи.',
  'plan-adopted': 'Служби двох організацій ухвалили іншу версію плану для цієї справи.',
  'break-glass': 'Старша служба не чекала на другий підпис.',
  'pattern-flagged': 'Порушення повторюються, або справа відкрита довше, ніж визначено планом.',
  'pattern-weakened': 'На цьому порушенні ґрунтувалася позначка про повторні порушення в іншій справі.',
  'act-disputed': 'Служба, яка могла підписати другою, оскаржує цю дію.',
  'case-closed': 'Період тиші завершився без нового порушення.',
  lapsed: 'До цього часу жодне визнання атаки масштабною не було чинним.',
  'not-delivered': 'Жоден канал цієї служби не прийняв повідомлення.',
};

/** "Дві служби зафіксували": the verb agrees with the numeral. */
function officesRecorded(count: number): string {
  const few = [
    '',
    'Одна служба зафіксувала',
    'Дві служби зафіксували',
    'Три служби зафіксували',
    'Чотири служби зафіксували',
  ];
  return few[count] || `${count} ${{ one: 'служба', few: 'служби', many: 'служб' }[pluralOf(count)]} зафіксували`;
}

export const kindInWords = (kind: string): string => KINDS[kind] ?? (kind === '' ? 'не зазначено' : `«${kind}»`);

export function headline(facts: Facts, s: Says): string {
  switch (facts.topic) {
    case 'case-opened':
      return `Зафіксовано порушення, відкрито справу: ${kindInWords(s.plain(facts.violationKind))}`;
    case 'violation-added':
      return 'Нове у справі';
    case 'instant-moved':
      return 'Строки зсунулися';
    case 'duty-approaching':
      return `${facts.dutyId}: строк через ${s.span(facts.before)}`;
    case 'duty-overdue':
      return `${facts.dutyId}: строк минув`;
    case 'undecided':
      return `Сторін без рішення в записі: ${facts.parties.length}`;
    case 'acknowledgement-missing':
      return `Немає підтвердження отримання: ${s.name(facts.organisation)}`;
    case 'phase-opened':
      return `Відкрито фазу ${s.phase(facts.phase)}`;
    case 'declaration-in-effect':
      return 'Зафіксовано як масштабну атаку';
    case 'proposal-made':
      return `Пропозиція: ${ACTS[facts.act]}`;
    case 'proposal-lapsed':
      return `Пропозиція втратила чинність: ${ACTS[facts.act]}`;
    case 'proposal-withdrawn':
      return `Пропозицію відкликано: ${ACTS[facts.act]}`;
    case 'stood-down':
      return 'Відбій чинний';
    case 'resumed':
    case 'corrected':
    case 'declaration-withdrawn':
    case 'plan-adopted':
    case 'break-glass':
    case 'act-disputed':
    case 'pattern-flagged':
    case 'pattern-weakened':
      return changeHeadline(facts, s, ACTS);
    case 'case-closed':
      return facts.outcome === 'void' ? 'Справу закрито як недійсну' : 'Справу закрито після відбою';
    case 'lapsed':
      return `${facts.gateId}: строк сплив, умова не настала`;
    case 'not-delivered':
      return `Не повідомлено: ${s.name(facts.office)}`;
  }
}

export function happened(facts: Facts, s: Says): string[] {
  switch (facts.topic) {
    case 'case-opened':
      return caseOpened(facts, s);
    case 'violation-added':
      return violationAdded(facts, s);
    case 'instant-moved':
      return [`Строки в цій справі зсунулися. ${s.words(facts.cause)}`, ...movedLines(facts.table, s)];
    case 'duty-approaching':
      return [
        `${s.duty(facts.dutyId)}: строк через ${s.span(facts.before)}, ${s.when(facts.workingDueAt)}. У записі немає нічого про виконання.`,
      ];
    case 'duty-overdue':
      return [
        `${s.duty(facts.dutyId)}: строк минув ${s.when(facts.workingDueAt)}. У записі немає нічого про виконання.`,
        ...(facts.nth > 0 ? [`Це нагадування № ${facts.nth}.`] : []),
      ];
    case 'undecided':
      return [
        `Станом на ${s.when(facts.treatyDueAt)} у записі не було рішень таких сторін: ${s.names(facts.parties)}.`,
        ...(facts.needsTime.length > 0 ? [`Зафіксували, що потребують часу: ${s.names(facts.needsTime)}.`] : []),
        'Жодна фаза, обов’язок чи строк із цього не випливає.',
      ];
    case 'acknowledgement-missing':
      return [
        `Немає підтвердження отримання: ${s.name(facts.organisation)}; його чекають з ${s.when(facts.since)}.`,
        `Досі запитували: ${s.names(facts.asked)}.${facts.passed ? ' Служба повідомила, що не може відповісти, і передала далі.' : ''}`,
      ];
    case 'phase-opened':
      return phaseOpened(facts, s);
    case 'declaration-in-effect':
      return [
        `${officesRecorded(facts.offices.length)}, що вважають це масштабною атакою.`,
        `Зафіксували: ${s.names(facts.offices)}; чинне з ${s.when(facts.at)}. Їхній текст: ${s.quote(facts.text)}`,
        `Фаза ${s.phase(facts.phase)} відкривається ${s.when(facts.opensAt)}.`,
        facts.left > 0
          ? `Час, відведений після першого порушення, спливає через ${s.span(facts.left)}.`
          : `Час, відведений після першого порушення, сплив ${s.span(-facts.left)} тому.`,
        ...(facts.decideBy === undefined ? [] : [`Рішення сторін просять зафіксувати до ${s.when(facts.decideBy)}.`]),
      ];
    case 'proposal-made':
      return [
        `Пропозиція ${facts.proposalId}: ${ACTS[facts.act]}. Автор: ${s.name(facts.by)}. Вона ще не чинна.`,
        `Текст: ${s.quote(facts.text)}`,
        `До набрання чинності: ${s.words(facts.needs)}`,
        `Підписати можна до: ${s.when(facts.expiresAt)}. Хеш тексту для підпису: ${s.plain(facts.textHash)}`,
        ...(facts.preview ? ['Що зміниться в цій справі:', ...movedLines(facts.preview, s)] : []),
      ];
    case 'proposal-lapsed':
      return [
        `Пропозиція ${facts.proposalId} (${ACTS[facts.act]}) втратила чинність без наслідків. Автор: ${s.name(facts.by)}.`,
      ];
    case 'proposal-withdrawn':
      return [
        `Пропозицію ${facts.proposalId} (${ACTS[facts.act]}) відкликала служба, що її внесла: ${s.name(facts.by)}.`,
      ];
    case 'stood-down':
      return stoodDown(facts, s);
    case 'resumed':
    case 'corrected':
    case 'declaration-withdrawn':
    case 'plan-adopted':
    case 'break-glass':
    case 'act-disputed':
    case 'pattern-flagged':
    case 'pattern-weakened':
      return changed(facts, s, ACTS);
    case 'case-closed':
      return [
        facts.outcome === 'void'
          ? `Справу закрито ${s.when(facts.closedAt)}: усі її порушення визнано недійсними.`
          : `Справу закрито ${s.when(facts.closedAt)}: період тиші завершився без нового порушення.`,
        ...(facts.unmet.length > 0 ? [`На час закриття залишилося невиконаним: ${s.duties(facts.unmet)}.`] : []),
        s.closingHash === undefined
          ? 'Хешу останнього запису тут немає: коли це надсилали, запис не вдалося прочитати.'
          : `Запис закінчується записом про закриття: ${s.closingHash}`,
      ];
    case 'lapsed':
      return [
        `До ${s.when(facts.at)} визнання атаки масштабною не набрало чинності. Пункт ${s.plain(facts.gateId)}: строк сплив, умова не настала.`,
        'Справа триває; пізніше визнання ще можливе.',
      ];
    case 'not-delivered':
      return [
        `Жодним каналом не вдалося повідомити: ${s.name(facts.office)}. Предмет: ${TOPICS[facts.about]}.`,
        `Остання відповідь: ${s.quote(facts.said)}`,
      ];
  }
}

function caseOpened(
  { violationKind, occurredAt, acceptedAt, lateBy, left, disproves }: FactsOf<'case-opened'>,
  s: Says,
): string[] {
  const { earliest, latest } = occurredAt;
  const when = earliest === latest ? s.when(earliest) : `між ${s.when(earliest)} і ${s.when(latest)}`;
  return [
    `Зафіксовано порушення, відкрито справу: ${kindInWords(s.plain(violationKind))}, ${s.place}.`,
    `Воно сталося ${when}. Повідомлення прийнято ${s.when(acceptedAt)}${lateBy > 0 ? `, через ${s.span(lateBy)} після події` : ''}.`,
    ...(disproves === undefined
      ? []
      : [
          `Воно сталося після відбою у справі ${s.plain(disproves)} і до її закриття, тобто в період, який вважався затишшям.`,
        ]),
    ...(left === undefined
      ? []
      : [
          `Час за пунктом ${s.plain(left.gateId)} спливає через ${s.span(left.span)} після прийняття: ${s.when(left.opensAt)}.`,
        ]),
  ];
}

function violationAdded({ items, more }: FactsOf<'violation-added'>, s: Says): string[] {
  const lines = items.map(({ violationId, what, violationKind, occurredAt, standing }) => {
    const kind = kindInWords(s.plain(violationKind));
    return `${s.plain(violationId)}: ${WHAT[what]}, ${kind}, сталося ${s.when(occurredAt.earliest)}, ${STANDING[standing]}.`;
  });
  const [only] = items;
  const rest = more > 0 ? [`І ще таких самих: ${more}.`] : [];
  if (items.length === 1 && only && more === 0) return [`Зафіксовано: ${WHAT[only.what]}.`, ...lines];
  return [`Зафіксовано з часу попереднього такого повідомлення: ${items.length + more}.`, ...lines, ...rest];
}

function phaseOpened(facts: FactsOf<'phase-opened'>, s: Says): string[] {
  const gate = s.brief.gates.find(({ id }) => id === facts.gateId);
  const informed = s.brief.gates
    .find(({ phase }) => phase === facts.phase)
    ?.informs?.map(s.words)
    .join(', ');
  const declared = (gate?.needsDeclaration ?? false) && facts.pattern === undefined;
  return [
    [
      `Фазу ${s.phase(facts.phase)} відкрито ${s.when(facts.openedAt)}.`,
      ground(facts, s),
      `За ${facts.pattern ? 'правилом плану про повторення' : `пунктом ${s.plain(facts.gateId)}`} про це зараз дізнаються ${informed ?? `служби фази ${facts.phase}`}.`,
    ].join(' '),
    ...(facts.latenessMs > 0 ? [`Це зроблено на ${s.span(facts.latenessMs)} пізніше: ${s.when(facts.actedAt)}.`] : []),
    ...(facts.standDownPending ? ['Є пропозиція відбою; їй бракує підписів, і вона ще не чинна.'] : []),
    ...facts.dueAfter.map(({ dutyId, workingDueAt }) => `${s.duty(dutyId)}: до ${s.when(workingDueAt)}.`),
    ...(declared
      ? ['Кожну сторону просять зафіксувати власне рішення. Саме собою це повідомлення не має жодних наслідків.']
      : []),
  ];
}

const PATTERNS = { repeated: 'У записі є повторні порушення.', prolonged: 'У записі є затяжні бойові дії.' };

/** What the opening of a phase rests on. */
function ground({ pattern, gateId, openedAt }: FactsOf<'phase-opened'>, s: Says): string {
  if (pattern) return PATTERNS[pattern];
  const declared = s.brief.gates.find(({ id }) => id === gateId)?.needsDeclaration ?? false;
  if (declared) return 'У записі є визнання атаки масштабною.';
  return `Станом на ${s.hours(openedAt)} год відбою в записі немає.`;
}

function stoodDown(
  { at, offices, text, quietUntil, inFlight, moot, stillOwed }: FactsOf<'stood-down'>,
  s: Says,
): string[] {
  return [
    `Зафіксовано відбій, чинний з ${s.when(at)}. Зафіксували: ${s.names(offices)}.`,
    `Їхній текст: ${s.quote(text)}`,
    ...inFlight.map((phase) => `Фазу ${s.phase(phase)} відкрито, коли відбій уже було подано.`),
    ...(moot.length > 0 ? [`Більше не потрібно: ${s.duties(moot)}.`] : []),
    ...(stillOwed.length > 0 ? [`Залишається: ${s.duties(stillOwed)}.`] : []),
    `Якщо не буде нового порушення, справу буде закрито ${s.when(quietUntil)}.`,
  ];
}

const TOPICS: Record<Facts['topic'], string> = {
  'case-opened': 'відкриття справи',
  'violation-added': 'нове у справі',
  'instant-moved': 'зсув строків',
  'duty-approaching': 'наближення строку',
  'duty-overdue': 'прострочений обов’язок',
  undecided: 'сторони без рішення',
  'acknowledgement-missing': 'відсутнє підтвердження отримання',
  'phase-opened': 'відкриття фази',
  'declaration-in-effect': 'визнання атаки масштабною',
  'proposal-made': 'нова пропозиція',
  'proposal-lapsed': 'пропозиція втратила чинність',
  'proposal-withdrawn': 'відкликання пропозиції',
  'stood-down': 'відбій',
  resumed: 'відновлення справи',
  corrected: 'виправлення порушення',
  'declaration-withdrawn': 'відкликання визнання',
  'plan-adopted': 'перехід на іншу версію плану',
  'break-glass': 'дія без другого підпису',
  'act-disputed': 'оскарження дії',
  'pattern-flagged': 'повторні чи затяжні бойові дії',
  'pattern-weakened': 'недійсне порушення, на якому ґрунтувалася позначка',
  'case-closed': 'закриття справи',
  lapsed: 'строк пункту сплив',
  'not-delivered': 'недоставлене повідомлення',
};
