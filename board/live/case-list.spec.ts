import type { CaseSummary } from '../../api/cases/case.schema.js';
import { bySoonest, dueOf, matches, merged, ofWorld, soonestAct } from './case-list.js';

const AT = '2027-03-27T20:00:00.000Z';
const LATER = '2027-03-28T20:00:00.000Z';

const summary = (caseId: string, more: Partial<CaseSummary> = {}): CaseSummary => ({
  caseId,
  exercise: false,
  agreement: 'a',
  sector: 'UA-23',
  status: 'open',
  level: 1,
  posture: 1,
  firstViolationAt: AT,
  recurrence: 1,
  flags: [],
  seq: 1,
  plan: { id: 'seed', version: 1, hash: '' },
  overdue: [],
  owed: [],
  awaiting: [],
  acknowledged: [],
  notTold: [],
  openedAt: AT,
  ...more,
});
const instant = (at: string, id = 'D1') => {
  const words = { en: id, uk: id };
  return { at, kind: 'duty' as const, id, label: id, words };
};

describe('merged', () => {
  it('takes what is newer, from the list or from the stream, and forgets no case', () => {
    const known = [summary('A', { seq: 5, level: 2 }), summary('B')];
    const read = [summary('A', { seq: 3 }), summary('C')];
    expect(merged(known, read).map(({ caseId, seq }) => [caseId, seq])).toEqual([
      ['A', 5],
      ['B', 1],
      ['C', 1],
    ]);
    expect(merged(read, known)[0]?.level).toBe(2);
  });
});

describe('ofWorld', () => {
  it('never shows a case of an exercise among real ones, nor the other way', () => {
    const all = [summary('A'), summary('X', { exercise: true })];
    expect(ofWorld(all, false).map(({ caseId }) => caseId)).toEqual(['A']);
    expect(ofWorld(all, true).map(({ caseId }) => caseId)).toEqual(['X']);
  });
});

describe('bySoonest', () => {
  it('goes by what falls due, not by a reminder of it, and puts last what waits for nothing', () => {
    const reminded = summary('R', { next: instant(AT, 'D1.reminder'), due: instant(LATER) });
    const due = summary('S', { next: instant(AT) });
    expect(dueOf(reminded)?.at).toBe(LATER);
    expect([summary('N'), reminded, due].sort(bySoonest).map(({ caseId }) => caseId)).toEqual(['S', 'R', 'N']);
  });
});

describe('matches', () => {
  it('finds by id, place, kind, region and its name, in any case of letters', () => {
    const one = summary('UA-23-x', { place: 'Huliaipole', kind: 'shelling' });
    for (const sought of ['ua-23-X', 'HULIAI', 'shell', ' zapor ', ''])
      expect(matches(sought, one, 'Zaporizhzhia Oblast')).toBe(true);
    expect(matches('sumy', one, 'Zaporizhzhia Oblast')).toBe(false);
  });
});

describe('soonestAct', () => {
  it('is the first instant of a case that is not closed', () => {
    const closed = summary('C', { status: 'closed', next: instant(AT) });
    expect(soonestAct([closed, summary('A', { next: instant(LATER) })])).toBe(Date.parse(LATER));
    expect(soonestAct([closed])).toBe(Infinity);
  });
});
