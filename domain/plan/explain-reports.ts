/** Late, uncertain and repeated reports in words; grace; how a case ends. */
import type { Span } from '../instant.js';
import { spanInWords } from '../span-in-words.js';
import type { Form } from '../span-in-words.js';
import type { Section } from './explanation.js';
import { groupNames } from './name-lists.js';
import type { Grace, Plan, Words } from './plan.js';

const en = (span: Span): string => spanInWords(span, 'en');
const uk = (span: Span, form: Form = 'accusative'): string => spanInWords(span, 'uk', form);

export function explainReports(plan: Plan): Section {
  const { reports, repetition, timing } = plan;
  const { corroboration } = reports;
  return {
    heading: { en: 'Late, uncertain and repeated reports', uk: 'Пізні, неточні та повторні повідомлення' },
    sentences: [
      {
        en: `A report of what lies more than ${en(reports.futureTolerance)} ahead is refused.`,
        uk: `Повідомлення про те, що станеться більш як через ${uk(reports.futureTolerance)}, відхиляють.`,
      },
      {
        en: `Accepted less than ${en(reports.fresh)} after it occurred, a report is fresh; later, its notice says how late it is and how much time is left.`,
        uk: `Повідомлення, прийняте менш як через ${uk(reports.fresh)} після події, вважають свіжим; якщо воно пізніше, у сповіщенні зазначено, наскільки воно запізнилося і скільки часу лишилося.`,
      },
      ...explainLate(plan),
      {
        en: `Above ${en(reports.review)} a report waits for people to review it and opens no case by itself.`,
        uk: `Повідомлення, пізніше ніж на ${uk(reports.review)}, чекає на розгляд людьми і саме справи не відкриває.`,
      },
      ...explainTriage(plan),
      {
        en: `The time of a violation may be uncertain by ${en(reports.spread)} at most. A revision moves its beginning by ${en(reports.revisionMove)} at most.`,
        uk: `Час порушення може бути невизначений щонайбільше в межах ${uk(reports.spread, 'genitive')}. Уточнення зсуває його початок не більш як на ${uk(reports.revisionMove)}.`,
      },
      {
        en: `A report of another organisation corroborates a violation when place and kind are the same and the times lie at most ${en(corroboration.within)} apart (and the points, where both give them, ${corroboration.distanceKm} km).`,
        uk: `Повідомлення іншої організації стосується того самого порушення, якщо збігаються сектор і вид, а час різниться не більш як на ${uk(corroboration.within)} (і точки, якщо їх дали обидві, — не більш як на ${corroboration.distanceKm} км).`,
      },
      ...explainGrace(plan),
      {
        en: `Repeated: ${repetition.count} distinct verified violations within ${en(repetition.within)} over the whole agreement open phase ${repetition.opensPhase} of the present case at once${repetition.opensPhase3 ? ', and phase 3' : '; never phase 3 by themselves'}.`,
        uk: `Повторення: ${repetition.count} різних підтверджених порушень за ${uk(repetition.within)} у межах усієї угоди одразу відкривають фазу ${repetition.opensPhase} поточної справи${repetition.opensPhase3 ? ' і фазу 3' : '; фазу 3 самі собою — ніколи'}.`,
      },
      {
        en: `Prolonged: a case that has been open for ${en(timing.prolonged)} has the same effects.`,
        uk: `Затяжна справа: якщо справа відкрита ${uk(timing.prolonged)}, наслідки ті самі.`,
      },
    ],
  };
}

function explainTriage(plan: Plan): Words[] {
  const { triage } = plan.reports;
  if (!triage) return [];
  const { tell, due, every, climbs, thenEvery } = triage;
  const [told, asked] = [groupNames(plan, tell), groupNames(plan, climbs)];
  return [
    {
      en: `What is alleged, or attributed to others, waits likewise. Told at once: ${told.en}. Without an outcome ${en(due)} after the oldest report, and then every ${en(every)}, the next of these is asked: ${asked.en}; then all of them every ${en(thenEvery)}.`,
      uk: `Так само чекає непідтверджене та приписане іншим. Одразу сповіщають: ${told.uk}. Якщо рішення немає через ${uk(due)} після найдавнішого повідомлення, а далі кожні ${uk(every)}, просять наступних із цього переліку: ${asked.uk}; потім усіх кожні ${uk(thenEvery)}.`,
    },
  ];
}

/** No such class where the clocks start at the acceptance, or where it would begin above the limit of review. */
export const hasLateClass = ({ firstViolation, reports }: Plan): boolean =>
  firstViolation === 'occurrence' && reports.late <= reports.review;

function explainLate(plan: Plan): Words[] {
  const { reports, grace } = plan;
  if (!hasLateClass(plan)) {
    return [
      {
        en: 'However late it is below that limit, nothing else follows from the lateness: it is shown.',
        uk: 'Хоч би яким було запізнення до цієї межі, більше нічого з нього не випливає: його показують.',
      },
    ];
  }
  return [
    {
      en: `${en(reports.late)} late or more, it opens a case with ${en(grace.lateReport.duties)} of grace, and a gate that needs no stand-down also needs evidence that hostilities continue: another credible or verified violation within the last ${en(reports.evidenceWithin)}, or the act "record that hostilities go on".`,
      uk: `Якщо запізнення становить ${uk(reports.late, 'accusative')} або більше, воно відкриває справу з відстрочкою (${uk(grace.lateReport.duties, 'nominative')}), а перехід, що спирається на відсутність відбою, потребує ще й доказів, що бойові дії тривають: іншого ймовірного чи підтвердженого порушення за останні ${uk(reports.evidenceWithin)} або окремої підписаної дії.`,
    },
  ];
}

function explainGrace({ grace }: Plan): Words[] {
  const rows: [Words, Grace][] = [
    [{ en: 'after a late report', uk: 'після пізнього повідомлення' }, grace.lateReport],
    [
      {
        en: 'after an adopted plan, an earlier violation or a revision that moves the first violation',
        uk: 'після переходу на інший план, раніше порушення чи уточнення, що зсуває перше порушення',
      },
      grace.moved,
    ],
    [{ en: 'after a resumption', uk: 'після відновлення' }, grace.resumption],
    [{ en: 'after a declaration', uk: 'після визнання атаки масштабною' }, grace.declaration],
  ];
  const row = (language: 'en' | 'uk', [when, one]: [Words, Grace]): string =>
    language === 'en'
      ? `${when.en} ${en(one.duties)} for duties and ${en(one.gates)} for gates`
      : `${when.uk} — ${uk(one.duties, 'nominative')} для обов’язків і ${uk(one.gates, 'nominative')} для переходів`;
  return [
    {
      en: `Grace, counted from the acceptance of what made or moved an instant: ${rows.map((one) => row('en', one)).join('; ')}. Nobody is charged with an instant that had passed before they could know it.`,
      uk: `Відстрочка, від прийняття того, що створило чи зсунуло строк: ${rows.map((one) => row('uk', one)).join('; ')}. Строк, що минув раніше, ніж про нього могли знати, нікому не ставлять у провину.`,
    },
  ];
}

export function explainEnds({ timing }: Plan): Section {
  return {
    heading: { en: 'How a case ends', uk: 'Як завершується справа' },
    sentences: [
      {
        en: `After a stand-down the case is quiet for ${en(timing.quietPeriod)}; a new violation in that time resumes the same case with the same first violation. Then it closes, and everyone who was ever told is told.`,
        uk: `Після відбою справа перебуває у стані затишшя ${uk(timing.quietPeriod)}; нове порушення в цей час відновлює ту саму справу з тим самим першим порушенням. Далі її закривають і сповіщають усіх, кого будь-коли сповіщали.`,
      },
      {
        en: `A due instant acts ${en(timing.settle)} after it has come, so that what was accepted before it is counted. Nothing acts early.`,
        uk: `Строк спрацьовує через ${uk(timing.settle)} після настання, щоб урахувати все, прийняте до нього. Раніше не спрацьовує нічого.`,
      },
    ],
  };
}
