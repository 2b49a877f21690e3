import { corrections } from './corrections.js';

const entry = (seq: number, ...events: { type: string; [name: string]: unknown }[]) => ({ seq, body: { events } });

describe('corrections', () => {
  it('points from a correction to what it corrects, and back', () => {
    const { corrects, correctedBy } = corrections([
      entry(1, { type: 'case-opened' }, { type: 'violation-recorded', violationId: 'v1' }),
      entry(2, { type: 'violation-recorded', violationId: 'v2' }),
      entry(3, { type: 'proposal-made', proposalId: 'p1', violationId: 'v1' }),
      entry(4, { type: 'violation-voided', violationId: 'v1', proposalId: 'p1' }),
      entry(5, { type: 'violation-moved', violationId: 'v1', proposalId: 'p2' }),
    ]);
    expect([...corrects]).toEqual([
      [4, [1]],
      [5, [1]],
    ]);
    expect([...correctedBy]).toEqual([[1, [4, 5]]]);
  });

  it('knows that a resumption ends the stand-down, and a withdrawal the declaration', () => {
    const { corrects } = corrections([
      entry(1, { type: 'declaration-made', proposalId: 'p1' }),
      entry(2, { type: 'stood-down', proposalId: 'p2' }),
      entry(3, { type: 'case-resumed', violationId: 'v2' }),
      entry(4, { type: 'declaration-withdrawn', proposalId: 'p3' }),
    ]);
    expect([...corrects]).toEqual([
      [3, [2]],
      [4, [1]],
    ]);
  });

  it('points nowhere for what the record does not hold', () => {
    expect(corrections([entry(9, { type: 'violation-voided', violationId: 'v7' })]).corrects.size).toBe(0);
  });
});
