import { HOUR, instant, MINUTE, ms, SECOND } from '../domain/instant.js';
import type { Span } from '../domain/instant.js';
import { messageIdOf, MOST_LISTED, nextAlarms } from './alarms.js';
import type { Alarm } from './alarms.js';
import { FINDING_KINDS } from './finding.js';
import type { Finding, FindingKind } from './finding.js';
import { inWords, WORDS } from './words.js';

const BEGUN = '2027-03-28T20:00:00.000Z';
const TARGETS = ['a', 'b'];
const LOOK_EVERY = 10 * SECOND;
const after = (span: Span): string => instant(ms(BEGUN) + span);
const finding = (subject = 'x', since = BEGUN, kind: FindingKind = 'due'): Finding => ({
  kind,
  subject,
  since,
  says: `${subject} was due.`,
});

/** Looks again and again from one span to another, and answers what was new to say, and when. */
class Looking {
  alarms: Alarm[] = [];
  private span: Span = 0;

  at(span: Span, findings: readonly Finding[], world: 'real' | 'exercise' = 'real'): string[] {
    const said: string[] = [];
    for (; this.span <= span; this.span += LOOK_EVERY) {
      const before = new Set(this.alarms.map(messageIdOf));
      const options = { targets: TARGETS, calm: MINUTE };
      this.alarms = nextAlarms(this.alarms, [{ world, findings }], after(this.span), options);
      for (const alarm of this.alarms) {
        if (!before.has(messageIdOf(alarm))) said.push(`${this.span / MINUTE} ${messageIdOf(alarm).split('.').at(-1)}`);
        alarm.taken = [...TARGETS];
      }
    }
    return said;
  }
}

describe('speaking', () => {
  it('begins with the first finding, at once, and says nothing where there is none', () => {
    const looking = new Looking();
    expect(looking.at(MINUTE, [])).toEqual([]);
    expect(looking.at(2 * MINUTE, [finding()])).toHaveLength(1);
  });

  it('repeats after 10, 30 and 60 min, then hourly for a day, then every six hours', () => {
    const said = new Looking().at(40 * HOUR, [finding()]);
    const minutes = said.map((one) => Number(one.split(' ')[0]));
    expect(minutes.slice(0, 6)).toEqual([0, 10, 30, 60, 120, 180]);
    expect(minutes.slice(-3)).toEqual([25 * 60, 31 * 60, 37 * 60]);
    expect(new Set(said.map((one) => one.split(' ')[1])).size).toBe(said.length);
  });

  it('speaks sooner of something new of the same kind, but not before five minutes', () => {
    const looking = new Looking();
    looking.at(MINUTE, [finding('x')]);
    expect(looking.at(9 * MINUTE, [finding('x'), finding('y')])).toEqual(['5 2']);
    expect(looking.alarms[0]?.findings.map(({ subject }) => subject)).toEqual(['x', 'y']);
  });

  it('is one alarm for a kind, however many cases it concerns; the message lists some', () => {
    const many = Array.from({ length: 500 }, (_, index) => finding(`case-${index}`));
    const looking = new Looking();
    expect(looking.at(4 * MINUTE, many)).toEqual(['0 1']);
    expect(looking.alarms).toMatchObject([{ count: 500 }]);
    expect(looking.alarms[0]?.findings).toHaveLength(MOST_LISTED);
    const { subject, text } = inWords(looking.alarms[0] as Alarm, 'https://holdfire.example.org');
    expect(subject).toContain('500 instants have passed without a trace');
    expect(text).toContain('… and 480 more.');
  });

  it('keeps kinds and worlds apart', () => {
    const options = { targets: [], calm: MINUTE };
    const found = [
      { world: 'real' as const, findings: [finding(), finding('z', BEGUN, 'canary')] },
      { world: 'exercise' as const, findings: [finding()] },
    ];
    expect(nextAlarms([], found, BEGUN, options).map(messageIdOf)).toEqual([
      'watchdog.real.due.20270328T200000.000Z.1',
      'watchdog.real.canary.20270328T200000.000Z.1',
      'watchdog.exercise.due.20270328T200000.000Z.1',
    ]);
  });
});

describe('the end', () => {
  it('is said once, after a minute without it', () => {
    const looking = new Looking();
    looking.at(2 * MINUTE, [finding()]);
    expect(looking.at(20 * MINUTE, [])).toHaveLength(1);
    expect(looking.alarms).toEqual([]);
  });

  it('is not said of what comes back within the minute', () => {
    const looking = new Looking();
    looking.at(2 * MINUTE, [finding()]);
    expect(looking.at(2.5 * MINUTE, [])).toEqual([]);
    expect(looking.at(9 * MINUTE, [finding()])).toEqual([]);
  });

  it('waits for every place to take it, for a day at most', () => {
    const over: Alarm = {
      world: 'real',
      kind: 'due',
      begun: BEGUN,
      nth: 1,
      saidAt: BEGUN,
      findings: [finding()],
      count: 1,
      over: true,
      taken: ['a'],
    };
    const options = { targets: TARGETS, calm: MINUTE };
    expect(nextAlarms([over], [], after(HOUR), options)).toEqual([over]);
    expect(nextAlarms([{ ...over, taken: ['a', 'b'] }], [], after(HOUR), options)).toEqual([]);
    expect(nextAlarms([over], [], after(24 * HOUR + 1), options)).toEqual([]);
  });

  it('ends where it begins again: a new alarm takes its place', () => {
    const looking = new Looking();
    looking.at(0, [finding()]);
    looking.at(2 * MINUTE, []);
    expect(looking.at(3 * MINUTE, [finding('y', after(2.5 * MINUTE))]).at(-1)).toMatch(/ 1$/);
    expect(looking.alarms).toHaveLength(1);
  });
});

describe('after a restart', () => {
  it('with its journal it goes on and says nothing anew', () => {
    const looking = new Looking();
    looking.at(MINUTE, [finding()]);
    const kept = JSON.parse(JSON.stringify(looking.alarms)) as Alarm[];
    const options = { targets: TARGETS, calm: MINUTE };
    const next = nextAlarms(kept, [{ world: 'real', findings: [finding()] }], after(2 * MINUTE), options);
    expect(next).toEqual(kept);
  });

  it('without it the same message has the same id', () => {
    const options = { targets: TARGETS, calm: MINUTE };
    const found = [{ world: 'real' as const, findings: [finding()] }];
    const [first] = nextAlarms([], found, after(MINUTE), options);
    const [second] = nextAlarms([], found, after(7 * MINUTE), options);
    expect(messageIdOf(first as Alarm)).toBe(messageIdOf(second as Alarm));
  });
});

describe('words', () => {
  const alarm = (kind: FindingKind, more: Partial<Alarm> = {}): Alarm => ({
    world: 'real',
    kind,
    begun: BEGUN,
    nth: 1,
    saidAt: after(MINUTE),
    findings: [finding('x', BEGUN, kind)],
    count: 1,
    taken: [],
    ...more,
  });

  it.each(FINDING_KINDS)('%s: what it is, what it means, where to read on, which message', (kind) => {
    const { subject, text } = inWords(alarm(kind), 'https://holdfire.example.org');
    expect(subject).toBe(`Holdfire watchdog: 1 ${WORDS[kind].counted[0]}`);
    expect(text).toContain(WORDS[kind].meaning);
    expect(text).toContain(`docs/running.md, "The watchdog speaks", ${kind}.`);
    expect(text).toContain(messageIdOf(alarm(kind)));
  });

  it('the end says from when to when', () => {
    const over = alarm('record', { over: true, goneSince: after(9 * MINUTE), saidAt: after(10 * MINUTE) });
    const { subject, text } = inWords(over, 'here');
    expect(subject).toBe('Holdfire watchdog: Over: The record can be read again.');
    expect(text).toContain(`It lasted from ${BEGUN} to ${after(9 * MINUTE)}.`);
  });

  it('an exercise says so first', () => {
    const { subject, text } = inWords(alarm('due', { world: 'exercise' }), 'here');
    expect(subject).toMatch(/^EXERCISE: /);
    expect(text).toMatch(/^EXERCISE\./);
  });
});
