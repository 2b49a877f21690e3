/** Що змінили люди у відкритій справі. The same as `changes-en.ts`, in Ukrainian. */
import type { Act } from '../plan/plan.js';
import type { Change, FactsOf, Moved } from './matter.js';
import type { Says } from './phrases.js';

export function changeHeadline(facts: Change, s: Says, acts: Record<Act, string>): string {
  switch (facts.topic) {
    case 'resumed':
      return 'Справу відновлено';
    case 'corrected':
      return facts.what === 'void' ? 'Порушення визнано недійсним' : 'Час порушення виправлено';
    case 'declaration-withdrawn':
      return `Відкликано: ${acts[facts.act]}`;
    case 'plan-adopted':
      return `Перехід на іншу версію плану: ${facts.plan.version}`;
    case 'break-glass':
      return `Чинне без другого підпису: ${acts[facts.act]}`;
    case 'act-disputed':
      return `Оскаржено: ${acts[facts.act]}`;
    case 'pattern-flagged':
      return facts.what === 'repeated' ? 'Повторні порушення' : 'Затяжні бойові дії';
    case 'pattern-weakened':
      return 'Визнано недійсним порушення, на якому ґрунтувалася позначка про повторність';
  }
}

export function changed(facts: Change, s: Says, acts: Record<Act, string>): string[] {
  switch (facts.topic) {
    case 'resumed':
      return [
        facts.violationId === undefined
          ? `Відбій відкликано ${s.when(facts.at)}; зафіксували: ${s.names(facts.by)}. Справа знову відкрита.`
          : `Зафіксовано порушення під час відбою або після нього (${s.plain(facts.violationId)}), прийнято ${s.when(facts.at)}. Справа знову відкрита.`,
        'Перше порушення те саме, і строк від нього той самий.',
        `Теперішня фаза: ${s.phase(facts.posture)}.`,
        ...facts.gates.map(
          ({ phase, opensAt }) =>
            `Якщо не буде нового відбою, фаза ${s.phase(phase)} відкривається ${s.when(opensAt)}.`,
        ),
        ...(facts.again.length > 0 ? [`Знову належить виконати: ${s.duties(facts.again)}.`] : []),
      ];
    case 'corrected':
      return [
        facts.what === 'void'
          ? `Порушення ${s.plain(facts.violationId)} визнано недійсним. Зафіксували: ${s.names(facts.offices)}.`
          : `Час порушення ${s.plain(facts.violationId)} виправлено. Зафіксували: ${s.names(facts.offices)}.`,
        `Їхній текст: ${s.quote(facts.text)}`,
        ...facts.phases.map(
          (phase) =>
            `На ньому ґрунтувалося відкриття фази ${s.phase(phase)}. Вона лишається відкритою, і в записі видно чому.`,
        ),
        ...(facts.pattern
          ? ['На ньому ґрунтувалася позначка справи про повторні порушення. Вона лишається, і в записі видно чому.']
          : []),
        ...movedLines(facts.table, s),
        ...confirmLine(facts.confirmBy, s),
      ];
    case 'declaration-withdrawn':
      return [
        `Відкликано ${s.when(facts.at)}: ${acts[facts.act]}. Зафіксували: ${s.names(facts.offices)}.`,
        `Їхній текст: ${s.quote(facts.text)}`,
        `Теперішня фаза: ${s.phase(facts.posture)}. Відкрите раніше лишається в записі, строк від першого порушення не змінюється.`,
        ...(facts.moot.length > 0 ? [`Більше не належить виконувати: ${s.duties(facts.moot)}.`] : []),
      ];
    case 'plan-adopted':
      return [
        `Справа ведеться за планом ${s.plain(facts.plan.id)}, версія ${facts.plan.version} (${facts.plan.hash.slice(0, 12)}), з ${s.when(facts.at)}; раніше: версія ${facts.previous.version}. Зафіксували: ${s.names(facts.offices)}.`,
        `Їхній текст: ${s.quote(facts.text)}`,
        ...movedLines(facts.table, s),
        ...(facts.moot.length > 0 ? [`Більше не належить виконувати: ${facts.moot.map(s.plain).join(', ')}.`] : []),
        ...(facts.joined.length > 0 ? [`Нові сторони плану: ${s.names(facts.joined)}. Історія для них:`] : []),
        ...(facts.joined.length > 0
          ? facts.opened.map(({ phase, openedAt }) => `Фаза ${s.phase(phase)}: відкрита з ${s.when(openedAt)}.`)
          : []),
      ];
    case 'break-glass':
      return [
        `Без другого підпису набуло чинності ${s.when(facts.at)}: ${acts[facts.act]} (пропозиція ${facts.proposalId}). Служба: ${s.name(facts.by)}.`,
        `Текст: ${s.quote(facts.text)}`,
        `Названа причина: ${s.quote(facts.reason)}`,
        `Тих, хто міг підписати другим, просять зафіксувати, чи вони це підтверджують, чи оскаржують, до ${s.when(facts.reviewBy)}. Про оскарження сповіщають усіх, але воно нічого не відкликає.`,
      ];
    case 'act-disputed':
      return [
        `Те, що набуло чинності без другого підпису, оскаржено: ${acts[facts.act]}. Служба: ${s.name(facts.by)}.`,
        `Її текст: ${s.quote(facts.text)}`,
        'Це нічого не відкликає. Для відкликання потрібні підписи, яких вимагає план.',
      ];
    case 'pattern-flagged':
      return patternFlagged(facts, s);
    case 'pattern-weakened':
      return [
        facts.of === undefined
          ? `Порушення ${s.plain(facts.violationId)} цієї справи, визнане недійсним, — серед тих, на яких ґрунтується позначка про повторні порушення у справах: ${facts.cases.map(s.plain).join(', ')}.`
          : `Порушення ${s.plain(facts.violationId)} справи ${s.plain(facts.of)} визнано недійсним. Воно серед тих, на яких ґрунтується позначка про повторні порушення в цій справі.`,
        'Це нічого не скасовує; відкрите лишається відкритим, і в записі видно чому.',
        ...confirmLine(facts.confirmBy, s),
      ];
  }
}

const confirmLine = (by: string | undefined, s: Says): string[] =>
  by === undefined ? [] : [`Служби відкритих фаз мають підтвердити, що ці фази лишаються, до ${s.when(by)}.`];

function patternFlagged({ what, at, since, rests, phases, assessBy }: FactsOf<'pattern-flagged'>, s: Says): string[] {
  return [
    what === 'repeated'
      ? `Повторні порушення. Різних підтверджених порушень цієї угоди в межах строку, визначеного планом: ${rests.length}; пораховано ${s.when(at)}:`
      : `Затяжні бойові дії: ця справа відкрита без перерви з ${s.when(since ?? at)}.`,
    ...rests.map(
      ({ caseId, violationId, occurredAt }) =>
        `${s.plain(violationId)}, справа ${s.plain(caseId)}, сталося ${s.when(occurredAt)}`,
    ),
    ...phases.map((phase) => `Через це відкрито фазу ${s.phase(phase)}.`),
    ...(assessBy === undefined
      ? []
      : [`Чергову службу просять зафіксувати до ${s.when(assessBy)}, чи йдеться про масштабну атаку.`]),
    'Визнання атаки масштабною саме собою з цього не випливає.',
  ];
}

/** Old and new of each instant. */
export const movedLines = (table: readonly Moved[], s: Says): string[] =>
  table.flatMap(({ id, label, old, now }) => [
    `${s.plain(id)}, ${s.words(label)}`,
    `    було: ${old === undefined ? 'немає' : s.when(old)}`,
    `    стало: ${s.when(now)}`,
  ]);
