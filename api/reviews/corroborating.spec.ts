/** Each pair of reports is compared once, however often it is looked at. */
import type { CollectedReport } from '../../domain/review/review.js';
import { Corroborating } from './corroborating.js';
import type { Waiting } from './corroborating.js';
import type { Heard } from './review-views.js';

const waiting = (commandId: string, kind = 'shelling'): Waiting => ({
  reviewId: 'r1',
  one: { commandId, kind, place: { sector: 'UA-23' } } as CollectedReport,
});

const heard = (nth: number, kind = 'shelling'): Heard =>
  ({ nth, at: 0, accepted: { envelope: { body: { kind, place: { sector: 'UA-23' } } } } }) as Heard;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('what corroborates what waits', () => {
  const fits = jest.fn<boolean, [CollectedReport, Heard]>();
  beforeEach(() => fits.mockReset().mockReturnValue(false));

  it('compares each pair once', () => {
    const corroborating = new Corroborating();
    const all = range(30).map((nth) => heard(nth));
    const two = [waiting('a'), waiting('b')];
    expect(corroborating.look(two, all, 'v1', fits)).toEqual([]);
    expect(fits).toHaveBeenCalledTimes(60);
    corroborating.look(two, all, 'v1', fits);
    expect(fits).toHaveBeenCalledTimes(60);
    corroborating.look([...two, waiting('c')], [...all.slice(1), heard(31)], 'v1', fits);
    // The new one with all that is heard, the others with what is new.
    expect(fits).toHaveBeenCalledTimes(60 + 30 + 2);
    corroborating.look(two, all, 'v2', fits);
    expect(fits).toHaveBeenCalledTimes(92 + 60);
  });

  it('compares nothing of another kind', () => {
    expect(new Corroborating().look([waiting('a', 'drone')], [heard(1)], 'v1', fits)).toEqual([]);
    expect(fits).not.toHaveBeenCalled();
  });

  it('finds the first that fits, again in each look, and the next when that one is gone', () => {
    const corroborating = new Corroborating();
    fits.mockImplementation((_, { nth }) => nth === 2 || nth === 4);
    const all = range(4).map((nth) => heard(nth));
    const nths = (from: Heard[]): number[] =>
      corroborating.look([waiting('a')], from, 'v1', fits).map(({ heard: { nth } }) => nth);
    expect(nths(all)).toEqual([2]);
    expect(nths(all)).toEqual([2]);
    expect(nths(all.slice(2))).toEqual([4]);
  });

  it('stops after many comparisons and goes on in the next look, with nothing left out', () => {
    const corroborating = new Corroborating();
    const all = range(1000).map((nth) => heard(nth));
    const many = range(500).map((n) => waiting(`w${n}`));
    for (let looks = 1; looks <= 3; looks += 1) {
      corroborating.look(many, all, 'v1', fits);
      expect(fits).toHaveBeenCalledTimes(Math.min(looks * 200_000, 500_000));
    }
    corroborating.look(many, all, 'v1', fits);
    expect(fits).toHaveBeenCalledTimes(500_000);
  });
});
