import { risen } from './alarm.js';

describe('risen', () => {
  it('is silent about what stood there when the board was opened', () => {
    expect(risen(undefined, new Map([['A', 3]]))).toEqual([]);
  });

  it('names a case that was opened and one that rose, and none that fell, stayed or went', () => {
    const before = new Map([
      ['same', 1],
      ['rose', 1],
      ['fell', 2],
      ['gone', 1],
    ]);
    const now = new Map([
      ['same', 1],
      ['rose', 2],
      ['fell', 1],
      ['opened', 1],
    ]);
    expect(risen(before, now)).toEqual(['rose', 'opened']);
  });
});
