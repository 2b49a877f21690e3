/**
 * A plan in words, English or Ukrainian, for whoever has to agree with it: what opens when, who owes what, who may
 * decide, who is told, and which values are not the report's but ours. With a first violation also the dates.
 */
import type { Language } from '../local-times.js';
import { explainActs } from './explain-acts.js';
import { explainDuties } from './explain-duties.js';
import { explainEnds, explainReports } from './explain-reports.js';
import { explainNotices } from './explain-notices.js';
import type { ExplainedValue, Explanation, Section } from './explanation.js';
import { nameOf, valueAt } from './field-names.js';
import { capital, partyNames } from './name-lists.js';
import { valueInWords } from './value-in-words.js';
import { explainPhases } from './explain-phases.js';
import type { Plan, Provenance } from './plan.js';
import { datedSchedule } from './schedule.js';
import type { Schedule, ScheduleInput } from './schedule.js';

export function explainPlan(plan: Plan, language: Language, dates?: ScheduleInput): Explanation {
  const sections = [
    explainScope(plan),
    explainPhases(plan),
    explainDuties(plan),
    explainActs(plan),
    explainNotices(plan),
    explainReports(plan),
    explainEnds(plan),
  ];
  const values = (kind: Provenance['kind']): ExplainedValue[] =>
    plan.provenance.filter((mark) => mark.kind === kind).map((mark) => explainValue(plan, mark, language));
  return {
    language,
    title: `${plan.title[language]} (${plan.id}, ${language === 'en' ? 'version' : 'версія'} ${plan.version})`,
    sections: sections.map(({ heading, sentences }) => ({
      heading: heading[language],
      sentences: sentences.map((words) => words[language]),
    })),
    fromTheReport: values('source'),
    assumed: values('assumed'),
    ...(dates ? { schedule: datedSchedule(plan, dates, language) } : {}),
  };
}

function explainScope(plan: Plan): Section {
  const covers = plan.covers.join(', ');
  const others = plan.sectors.map(({ id }) => id).join(', ');
  const parties = partyNames(
    plan,
    plan.parties.map(({ id }) => id),
  );
  return {
    heading: { en: 'What the plan is about', uk: 'Про що цей план' },
    sentences: [
      { en: `The plan was made from: ${plan.source}.`, uk: `План складено за публікацією: ${plan.source}.` },
      {
        en:
          `It covers violations by ${covers} (country code). A report that names nobody counts as covered; ` +
          `one that names somebody else is recorded and opens no case.`,
        uk:
          `Він охоплює порушення, вчинені ${covers} (код країни). Повідомлення, яке нікого не називає, вважається ` +
          `охопленим; те, що називає іншого, фіксують, але справу за ним не відкривають.`,
      },
      { en: `Its parties are: ${parties.en}.`, uk: `Сторони плану: ${parties.uk}.` },
      {
        en:
          `One case is about one sector: one of the 27 regions of Ukraine (ISO 3166-2:UA)` +
          `${others === '' ? '' : ` or ${others}`}.`,
        uk:
          `Одна справа стосується одного сектора: одного з 27 регіонів України (ISO 3166-2:UA)` +
          `${others === '' ? '' : ` або ${others}`}.`,
      },
      plan.firstViolation === 'occurrence'
        ? {
            en: 'The clocks start at the instant at which the first violation happened, however late it is reported.',
            uk: 'Відлік починається з моменту, коли сталося перше порушення, хоч би як пізно про нього повідомили.',
          }
        : {
            en:
              'The clocks start at the acceptance of the report of the first violation, not when it happened; ' +
              'how late the report came is shown.',
            uk:
              'Відлік починається з прийняття повідомлення про перше порушення, а не з моменту, коли воно сталося; ' +
              'наскільки пізно надійшло повідомлення, показують.',
          },
      {
        en: 'All spans are elapsed time: nights, weekends and clock changes do not stop them.',
        uk: 'Усі строки — це час, що минув: ночі, вихідні та переведення годинників їх не зупиняють.',
      },
      {
        en: 'The plan informs people, keeps their clocks and records what they decide. It orders nothing.',
        uk: 'План сповіщає людей, стежить за строками і фіксує, що люди вирішили. Він нічого не наказує.',
      },
    ],
  };
}

function explainValue(plan: Plan, { path, value, reason }: Provenance, language: Language): ExplainedValue {
  const at = valueAt(plan, path);
  const isRow = typeof at === 'object' && at !== null && !Array.isArray(at);
  return {
    path,
    name: capital(nameOf(plan, path)[language]),
    ...(isRow ? {} : { value: valueInWords(plan, at, isSpan(value))[language] }),
    reason: reason[language],
  };
}

/** Spans are milliseconds once they are read; as written they begin with PT. */
const isSpan = (written: string): boolean => /^\[?PT/.test(written);

/** For a terminal or a mail. */
export function explanationText(explanation: Explanation): string {
  const { language, title, sections, fromTheReport, assumed, schedule } = explanation;
  const heading = (text: string): string => `\n${text}\n${'-'.repeat(text.length)}\n`;
  const value = ({ name, value, reason }: ExplainedValue): string =>
    `- ${name}${value === undefined ? '' : `: ${value}`}. ${reason}`;
  const lines = [
    `${title}\n${'='.repeat(title.length)}`,
    ...sections.flatMap((section) => [heading(section.heading), ...section.sentences.map((one) => `- ${one}`)]),
    heading(language === 'en' ? 'Values that the report gives' : 'Значення, які дає публікація'),
    ...fromTheReport.map(value),
    heading(language === 'en' ? 'Values that are assumed' : 'Припущені значення'),
    ...assumed.map(value),
    ...(schedule
      ? [heading(schedule.heading), ...schedule.remarks.map((one) => `${one}\n`), ...datesText(schedule, language)]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const CITIES = {
  en: { kyiv: 'Kyiv', brussels: 'Brussels', washington: 'Washington' },
  uk: { kyiv: 'Київ', brussels: 'Брюссель', washington: 'Вашингтон' },
} as const;

/** What comes at one instant stands together under its times. */
function datesText({ rows }: Schedule, language: Language): string[] {
  return rows.flatMap(({ at, elapsed, times, what }, index) => {
    const { kyiv, brussels, washington } = CITIES[language];
    const clocks = `${times.utc} · ${kyiv} ${times.kyiv} · ${brussels} ${times.brussels} · ${washington} ${times.washington}`;
    const line = `          ${what}`;
    return rows[index - 1]?.at === at ? [line] : [`${elapsed.padStart(8)}  ${clocks}`, line];
  });
}
