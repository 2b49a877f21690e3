import { at } from '../../test/support/timeline.js';
import { DAY } from '../instant.js';
import { count, forget, MOST_KEPT, nothingCounted } from './count.js';
import type { CountState } from './count.js';
import type { Counted, CountAnswer } from './counted.js';
import { countFault } from './shape.js';

const RULE = { count: 3, within: 30 * DAY };

const day = (days: number): string => at(`+${days * 24}:00`);

/** A violation of case `A` that occurred on that day and was verified an hour later. */
function verified(caseId: string, days: number, change: Partial<Counted> = {}): Counted {
  const { violationId = 'v1' } = change;
  const verifiedAt = at(`+${days * 24 + 1}:00`);
  return { caseId, violationId, event: violationId, occurredAt: day(days), verifiedAt, seq: 2, ...change };
}

class Agreement {
  state: CountState = nothingCounted;

  tell(news: Counted, now = news.voidedAt ?? news.verifiedAt): CountAnswer {
    const { state, answer } = count(this.state, news, RULE, now);
    this.state = state;
    return answer;
  }

  /** Cases of the violations on which the pattern rests. */
  rests(news: Counted): string[] | undefined {
    return this.tell(news).rests?.map(({ caseId, violationId }) => `${caseId}.${violationId}`);
  }
}

describe('repeated violations (RULES 5)', () => {
  let agreement: Agreement;
  beforeEach(() => {
    agreement = new Agreement();
  });

  it('are three distinct ones over all cases, the newly verified one among them', () => {
    expect(agreement.rests(verified('A', 1))).toBeUndefined();
    expect(agreement.rests(verified('B', 9))).toBeUndefined();
    expect(agreement.rests(verified('C', 25))).toEqual(['A.v1', 'B.v1', 'C.v1']);
  });

  it('lie within thirty days of each other, to the millisecond', () => {
    agreement.tell(verified('A', 1));
    agreement.tell(verified('B', 9));
    expect(agreement.rests(verified('C', 31))).toEqual(['A.v1', 'B.v1', 'C.v1']);
    const other = new Agreement();
    other.tell(verified('A', 1));
    other.tell(verified('B', 9));
    expect(other.rests(verified('C', 31, { occurredAt: at('+744:00:00.001') }))).toBeUndefined();
  });

  it('are counted by when they occurred, in whatever order they were verified', () => {
    agreement.tell(verified('A', 25));
    agreement.tell(verified('B', 9));
    expect(agreement.rests(verified('C', 1, { verifiedAt: day(26) }))).toEqual(['C.v1', 'B.v1', 'A.v1']);
  });

  it('need the new one within the window of the others: two old pairs far apart are no pattern', () => {
    for (const days of [1, 2]) agreement.tell(verified(`old-${days}`, days));
    expect(agreement.rests(verified('A', 20))).toHaveLength(3);
    expect(agreement.rests(verified('B', 45))).toBeUndefined();
    expect(agreement.rests(verified('C', 49))).toEqual(['A.v1', 'B.v1', 'C.v1']);
  });

  it('are told the same twice', () => {
    agreement.tell(verified('A', 1));
    agreement.tell(verified('B', 9));
    const first = agreement.tell(verified('C', 25));
    const { state } = agreement;
    expect(agreement.tell(verified('C', 25))).toEqual(first);
    expect(agreement.state).toEqual(state);
    agreement.tell(verified('D', 26));
    expect(agreement.tell(verified('A', 1)).rests).toBeUndefined();
    expect(agreement.tell(verified('C', 25))).toEqual(first);
  });

  it('do not count what is void as of the verification, and count what is found void later', () => {
    agreement.tell(verified('A', 1));
    agreement.tell(verified('B', 9));
    agreement.tell(verified('B', 9, { seq: 5, voidedAt: day(12) }));
    expect(agreement.rests(verified('C', 25))).toBeUndefined();
    const late = new Agreement();
    late.tell(verified('A', 1));
    late.tell(verified('B', 9));
    late.tell(verified('B', 9, { seq: 5, voidedAt: day(26) }));
    expect(late.rests(verified('C', 25))).toHaveLength(3);
  });

  it('count one event once, and count it anew when its violations are parted', () => {
    agreement.tell(verified('A', 1));
    agreement.tell(verified('B', 9));
    expect(agreement.rests(verified('B', 9, { violationId: 'v2', event: 'v1', seq: 3 }))).toBeUndefined();
    expect(agreement.rests(verified('B', 9, { violationId: 'v2', event: 'v2', seq: 4 }))).toEqual([
      'A.v1',
      'B.v1',
      'B.v2',
    ]);
  });

  it('lose none where the news of one verification comes after that of a later one', () => {
    agreement.tell(verified('A', 1));
    expect(agreement.rests(verified('C', 25))).toBeUndefined();
    expect(agreement.rests(verified('B', 9))).toEqual(['A.v1', 'B.v1', 'C.v1']);
  });

  it('say of a void violation whose flags rest on it, other than those of its own case', () => {
    for (const [caseId, days] of [
      ['A', 1],
      ['B', 9],
      ['C', 25],
    ] as const) {
      agreement.tell(verified(caseId, days));
    }
    expect(agreement.tell(verified('A', 1, { seq: 9, voidedAt: day(26) })).weakens).toEqual(['C']);
    expect(agreement.tell(verified('A', 1, { seq: 9, voidedAt: day(26) })).weakens).toEqual(['C']);
    expect(agreement.tell(verified('C', 25, { seq: 9, voidedAt: day(26) })).weakens).toBeUndefined();
  });
});

describe('a bad day', () => {
  // Judged window by window, each against each, this took minutes.
  it('brings a thousand of one hour, and each is answered', () => {
    const agreement = new Agreement();
    for (let nth = 0; nth < 1000; nth += 1) {
      const occurredAt = at(`+24:00:${String(nth % 60).padStart(2, '0')}`);
      expect(agreement.rests(verified(`C${nth}`, 1, { occurredAt })) === undefined).toBe(nth < 2);
    }
    expect(agreement.rests(verified('last', 1))).toHaveLength(50);
  }, 180_000);
});

describe('what the agreement keeps', () => {
  it('is forgotten after seven windows, and not before', () => {
    const agreement = new Agreement();
    agreement.tell(verified('A', 1));
    expect(forget(agreement.state, day(211)).kept).toHaveLength(1);
    expect(forget(agreement.state, at('+5064:00:00.001')).kept).toEqual([]);
  });

  it('is bounded: the earliest occurrences go first', () => {
    const agreement = new Agreement();
    agreement.tell(verified('A', 2));
    const [kept] = agreement.state.kept;
    if (!kept) throw new Error('Nothing is kept.');
    const many = Array.from({ length: MOST_KEPT }, (_, index) => ({
      ...kept,
      violationId: `v${index}`,
      occurredAt: index === 7 ? at('-1:00') : at(`+0:00:00.${String(index % 1000).padStart(3, '0')}`),
    }));
    const { state } = count({ ...agreement.state, kept: many }, verified('B', 2), RULE, day(3));
    expect(state.kept).toHaveLength(MOST_KEPT);
    expect(state.kept.some(({ caseId }) => caseId === 'B')).toBe(true);
    expect(state.kept.some(({ occurredAt }) => occurredAt === at('-1:00'))).toBe(false);
  });
});

describe('an ask to count', () => {
  const ask = { news: [verified('A', 1)], rule: RULE };

  it('is taken', () => {
    expect(countFault(ask)).toBeUndefined();
    expect(countFault({ ...ask, news: [verified('A', 1, { voidedAt: day(2) })] })).toBeUndefined();
  });

  it.each([
    [null],
    [{ ...ask, news: 'all' }],
    [{ ...ask, rule: { count: 1, within: 1 } }],
    [{ ...ask, news: [{ ...ask.news[0], occurredAt: 'yesterday' }] }],
    [{ ...ask, news: [{ ...ask.news[0], seq: '1' }] }],
    [{ ...ask, news: Array.from({ length: 101 }, () => ask.news[0]) }],
  ])('is refused with words: %j', (value) => {
    expect(countFault(value)).toMatch(/\.$/);
  });
});
