/**
 * The plan with dates: what would come when, for a first violation at a given instant. Conditions stand beside the
 * dates ("if no stand-down is in effect"); nothing here decides, the case does (`case/due.ts`).
 */
import { HOUR, MINUTE, between, later, plus } from '../instant.js';
import type { Instant } from '../instant.js';
import { inZone, localTimes } from '../local-times.js';
import type { Language, LocalTimes } from '../local-times.js';
import { spanInWords } from '../span-in-words.js';
import { hasLateClass } from './explain-reports.js';
import type { Duty, Gate, Grace, Plan, Words } from './plan.js';

export interface ScheduleInput {
  /** When the first violation occurred. */
  firstViolationAt: Instant;
  /** When its report is accepted; default: at once. An instant before the violation counts as at once. */
  acceptedAt?: Instant;
}

export interface ScheduleRow {
  at: Instant;
  /** Since the first violation as the plan counts: `+24:00`. */
  elapsed: string;
  times: LocalTimes;
  /** Ids of the gates and duties concerned. */
  ids: string[];
  what: string;
}

export interface Schedule {
  heading: string;
  /** What holds for all of it: grace, evidence, review. */
  remarks: string[];
  rows: ScheduleRow[];
}

interface Point {
  at: Instant;
  ids: string[];
  what: Words;
}

export function datedSchedule(plan: Plan, input: ScheduleInput, language: Language): Schedule {
  const occurredAt = input.firstViolationAt;
  const acceptedAt = later(input.acceptedAt ?? occurredAt, occurredAt);
  const start = plan.firstViolation === 'occurrence' ? occurredAt : acceptedAt;
  const age = between(occurredAt, acceptedAt);
  const late = hasLateClass(plan) && age >= plan.reports.late;
  const facts: Facts = { plan, start, acceptedAt, grace: late ? plan.grace.lateReport : { duties: 0, gates: 0 } };
  const inReview = age > plan.reports.review;
  const points = [
    ...begin(occurredAt, acceptedAt),
    ...(inReview ? [] : [...gates(facts), ...duties(facts), ...prolonged(facts)]),
  ];
  const remarks = inReview ? [IN_REVIEW] : late ? [graceRemark(plan)] : [];
  return {
    heading: language === 'en' ? 'Dates' : 'Дати',
    remarks: remarks.map((words) => words[language]),
    rows: points
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ at, ids, what }) => ({
        at,
        elapsed: elapsed(start, at),
        times: localTimes(at, language),
        ids,
        what: what[language],
      })),
  };
}

interface Facts {
  plan: Plan;
  start: Instant;
  acceptedAt: Instant;
  grace: Grace;
}

const IN_REVIEW: Words = {
  en: 'A report as late as this waits for people to review it and opens no case by itself.',
  uk: 'Таке пізнє повідомлення чекає на розгляд людьми і саме справи не відкриває.',
};

function graceRemark({ grace, reports }: Plan): Words {
  return {
    en: `The report is late: duties and gates get ${spanInWords(grace.lateReport.gates, 'en')} from the acceptance, and the gates below also need evidence that hostilities continue (another violation within the last ${spanInWords(reports.evidenceWithin, 'en')}).`,
    uk: `Повідомлення пізнє: обов’язки й переходи мають відстрочку (${spanInWords(grace.lateReport.gates, 'uk', 'nominative')}) від прийняття, а переходи потребують ще й доказів, що бойові дії тривають (іншого порушення за останні ${spanInWords(reports.evidenceWithin, 'uk')}).`,
  };
}

function begin(occurredAt: Instant, acceptedAt: Instant): Point[] {
  const occurred = { en: 'First violation', uk: 'Перше порушення' };
  const accepted = {
    en: 'Its report is accepted; the case opens, phase 1',
    uk: 'Повідомлення про нього прийнято; справу відкрито, фаза 1',
  };
  return [
    { at: occurredAt, ids: [], what: occurred },
    { at: acceptedAt, ids: [], what: accepted },
  ];
}

/** When the gate can open at the earliest, were its condition to hold. */
const opensAt = ({ start, acceptedAt, grace }: Facts, gate: Gate): Instant =>
  later(later(plus(start, gate.notBefore), plus(acceptedAt, grace.gates)), acceptedAt);

function gates(facts: Facts): Point[] {
  return facts.plan.gates.flatMap((gate) => {
    const { id, phase, lapses } = gate;
    const points: Point[] = [
      {
        at: opensAt(facts, gate),
        ids: [id],
        what:
          gate.condition.kind === 'no-stand-down'
            ? {
                en: `${id}: phase ${phase} opens, if no stand-down is in effect`,
                uk: `${id}: відкривається фаза ${phase}, якщо не діє відбій`,
              }
            : {
                en: `${id}: phase ${phase} opens if a declaration of a large-scale attack is in effect, else as soon as one is`,
                uk: `${id}: відкривається фаза ${phase}, якщо чинне визнання атаки масштабною, інакше щойно воно набуде чинності`,
              },
      },
    ];
    if (lapses !== undefined) {
      const what = {
        en: `${id}: "lapsed, not triggered" is recorded, if no declaration was ever in effect`,
        uk: `${id}: фіксують «строк сплив, не застосовано», якщо визнання жодного разу не набувало чинності`,
      };
      points.push({ at: later(plus(facts.start, lapses), facts.acceptedAt), ids: [id], what });
    }
    return points;
  });
}

function duties(facts: Facts): Point[] {
  const reminders = new Map<Instant, string[]>();
  // What arises from an act of people has no date beforehand.
  const dated = facts.plan.duties.filter(isDated);
  const points = dated.map((duty) => {
    const { due, knownAt, condition, charged } = instantsOf(facts, duty);
    for (const before of facts.plan.timing.reminders) {
      const at = plus(due.working, -before);
      // Of a duty that may never arise no reminder is promised.
      if (at > knownAt && duty.createdBy !== 'declaration') reminders.set(at, [...(reminders.get(at) ?? []), duty.id]);
    }
    const moved = movedWords(due, charged);
    return {
      at: due.working,
      ids: [duty.id],
      what: {
        en: `${duty.id} due: ${duty.label.en}${condition.en}${moved.en}`,
        uk: `${duty.id}, строк: ${duty.label.uk}${condition.uk}${moved.uk}`,
      },
    };
  });
  const reminded = [...reminders].map(([at, ids]) => ({
    at,
    ids,
    what: {
      en: `Reminder, if still open: ${ids.join(', ')}`,
      uk: `Нагадування, якщо ще не виконано: ${ids.join(', ')}`,
    },
  }));
  return [...points, ...reminded];
}

interface DutyInstants {
  due: { treaty: Instant; working: Instant };
  knownAt: Instant;
  condition: Words;
  /** Not where the plan's instant had passed before anybody could know it. */
  charged: boolean;
}

/** What to say where people get more time than the plan's own instant. */
function movedWords({ treaty, working }: DutyInstants['due'], charged: boolean): Words {
  if (treaty === working) return NONE;
  const at = { en: inZone(treaty, 'UTC', 'en'), uk: inZone(treaty, 'UTC', 'uk') };
  return charged
    ? { en: ` (by the plan ${at.en})`, uk: ` (за планом ${at.uk})` }
    : {
        en: ` (by the plan ${at.en}, which had passed: nobody is charged)`,
        uk: ` (за планом ${at.uk}, але цей час уже минув: нікому не ставлять у провину)`,
      };
}

type Dated = Duty & { anchor: Exclude<Duty['anchor'], 'creation'>; createdBy: 'opening' | 'phase' | 'declaration' };

const isDated = (duty: Duty): duty is Dated => duty.anchor !== 'creation';

function instantsOf(facts: Facts, duty: Dated): DutyInstants {
  const { plan, start, acceptedAt, grace } = facts;
  const gate = plan.gates.find(({ phase }) => phase === duty.phase);
  const opening = gate ? opensAt(facts, gate) : acceptedAt;
  const anchors: Record<Dated['anchor'], Instant> = { 'first-violation': start, opening: acceptedAt, phase: opening };
  const treaty = plus(anchors[duty.anchor], duty.due);
  const knownAt = duty.createdBy === 'phase' ? opening : acceptedAt;
  const working = duty.createdBy === 'opening' ? later(treaty, plus(acceptedAt, grace.duties)) : later(treaty, knownAt);
  return { due: { treaty, working }, knownAt, condition: CONDITIONS[duty.createdBy](duty), charged: treaty > knownAt };
}

const NONE: Words = { en: '', uk: '' };

const CONDITIONS: Record<Dated['createdBy'], (duty: Duty) => Words> = {
  opening: () => NONE,
  phase: ({ phase }) => ({ en: `, if phase ${phase} opened then`, uk: `, якщо фазу ${phase} тоді відкрито` }),
  declaration: ({ anchor }) =>
    anchor === 'phase'
      ? {
          en: ', at the earliest, if a large-scale attack is declared',
          uk: ', найраніше, якщо атаку визнано масштабною',
        }
      : { en: ', if a large-scale attack is declared', uk: ', якщо атаку визнано масштабною' },
};

function prolonged({ plan, acceptedAt }: Facts): Point[] {
  const what = { en: 'Prolonged, if the case is still open', uk: 'Затяжна, якщо справа досі відкрита' };
  return [{ at: plus(acceptedAt, plan.timing.prolonged), ids: [], what }];
}

/** `+24:00`, with seconds where there are any; hours never turn into days. */
function elapsed(from: Instant, to: Instant): string {
  const span = between(from, to);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const positive = Math.abs(span);
  const seconds = (positive % MINUTE) / 1000;
  const text = `${span < 0 ? '−' : '+'}${Math.floor(positive / HOUR)}:${two((positive % HOUR) / MINUTE)}`;
  return seconds === 0 ? text : `${text}:${two(seconds)}`;
}
