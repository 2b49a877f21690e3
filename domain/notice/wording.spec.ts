import { EXAMPLES, message, TOPICS, tellingOf } from '../../test/support/notices.js';
import { at } from '../../test/support/timeline.js';
import type { Facts } from './matter.js';
import { lintNotice } from './wording-lint.js';
import { renderMessage } from './wording.js';
import type { Extra } from './wording.js';

const LINK = 'https://holdfire.example/cases/UA-23-test';
const LANGUAGES = ['en', 'uk'] as const;

function render(
  facts: Facts | Facts[],
  {
    language = 'en',
    exercise = false,
    speed = 1,
    ...change
  }: { language?: 'en' | 'uk'; exercise?: boolean; speed?: number } & Parameters<typeof message>[0] = {},
  extra: Extra = { link: LINK, closingHash: 'ee'.repeat(32) },
) {
  const all = [facts].flat();
  const to = message({ matters: all.map((_, index) => `m${index + 1}`), ...change });
  const one = { ...to, recipient: { ...to.recipient, language } };
  return renderMessage(tellingOf(all, [one], { exercise, speed }), one, extra);
}

describe.each(LANGUAGES)('notices in %s', (language) => {
  it.each(TOPICS)('%s keeps to the verbs of the rules, in earnest and in an exercise', (topic) => {
    const facts = EXAMPLES[topic];
    for (const exercise of [false, true]) {
      for (const asked of [{}, { acknowledge: false, owes: [] }]) {
        expect(lintNotice(render(facts, { language, exercise, ...asked }), language, exercise)).toEqual([]);
      }
    }
  });

  it.each(TOPICS)('%s restates the case, what is asked and by when, and the numbers to find it by', (topic) => {
    const { text, subject, requires, due } = render(EXAMPLES[topic], { language });
    const label = { en: 'Diplomatic', uk: 'Дипломатична' }[language];
    const parts = ['UA-23-test', 'UA-23)', 'Huliaipole', `1 (${label})`, 'UA-23-test.n7', 'UA-23-test.n2', LINK];
    for (const part of [...parts, 'G2', '(D1, ', 'seed']) expect(text).toContain(part);
    // D1 in UTC and on the reader's clock, a day of another offset.
    expect(text).toContain(
      { en: 'Sun 28 Mar 2027, 20:00 UTC = Sun 23:00 (UTC+3)', uk: 'нд 28 бер. 2027 р., 20:00 UTC = нд 23:00 (UTC+3)' }[
        language
      ],
    );
    // What is left of 24 and 72 hours, three hours after the first violation.
    expect(text).toContain({ en: '21 hours left', uk: 'через 21 годину' }[language]);
    expect(text).toContain({ en: '69 hours left', uk: 'через 69 годин' }[language]);
    expect(subject).toContain('UA-23-test');
    expect(requires).toEqual(['acknowledge', ...(topic === 'proposal-made' ? ['p1'] : []), 'D1']);
    expect(due).toBe(at('+24:00'));
  });

  it('says plan time beside real instants and spans when the clocks run faster', () => {
    const { text } = render(EXAMPLES['duty-approaching'], { language, exercise: true, speed: 2 });
    expect(text).toContain('T0 + 48:00');
    expect(text).toContain(
      { en: '2 hours in plan time (really 1 hour)', uk: '2 години за часом плану (насправді 1 годину)' }[language],
    );
    expect(text).toContain({ en: 'divided by 2', uk: 'поділено на 2' }[language]);
  });

  it('names several matters in their order', () => {
    const { text, subject } = render([EXAMPLES.lapsed, EXAMPLES['phase-opened'], EXAMPLES.undecided], { language });
    const places = ['(1 ', '(2 ', '(3 '].map((number) =>
      text.indexOf(`${number}${{ en: 'of', uk: 'з' }[language]} 3)`),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBe(0);
    expect(subject).toContain({ en: '1 more', uk: 'ще 1' }[language]);
  });

  it('makes hostile text harmless', () => {
    const hostile = `Subject: x\r\nBcc: all@example.org\u202E\u0000\u200B\u2028“” «» ${'!'.repeat(10_000)}\uD800`;
    const base = EXAMPLES['proposal-made'];
    const to = { ...message(), recipient: { ...message().recipient, language } };
    const telling = tellingOf(
      [
        { ...base, text: hostile, textHash: hostile },
        { ...EXAMPLES['not-delivered'], said: hostile },
      ],
      [to],
      {
        place: hostile,
        violationKind: hostile,
        exercise: true,
      },
    );
    const rendered = renderMessage(telling, { ...to, matters: ['m1', 'm2'] });
    expect(lintNotice(rendered, language, true)).toEqual([]);
    expect(rendered.text.split('\n').some((line) => line.startsWith('Bcc:'))).toBe(false);
    expect(rendered.text.length).toBeLessThan(8000);
    expect(rendered.subject.isWellFormed() && rendered.text.isWellFormed()).toBe(true);
  });
});

describe('the words of the rules', () => {
  it('says what is on record when a phase opens, and who is informed', () => {
    expect(render(EXAMPLES['phase-opened']).text).toContain(
      "No stand-down is on record at 24 h. Under clause G2 the coalition's offices are informed now.",
    );
  });

  it('says who regards this as a large-scale attack, and that nothing follows by itself', () => {
    expect(render(EXAMPLES['declaration-in-effect']).text).toMatch(
      /^Two offices recorded that they regard this as a large-scale attack\./,
    );
    const phase3 = {
      ...EXAMPLES['phase-opened'],
      phase: 3,
      gateId: 'G3',
      standDownPending: false,
      dueAfter: [],
      latenessMs: 0,
    };
    expect(render(phase3).text).toContain(
      'Each party is asked to record its own decision. Nothing follows from this message by itself.',
    );
  });

  it('shows moved instants old and new', () => {
    const { text } = render(EXAMPLES['instant-moved']);
    expect(text).toMatch(/G2, Coalition\n\s+old: Sun 28 Mar 2027, 20:00 UTC.*\n\s+new: Sun 28 Mar 2027, 18:00 UTC/);
    expect(text).toMatch(/D7, Decision\n\s+old: none\n/);
  });

  it('carries the hash of the closing entry, or says that it is missing', () => {
    expect(render(EXAMPLES['case-closed']).text).toContain('ee'.repeat(32));
    expect(render(EXAMPLES['case-closed'], {}, {}).text).toContain('could not be read');
  });

  it('asks nothing of those who owe nothing', () => {
    const { requires, due, text } = render(EXAMPLES.lapsed, { acknowledge: false, owes: [] });
    expect([requires, due]).toEqual([[], undefined]);
    expect(text).toContain('Nothing else is asked of you');
  });
});

describe('the lint', () => {
  const fine = render(EXAMPLES.lapsed);

  it.each([
    ['en', 'Deploy the forces.', 'commands'],
    ['en', 'Members must answer.', 'presses'],
    ['uk', 'Надішліть війська і дійте.', 'commands'],
    ['uk', 'Сторони повинні відповісти.', 'presses'],
  ] as const)('finds in %s: %s', (language, sentence, fault) => {
    const base = language === 'en' ? fine : render(EXAMPLES.lapsed, { language });
    expect(lintNotice({ ...base, text: `${base.text}\n${sentence}` }, language, false).join()).toContain(fault);
  });

  it('finds an exercise that does not say so', () => {
    expect(lintNotice(fine, 'en', true)).toHaveLength(3);
  });
});
