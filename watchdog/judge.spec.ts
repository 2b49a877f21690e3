import { instant, MINUTE, ms, SECOND } from '../domain/instant.js';
import type { Instant } from '../domain/instant.js';
import { at, Timeline, usual } from '../test/support/timeline.js';
import { shippedPlan } from '../test/support/seed.js';
import { newReview } from '../domain/review/review.js';
import { judge } from './judge.js';
import type { Seen } from './judge.js';

const BOUND = MINUTE;
const nothing: Seen = {
  cases: [],
  reviews: [],
  reports: new Map(),
  commands: new Map(),
  notices: new Map(),
  strange: new Map(),
};
const found = (seen: Partial<Seen>, now: Instant) => judge({ ...nothing, ...seen }, now, { due: BOUND });
const says = (seen: Partial<Seen>, now: Instant): string[] => found(seen, now).map((one) => one.says);

/** Silent people, until just before the gate of 24 h; everything before it has acted. */
function beforeTheGate(): Timeline {
  const line = new Timeline();
  usual(line);
  line.play.advanceTo(at('+23:59:59'));
  return line;
}

describe('what is due in a case', () => {
  const state = beforeTheGate().play.state;

  it('is nobody’s matter before its instant', () => {
    expect(found({ cases: [state] }, at('+23:59'))).toEqual([]);
  });

  it('has its settle and the bound to leave a trace', () => {
    expect(found({ cases: [state] }, at('+24:01'))).toEqual([]);
    expect(found({ cases: [state] }, instant(ms(at('+24:01')) + SECOND - 1))).toEqual([]);
  });

  it('is missed from then on, by name, instant and case', () => {
    const now = instant(ms(at('+24:01')) + SECOND);
    expect(found({ cases: [state] }, now)).toEqual([
      {
        kind: 'due',
        subject: `UA-23-test gate:G2 ${at('+24:00')}`,
        since: at('+24:00'),
        says: `UA-23-test: a gate (G2) was due at ${at('+24:00')}, and the record has no trace of it.`,
      },
    ]);
  });

  it('is one finding for a case, however much waits behind it', () => {
    const later = found({ cases: [state] }, at('+80:00'));
    expect(later).toHaveLength(1);
    expect(later[0]?.says).toMatch(/^UA-23-test: a gate \(G2\).* 1 more of its instants wait behind it\.$/);
  });

  it('is done once its entry is there', () => {
    const line = beforeTheGate();
    line.play.advanceTo(at('+24:00:30'));
    expect(found({ cases: [line.play.state] }, at('+24:10'))).toEqual([]);
  });

  it('is judged for each case by itself', () => {
    const other = { ...state, caseId: 'UA-14-test' };
    expect(says({ cases: [state, other] }, at('+24:02')).map((one) => one.split(':')[0])).toEqual([
      'UA-23-test',
      'UA-14-test',
    ]);
  });

  it('is missed in an exercise after the same real time', () => {
    const fast = new Timeline();
    const speedy = { ...fast.play.state, exercise: true, speed: 4320 };
    const due = instant(ms(at('+0:10')) + 30 * MINUTE);
    expect(found({ cases: [speedy] }, instant(ms(due) + MINUTE))).toEqual([]);
    expect(found({ cases: [speedy] }, instant(ms(due) + MINUTE + SECOND))).toHaveLength(1);
  });

  it('includes what people owe: word that a duty is overdue is missed too', () => {
    const line = new Timeline();
    line.acknowledgeAll('+0:15');
    line.play.advanceTo(at('+6:09:59'));
    expect(says({ cases: [line.play.state] }, at('+6:12'))).toEqual([
      `UA-23-test: a duty (D3) was due at ${at('+6:10')}, and the record has no trace of it.`,
    ]);
  });

  it('is nothing in a case that has closed', () => {
    expect(found({ cases: [{ ...state, status: 'closed' }] }, at('+90:00'))).toEqual([]);
  });
});

describe('a review', () => {
  const { plan } = shippedPlan();
  const waiting = { ...newReview('R-1', 'UA-23'), clock: { since: at('+0:00'), steps: 0 } };

  it('owes the first step of D0 an hour after its oldest report', () => {
    expect(found({ reviews: [{ state: waiting, plan }] }, at('+1:01'))).toEqual([]);
    expect(found({ reviews: [{ state: waiting, plan }] }, at('+1:01:01'))).toEqual([
      expect.objectContaining({ kind: 'due', subject: `R-1 D0.1 ${at('+1:00')}`, since: at('+1:00') }),
    ]);
  });

  it('owes nothing while no report waits in it', () => {
    const { clock: _, ...still } = waiting;
    expect(found({ reviews: [{ state: still, plan }] }, at('+99:00'))).toEqual([]);
  });
});

describe('what was accepted and went nowhere', () => {
  const since = at('+0:00');

  it.each([
    ['report', { reports: new Map([['k', { scope: 'UA-23', since }]]) }, '+0:05'],
    ['command', { commands: new Map([['k', { caseId: 'c', since }]]) }, '+0:05'],
    ['notice', { notices: new Map([['c.n1', { caseId: 'c', since }]]) }, '+0:15'],
  ] as const)('is a finding of the kind %s, after its bound and not before', (kind, seen, bound) => {
    expect(found(seen, instant(ms(at(bound)) - 1))).toEqual([]);
    expect(found(seen, at(bound))).toMatchObject([{ kind, since }]);
  });
});

describe('the canary', () => {
  const canary = { last: at('+0:00'), every: 5 * MINUTE };

  it('may miss its turn, and not three times', () => {
    expect(found({ canary }, at('+0:15'))).toEqual([]);
    expect(found({ canary }, instant(ms(at('+0:15')) + 1))).toMatchObject([{ kind: 'canary', since: at('+0:00') }]);
  });

  it('is not missed where none is expected', () => {
    expect(found({}, at('+99:00'))).toEqual([]);
  });
});

describe('seals', () => {
  const { state } = beforeTheGate().play;
  const seals = (offset: string) => ({ last: at(offset) });
  const justAfter = (offset: string): Instant => instant(ms(at(offset)) + 1);

  it('may stay away for five minutes while a case is open', () => {
    expect(state.openedAt).toBe(at('+0:10'));
    for (const status of ['open', 'quiet'] as const) {
      const seen = { cases: [{ ...state, status }], seals: seals('+23:00') };
      expect(found(seen, at('+23:05'))).toEqual([]);
      expect(found(seen, justAfter('+23:05'))).toEqual([
        { kind: 'seal', subject: 'seal', since: at('+23:00'), says: expect.stringContaining(at('+23:00')) as string },
      ]);
    }
  });

  it('may be an hour old when a case opens, and have five minutes from then', () => {
    const seen = { cases: [{ ...state, openedAt: at('+23:00') }], seals: seals('+22:01') };
    expect(found(seen, at('+23:05'))).toEqual([]);
    expect(found(seen, justAfter('+23:05'))).toMatchObject([{ kind: 'seal', since: at('+22:01') }]);
  });

  it('count from the case that was open first, whatever opens later', () => {
    const late = { ...state, caseId: 'UA-14-test', openedAt: at('+23:04') };
    expect(found({ cases: [late, state], seals: seals('+23:00') }, at('+23:06'))).toHaveLength(1);
  });

  it.each([[[]], [[{ ...state, status: 'closed' as const }]]])(
    'may stay away for 2.5 h without an open case',
    (cases) => {
      expect(found({ cases, seals: seals('+0:00') }, at('+2:30'))).toEqual([]);
      expect(found({ cases, seals: seals('+0:00') }, justAfter('+2:30'))).toMatchObject([{ kind: 'seal' }]);
    },
  );

  it('are not missed where the record is not sealed, or cannot be read', () => {
    expect(found({}, at('+99:00'))).toEqual([]);
    const away = { since: at('+24:00'), why: 'ENOENT.' };
    expect(found({ seals: seals('+0:00'), away }, at('+24:01')).map(({ kind }) => kind)).toEqual(['record']);
  });
});

describe('a record that cannot be read', () => {
  const away = { since: at('+24:00'), why: 'ENOENT.' };

  it('is one finding after half a minute, and says nothing of cases', () => {
    const { state } = beforeTheGate().play;
    expect(found({ cases: [state], away }, at('+24:00:29'))).toEqual([]);
    expect(found({ cases: [state], away }, at('+26:00'))).toEqual([
      { kind: 'record', subject: 'record', since: away.since, says: expect.stringContaining('ENOENT') as string },
    ]);
  });
});

describe('entries and clocks', () => {
  it('an entry that cannot be understood is named with its stream and number', () => {
    const strange = new Map([['case/c', { seq: 4, since: at('+1:00'), why: 'no such event.' }]]);
    expect(says({ strange }, at('+1:00'))).toEqual(['Entry 4 of case/c cannot be understood: no such event.']);
  });

  it.each([
    [31 * SECOND, '31 s ahead of'],
    [-45 * SECOND, '45 s behind'],
  ])('a clock that is %i ms off is told', (offset, words) => {
    expect(says({ clock: { offset, since: at('+0:00') } }, at('+0:01'))[0]).toContain(words);
  });

  it('one that is off by less is not', () => {
    expect(found({ clock: { offset: 30 * SECOND, since: at('+0:00') } }, at('+0:01'))).toEqual([]);
  });
});
