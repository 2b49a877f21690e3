import { exampleCaseDirectory, shippedPlan } from '../../test/support/seed.js';
import { at, offset, T0 } from '../../test/support/timeline.js';
import { BEHAVIOURS } from '../case/behaviours.js';
import type { Actor, ReportBody } from '../case/commands.js';
import { earlier, later } from '../instant.js';
import { Refused } from '../refused.js';
import { act, decide } from './decide.js';
import { evolve } from './evolve.js';
import { judgedReport } from './judged.js';
import { judge, nextStep } from './order.js';
import type { ReviewReason } from './reason.js';
import { newReview, waitingIn } from './review.js';
import type { ConcludeBody, ReviewCommand, ReviewEvent, ReviewRules } from './review.js';

const { plan } = shippedPlan();
const { directory } = exampleCaseDirectory(T0);
const RULES: ReviewRules = { plan, directory, behaviours: [...BEHAVIOURS] };

const actor = (office: string, person = office): Actor => ({
  office,
  organisation: directory.offices[office]?.organisation ?? '',
  person,
  means: 'key',
  roles: [],
});

const report = (id: string, occurred = '+0:00', change: Partial<ReportBody> = {}): ReportBody => ({
  reportKey: `org/log/${id}`,
  contentHash: `hash of ${id} ${occurred}`,
  source: 'log',
  sourceReportId: id,
  occurredAt: { earliest: at(occurred), latest: at(occurred) },
  place: { sector: 'UA-23' },
  kind: 'shelling',
  description: 'Heard from the road.',
  standing: 'alleged',
  ...change,
});

/** A review in virtual time. */
class Story {
  state = newReview('review-UA-23-2027032720', 'UA-23');
  readonly events: ReviewEvent[] = [];
  private n = 0;

  collects(when: string, office: string, body: ReportBody, why: ReviewReason | undefined = 'alleged'): this {
    return this.gives(when, 'collect', office, { report: body, ...(why ? { why } : {}) });
  }

  /** Goes to a case, and only corroborates. */
  hears(when: string, office: string, body: ReportBody): this {
    return this.gives(when, 'collect', office, { report: body });
  }

  concludes(when: string, office: string, body: Partial<ConcludeBody> = {}, person = office): this {
    return this.gives(when, 'conclude', office, { outcome: 'credible', text: 'As seen.', ...body }, person);
  }

  /** Nobody was there before; everything that became due acts at this instant. */
  wakes(when: string): this {
    return this.actUntil(at(when), at(when));
  }

  passes(when: string): this {
    return this.actUntil(at(when), undefined);
  }

  refusal(when: string, office: string, body: Partial<ConcludeBody>, person = office): string {
    const command = this.command(when, 'conclude', office, { outcome: 'credible', text: 'As seen.', ...body }, person);
    try {
      judge(this.state, RULES, [], command, command.at);
    } catch (error) {
      if (error instanceof Refused) return `${error.code}: ${error.detail}`;
      throw error;
    }
    return 'allowed';
  }

  /** `+1:10 watch`: the groups asked, by the instant. */
  get told(): string[] {
    return this.events.flatMap((event) => {
      if (event.type !== 'told') return [];
      const groups = event.offices.flatMap((office) => directory.offices[office]?.groups ?? []);
      const { facts } = event;
      const nth = facts.topic === 'review-waiting' ? ` ${facts.nth}` : '';
      return [`${facts.topic}${nth}: ${[...new Set(groups)].sort().join(', ')}`];
    });
  }

  get outcomes(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'report-concluded'
        ? [`${offset(event.at)} ${event.reportKey} ${event.outcome} ${event.class ?? '-'}`]
        : [],
    );
  }

  get next(): string | undefined {
    const step = nextStep(this.state, RULES, [], T0);
    return step.kind === 'wait' ? offset(step.until) : undefined;
  }

  private gives(when: string, kind: 'collect' | 'conclude', office: string, body: object, person = office): this {
    this.passes(when);
    return this.emit(decide(this.state, RULES, this.command(when, kind, office, body, person)));
  }

  private command(when: string, kind: string, office: string, body: object, person: string): ReviewCommand {
    this.n += 1;
    const by = actor(office, person);
    const command = { kind, commandId: `c${this.n}`, actor: by, acceptedAt: at(when), at: at(when), body };
    return command as ReviewCommand;
  }

  private actUntil(until: string, acting: string | undefined): this {
    for (;;) {
      const step = nextStep(this.state, RULES, [], later(until, T0));
      if (step.kind !== 'due') return this;
      this.emit(act(this.state, RULES, step.due, acting ?? earlier(until, step.due.at)));
    }
  }

  private emit(events: ReviewEvent[]): this {
    this.events.push(...events);
    this.state = events.reduce(evolve, this.state);
    return this;
  }
}

describe('D0 (RULES 4)', () => {
  it('asks the watch an hour after the oldest report, then the diplomats, then legal, then all every six hours', () => {
    const story = new Story().collects('+0:10', 'ua-mfa-duty', report('one')).passes('+16:00');
    expect(story.told).toEqual([
      'review-begun: legal, watch',
      'review-waiting 1: watch',
      'review-waiting 2: diplomatic',
      'review-waiting 3: legal',
      'review-waiting 4: diplomatic, legal, watch',
      'review-waiting 5: diplomatic, legal, watch',
    ]);
    expect(story.next).toBe('+21:10:01');
  });

  it('waits its hour, and a second more for what is still in flight', () => {
    const story = new Story().collects('+0:10', 'ua-mfa-duty', report('one'));
    expect(story.next).toBe('+1:10:01');
    expect(story.passes('+1:10:00.999').told).toHaveLength(1);
    expect(story.passes('+1:10:01').told).toHaveLength(2);
  });

  it('asks once, and everybody who was missed, where nobody was there', () => {
    const two = new Story().collects('+0:10', 'ua-mfa-duty', report('one')).wakes('+2:30');
    expect(two.told.slice(1)).toEqual(['review-waiting 2: diplomatic, watch']);
    const all = new Story().collects('+0:10', 'ua-mfa-duty', report('one')).wakes('+100:00');
    expect(all.told.slice(1)).toEqual(['review-waiting 19: diplomatic, legal, watch']);
    expect(all.next).toBe('+105:10:01');
  });

  it('counts from the next oldest once the oldest is judged, and skips what has passed for that', () => {
    const story = new Story()
      .collects('+0:10', 'ua-mfa-duty', report('one'))
      .collects('+0:40', 'fr-mfa-duty', report('two', '+0:35', { kind: 'drone-strike' }))
      .concludes('+1:20', 'watch-kyiv-duty', { outcome: 'not-a-violation', reportKey: 'org/log/one' });
    expect(story.next).toBe('+1:40:01');
    story.passes('+2:00').concludes('+2:10', 'legal-kyiv-duty', { outcome: 'not-a-violation' });
    expect(story.told).toEqual(['review-begun: legal, watch', 'review-waiting 1: watch', 'review-waiting 1: watch']);
    expect([story.next, story.state.clock]).toEqual([undefined, undefined]);
  });

  it('stops with the outcome, and begins anew with another report', () => {
    const story = new Story()
      .collects('+0:10', 'ua-mfa-duty', report('one'))
      .concludes('+0:20', 'legal-kyiv-duty')
      .passes('+9:00')
      .collects('+9:10', 'ua-mfa-duty', report('two', '+9:00'));
    expect(story.told).toEqual(['review-begun: legal, watch', 'review-begun: legal, watch']);
    expect(story.next).toBe('+10:10:01');
  });
});

describe('corroboration (RULES 5)', () => {
  const waiting = (): Story => new Story().collects('+0:10', 'ua-mfa-duty', report('one'));

  it('makes two alleged reports of different organisations credible', () => {
    expect(waiting().collects('+0:20', 'fr-mfa-duty', report('two', '+0:30')).outcomes).toEqual([
      '+0:20 org/log/one credible fresh',
      '+0:20 org/log/two credible fresh',
    ]);
  });

  it.each([
    ['of the same organisation', 'ua-mfa-head', report('two', '+0:05')],
    ['more than 30 minutes apart', 'fr-mfa-duty', report('two', '+0:30:00.001')],
    ['of another kind', 'fr-mfa-duty', report('two', '+0:05', { kind: 'drone-strike' })],
  ])('is none %s', (_, office, other) => {
    expect(waiting().collects('+0:40', office, other).outcomes).toEqual([]);
  });

  it('is none more than 25 km away', () => {
    const far = (latitude: number): Partial<ReportBody> => ({ place: { sector: 'UA-23', latitude, longitude: 36 } });
    const one = new Story().collects('+0:10', 'ua-mfa-duty', report('one', '+0:00', far(47.5)));
    expect(one.collects('+0:20', 'fr-mfa-duty', report('two', '+0:00', far(47.73))).outcomes).toEqual([]);
    expect(one.collects('+0:21', 'fr-mfa-duty', report('three', '+0:00', far(47.72))).outcomes).toHaveLength(2);
  });

  it('lifts nothing but the doubt about the sender: what is old or of others waits on', () => {
    const old = new Story().collects('+200:00', 'ua-mfa-duty', report('one'), 'old');
    expect(old.collects('+200:10', 'fr-mfa-duty', report('two'), 'old').outcomes).toEqual([]);
    const others = new Story().collects('+0:10', 'ua-mfa-duty', report('one'), 'elsewhere');
    expect(others.collects('+0:20', 'fr-mfa-duty', report('two'), 'elsewhere').outcomes).toEqual([]);
  });

  it('comes from a report that went to a case too, which itself waits for nothing', () => {
    const story = waiting().hears('+0:20', 'watch-kyiv-duty', report('two', '+0:05', { standing: 'credible' }));
    expect(story.outcomes).toEqual(['+0:20 org/log/one credible fresh']);
    expect(Object.keys(story.state.reports)).toEqual(['org/log/one']);
  });
});

describe('the outcome', () => {
  const waiting = (): Story =>
    new Story()
      .collects('+0:10', 'ua-mfa-duty', report('one'))
      .collects('+0:20', 'ua-mfa-head', report('two', '+0:15'));

  it('is for all that wait, or for the one that is named', () => {
    expect(waiting().concludes('+2:00', 'legal-kyiv-duty').outcomes).toEqual([
      '+2:00 org/log/one credible delayed',
      '+2:00 org/log/two credible delayed',
    ]);
    const one = waiting().concludes('+2:00', 'watch-kyiv-duty', { reportKey: 'org/log/two' });
    expect(waitingIn(one.state).map(({ reportKey }) => reportKey)).toEqual(['org/log/one']);
  });

  it.each([
    ['gb-mod-duty', {}, /^forbidden: .*is not among them/],
    ['ua-mfa-duty', {}, /^forbidden: /],
    ['admin', {}, /^forbidden: /],
    ['sensor-trial-feed', {}, /^forbidden: /],
    ['nobody', {}, /^forbidden: /],
    ['legal-kyiv-duty', { reportKey: 'org/log/none' }, /^not-found: /],
    ['legal-kyiv-duty', { reportKey: '__proto__' }, /^not-found: /],
    ['legal-kyiv-duty', { violationId: 'v1' }, /^invalid: /],
    ['legal-kyiv-duty', {}, /^allowed$/],
    ['watch-brussels-duty', { outcome: 'duplicate', violationId: 'v1' }, /^allowed$/],
  ] as const)('of %s with %j: %s', (office, body, said) => {
    expect(waiting().refusal('+2:00', office, body)).toMatch(said);
  });

  it('is never that of the person who reported, whatever office they sit in now', () => {
    expect(waiting().refusal('+2:00', 'legal-kyiv-duty', {}, 'ua-mfa-duty')).toMatch(/^forbidden: You reported/);
    expect(waiting().refusal('+2:00', 'legal-kyiv-duty', { reportKey: 'org/log/two' }, 'ua-mfa-duty')).toBe('allowed');
  });

  it('is given once', () => {
    const story = waiting().concludes('+2:00', 'legal-kyiv-duty', { reportKey: 'org/log/one' });
    expect(story.refusal('+2:01', 'watch-kyiv-duty', { reportKey: 'org/log/one' })).toMatch(/^conflict: /);
    story.concludes('+2:02', 'legal-kyiv-duty');
    expect(story.refusal('+2:03', 'watch-kyiv-duty', {})).toMatch(/^conflict: Every report/);
  });

  it('has the class of its own instant; of what is older than a week, that of a late report', () => {
    expect(waiting().concludes('+23:59', 'legal-kyiv-duty').outcomes[0]).toBe('+23:59 org/log/one credible delayed');
    expect(waiting().concludes('+24:00', 'legal-kyiv-duty').outcomes[0]).toBe('+24:00 org/log/one credible late');
    const old = new Story().collects('+200:00', 'ua-mfa-duty', report('one'), 'old');
    expect(old.concludes('+201:00', 'legal-kyiv-duty', { outcome: 'open-case' }).outcomes).toEqual([
      '+201:00 org/log/one open-case late',
    ]);
  });
});

describe('what comes again', () => {
  it('is known, and a revision of what waits is asked for since its first content came', () => {
    const story = new Story()
      .collects('+0:10', 'ua-mfa-duty', report('one'))
      .collects('+0:30', 'ua-mfa-duty', report('one'))
      .collects('+0:40', 'ua-mfa-duty', report('one', '-1:00'));
    expect(story.told).toHaveLength(1);
    expect(story.next).toBe('+1:10:01');
    const [one] = waitingIn(story.state);
    expect([one?.contents.length, one?.occurredAt.earliest]).toEqual([2, at('-1:00')]);
  });
});

describe('what goes on to a case', () => {
  const found = {
    text: '',
    at: at('+2:00'),
    class: 'delayed',
    by: { office: 'legal-kyiv-duty', organisation: '', person: '' },
  } as const;

  it('is credible now, and names its review and class', () => {
    expect(judgedReport(report('one'), 'review-1', { ...found, outcome: 'credible' })).toMatchObject({
      standing: 'credible',
      judged: { reviewId: 'review-1', outcome: 'credible', class: 'delayed', by: 'legal-kyiv-duty' },
    });
  });

  it('is as alleged as it was where it is a duplicate', () => {
    const duplicate = judgedReport(report('one'), 'review-1', { ...found, outcome: 'duplicate', violationId: 'v2' });
    expect(duplicate).toMatchObject({ standing: 'alleged', corroborates: 'v2' });
  });

  it('is nothing where it was no violation', () => {
    const { class: _, ...none } = found;
    expect(judgedReport(report('one'), 'review-1', { ...none, outcome: 'not-a-violation' })).toBeUndefined();
  });
});
