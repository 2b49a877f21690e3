import type { CaseView } from './case-view.js';
import { Soonest, standingOf } from './soonest.js';

const view = (caseId: string, at?: string): CaseView =>
  ({ state: { caseId }, next: at === undefined ? undefined : { at, kind: 'gate', subject: 'G2' } }) as CaseView;

const ids = (soonest: Soonest): string[] => soonest.list().map(({ state }) => state.caseId);

/** The same numbers at each run. */
function numbers(seed: number): () => number {
  let now = seed;
  return () => (now = (now * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('the order of the list', () => {
  it('puts the soonest first, none last, ties by id', () => {
    const all = [view('c'), view('b', '2027'), view('a', '2027'), view('d', '2026')];
    expect(ids(new Soonest(() => all))).toEqual(['d', 'a', 'b', 'c']);
  });

  it('stays as if it were sorted anew, whatever changes', () => {
    const cases = new Map<string, CaseView>();
    const soonest = new Soonest(() => [...cases.values()]);
    const random = numbers(7);
    expect(ids(soonest)).toEqual([]);
    for (let round = 0; round < 2000; round += 1) {
      const id = `case-${Math.floor(random() * 60)}`;
      const next = random() < 0.2 ? view(id) : view(id, `20${10 + Math.floor(random() * 40)}`);
      const before = cases.get(id);
      cases.set(id, next);
      soonest.replace(before, next);
      if (round % 50 === 0) expect(ids(soonest)).toEqual(ids(new Soonest(() => [...cases.values()])));
    }
    expect(soonest.list()).toHaveLength(60);
  });

  it('finds what stands behind a place, also where the case of that place has moved', () => {
    const [a, b, c] = [view('a', '2026'), view('b', '2027'), view('c', '2028')];
    const soonest = new Soonest(() => [a, b, c]);
    expect(soonest.after(standingOf(b))).toBe(2);
    soonest.replace(b, view('b'));
    expect(ids(soonest)).toEqual(['a', 'c', 'b']);
    expect(soonest.after(standingOf(b))).toBe(1);
  });
});
