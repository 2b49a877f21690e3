/** Authority in words: who may decide what, with how many signatures. */
import { pluralOf, spanInWords } from '../span-in-words.js';
import type { Section } from './explanation.js';
import { anyGroup, anyOf, capital, groupNames } from './name-lists.js';
import type { Act, ActRule, Plan, SingleAct, Words } from './plan.js';
import { ACTS, SINGLE_ACTS, STATUSES } from './terms.js';

export function explainActs(plan: Plan): Section {
  const acts = Object.entries(plan.authority) as [Act, ActRule][];
  const single = Object.entries(plan.single) as [SingleAct, string[]][];
  return {
    heading: { en: 'Who may decide what', uk: 'Хто і що може вирішувати' },
    sentences: [
      {
        en: 'Who is not named may not. Signatures count from distinct persons of distinct organisations, over the same text; the proposal of somebody who may sign is the first.',
        uk: 'Хто не названий, той не має права. Враховуються підписи різних осіб із різних організацій під тим самим текстом; пропозиція того, хто може підписувати, є першим підписом.',
      },
      ...acts.map(([act, rule]) => explainAct(plan, act, rule)),
      ...single.map(([act, groups]): Words => {
        const who = groupNames(plan, groups);
        return {
          en: `To ${SINGLE_ACTS[act].en}, one person is enough: ${who.en}.`,
          uk: `${capital(SINGLE_ACTS[act].uk)}: досить однієї особи. Це можуть: ${who.uk}.`,
        };
      }),
    ],
  };
}

function explainAct(plan: Plan, act: Act, rule: ActRule): Words {
  const who = groupNames(plan, rule.signers);
  const sets = rule.oneOfEach.map((groups) => anyGroup(plan, groups));
  const statuses = anyOf(rule.statuses.map((status) => STATUSES[status]));
  const proposers = groupNames(plan, rule.proposers);
  const parts: Words[] = [
    {
      en: `To ${ACTS[act].en}: ${count(rule, 'en')}. May sign: ${who.en}.`,
      uk: `${capital(ACTS[act].uk)}: ${count(rule, 'uk')}. Можуть підписати: ${who.uk}.`,
    },
  ];
  if (sets.length > 0) {
    parts.push({
      en: `Among the signatures must be one of each: ${sets.map(({ en }) => en).join('; ')}.`,
      uk: `Серед підписів має бути по одному від кожного: ${sets.map(({ uk }) => uk).join('; ')}.`,
    });
  }
  if (rule.proposers.length > 0) {
    parts.push({
      en: `May propose without counting: ${proposers.en}.`,
      uk: `Можуть запропонувати, але їхній підпис не враховується: ${proposers.uk}.`,
    });
  }
  if (rule.expiry > 0) {
    parts.push({
      en: `A proposal expires after ${spanInWords(rule.expiry, 'en')}.`,
      uk: `Пропозиція чинна протягом ${spanInWords(rule.expiry, 'uk', 'genitive')}.`,
    });
  }
  parts.push({ en: `Possible while the case is ${statuses.en}.`, uk: `Можливо, поки справа ${statuses.uk}.` });
  return { en: parts.map(({ en }) => en).join(' '), uk: parts.map(({ uk }) => uk).join(' ') };
}

const SIGNATURES = { one: 'підпис', few: 'підписи', many: 'підписів' } as const;

function count({ persons, organisations }: ActRule, language: 'en' | 'uk'): string {
  if (language === 'en') {
    return persons === 1
      ? 'one signature'
      : `${persons} persons of ${organisations} organisation${organisations === 1 ? '' : 's'}`;
  }
  if (persons === 1) return 'один підпис';
  const plural = pluralOf(organisations) === 'one' ? 'організації' : 'організацій';
  return `${persons} ${SIGNATURES[pluralOf(persons)]} різних осіб, щонайменше з ${organisations} ${plural}`;
}
