import { shippedPlan } from '../../test/support/seed.js';
import { explainPlan, explanationText } from './explain-plan.js';
import type { ScheduleInput } from './schedule.js';

const T0 = '2027-03-27T20:00:00.000Z';
const text = (name: string, language: 'en' | 'uk', dates?: ScheduleInput): string =>
  explanationText(explainPlan(shippedPlan(name).plan, language, dates));

describe('the seed in words', () => {
  it.each([
    'Gate G2 opens phase 2 (Coalition) 24 hours after the first violation, if no stand-down is in effect by then and a credible or verified violation is on record.',
    'Hostilities are presumed to continue until a stand-down is signed: silence ends nothing.',
    'Gate G3 opens phase 3 (Coordinated response) as soon as a declaration of a large-scale attack is in effect.',
    'If no declaration was ever in effect 72 hours after the first violation, "lapsed, not triggered" is recorded for G3 and told.',
    "D1, Diplomatic warning issued: owed by the Ukrainian diplomatic offices or the partners' diplomatic offices (any one office), due 24 hours after the first violation.",
    'To stand down: 2 persons of 2 organisations.',
    "Among the signatures must be one of each: the Ukrainian military offices; the coalition's offices or the United States offices.",
    'When a case is closed: everyone told of the case so far.',
    'The plan informs people, keeps their clocks and records what they decide. It orders nothing.',
  ])('says in English: %s', (sentence) => {
    expect(text('seed', 'en')).toContain(sentence);
  });

  it.each([
    'Перехід G2 відкриває фазу 2 («Коаліція») через 24 години після першого порушення, якщо до того не набув чинності відбій',
    'Вважається, що бойові дії тривають, доки не підписано відбій: мовчання нічого не припиняє.',
    'Перехід G3 відкриває фазу 3 («Узгоджена відповідь»), щойно визнання атаки масштабною набуло чинності.',
    'D7, Рішення кожної сторони зафіксовано: відповідає кожна сторона плану через організацію, яка говорить від її імені; строк — 72 години від першого порушення.',
    'Відбій: 2 підписи різних осіб, щонайменше з 2 організацій.',
    'Пропозиція чинна протягом 12 годин.',
    'Він нічого не наказує.',
  ])('says in Ukrainian: %s', (sentence) => {
    expect(text('seed', 'uk')).toContain(sentence);
  });

  it('shows each assumed value with its reason, and what the report gives apart from it', () => {
    const { assumed, fromTheReport } = explainPlan(shippedPlan().plan, 'en');
    expect(assumed).toContainEqual({
      path: '/duties/2/due',
      name: 'D3, due',
      value: '6 hours',
      reason: 'Early enough to leave the diplomats most of their 24 hours.',
    });
    expect(fromTheReport).toContainEqual({
      path: '/gates/1/lapses',
      name: 'G3, lapses',
      value: '72 hours',
      reason: 'The coordinated response follows within 72 hours after the first violation.',
    });
    expect(assumed.length + fromTheReport.length).toBe(shippedPlan().plan.provenance.length);
  });

  it('gives the reasons in Ukrainian too', () => {
    expect(explainPlan(shippedPlan().plan, 'uk').assumed).toContainEqual({
      path: '/timing/quietPeriod',
      name: 'Строки, період затишшя',
      value: '72 години',
      reason: 'Стільки ж, скільки вся послідовність фаз: перемир’я, що протрималося стільки, починається наново.',
    });
  });

  it('says in Ukrainian nothing in English', () => {
    const { sections, assumed, fromTheReport } = explainPlan(shippedPlan().plan, 'uk');
    const said = [
      ...sections.flatMap(({ heading, sentences }) => [heading, ...sentences]),
      ...[...assumed, ...fromTheReport].flatMap(({ name, value, reason }) => [name, value ?? '', reason]),
    ];
    const english = said.filter((one) =>
      /[a-z]{3,}/.test(one.replace('Deutsche Welle, 2026-02-03 (Financial Times)', '')),
    );
    expect(english).toEqual([]);
  });
});

describe('the variants in words', () => {
  it('says when the gate of the plan "72 hours after" opens, and that it does not lapse', () => {
    const said = text('literal-72h-after', 'en');
    expect(said).toContain(
      'Gate G3 opens phase 3 (Coordinated response) 72 hours after the first violation, or later, if a declaration',
    );
    expect(said).toContain('a stand-down or a withdrawal before it keeps the phase shut');
    expect(said).toContain('Gate G3 does not lapse.');
    expect(said).toContain('due 24 hours after the opening of phase 3');
  });

  it('says that the clocks of "strict, recorded" start at the acceptance, and that lateness is only shown', () => {
    const said = text('strict-recorded', 'en');
    expect(said).toContain('The clocks start at the acceptance of the report of the first violation');
    expect(said).toContain('nothing else follows from the lateness: it is shown');
    expect(said).not.toContain('4 hours of grace');
  });
});

describe('with dates', () => {
  const rows = (name: string, input: ScheduleInput): string[] =>
    (explainPlan(shippedPlan(name).plan, 'en', input).schedule?.rows ?? []).map(
      ({ elapsed, what }) => `${elapsed} ${what}`,
    );

  it('dates the whole ladder of the seed', () => {
    expect(rows('seed', { firstViolationAt: T0, acceptedAt: '2027-03-27T20:10:00.000Z' })).toEqual([
      '+0:00 First violation',
      '+0:10 Its report is accepted; the case opens, phase 1',
      '+0:10 G3: phase 3 opens if a declaration of a large-scale attack is in effect, else as soon as one is',
      '+5:10 Reminder, if still open: D3',
      '+6:10 D3 due: Violation verified',
      '+12:00 Reminder, if still open: D1, D2',
      '+18:00 Reminder, if still open: D1, D2',
      '+23:00 Reminder, if still open: D1, D2',
      '+24:00 G2: phase 2 opens, if no stand-down is in effect',
      '+24:00 D1 due: Diplomatic warning issued',
      '+24:00 D2 due: Ukrainian army action reported',
      '+29:00 Reminder, if still open: D4',
      '+30:00 D4 due: Coalition convened, if phase 2 opened then',
      '+36:00 Reminder, if still open: D5',
      '+42:00 Reminder, if still open: D5',
      '+47:00 Reminder, if still open: D5',
      '+48:00 D5 due: National position recorded, if phase 2 opened then',
      '+72:00 G3: "lapsed, not triggered" is recorded, if no declaration was ever in effect',
      '+72:00 D7 due: Decision of each party recorded, if a large-scale attack is declared',
      '+168:10 Prolonged, if the case is still open',
    ]);
  });

  it('shows 24 hours after the first violation as 23:00 in Kyiv, over the change of clocks', () => {
    expect(text('seed', 'en', { firstViolationAt: T0 })).toContain(
      '+24:00  Sun 28 Mar 2027, 20:00 UTC · Kyiv Sun 28 Mar 2027, 23:00 (UTC+3) · Brussels Sun 28 Mar 2027, 22:00 (UTC+2) · Washington Sun 28 Mar 2027, 16:00 (UTC−4)',
    );
    expect(text('seed', 'uk', { firstViolationAt: T0 })).toContain(
      '+24:00  нд 28 бер. 2027 р., 20:00 UTC · Київ нд 28 бер. 2027 р., 23:00 (UTC+3)',
    );
  });

  it('gives a late report its grace, and charges nobody', () => {
    const said = rows('seed', { firstViolationAt: T0, acceptedAt: '2027-03-28T22:00:00.000Z' });
    expect(said).toContain('+30:00 G2: phase 2 opens, if no stand-down is in effect');
    expect(said).toContain(
      '+30:00 D1 due: Diplomatic warning issued (by the plan Sun 28 Mar 2027, 20:00 UTC, which had passed: nobody is charged)',
    );
  });

  it('opens nothing for a report older than a week', () => {
    const { schedule } = explainPlan(shippedPlan().plan, 'en', {
      firstViolationAt: T0,
      acceptedAt: '2027-04-03T20:00:00.001Z',
    });
    expect(schedule?.remarks).toEqual([
      'A report as late as this waits for people to review it and opens no case by itself.',
    ]);
    expect(schedule?.rows).toHaveLength(2);
  });

  it('counts "strict, recorded" from the acceptance, without grace', () => {
    const said = rows('strict-recorded', { firstViolationAt: T0, acceptedAt: '2027-03-29T20:00:00.000Z' });
    expect(said[0]).toBe('−48:00 First violation');
    expect(said).toContain('+24:00 G2: phase 2 opens, if no stand-down is in effect');
  });

  it('dates the plan "72 hours after"', () => {
    const said = rows('literal-72h-after', { firstViolationAt: T0 });
    expect(said).toContain(
      '+72:00 G3: phase 3 opens if a declaration of a large-scale attack is in effect, else as soon as one is',
    );
    expect(said).toContain(
      '+96:00 D7 due: Decision of each party recorded, at the earliest, if a large-scale attack is declared',
    );
    expect(said.join('\n')).not.toContain('lapsed');
  });
});
