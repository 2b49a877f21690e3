/** How decided erasures are carried out: all of them, in order, and what was folded is folded anew once. */
import type { ErasureBody } from '../../domain/erasure/erasure.js';
import type { Entry } from '../../record/entry.js';
import { ERASURES } from '../../record/erasing.js';
import type { RecordStore } from '../../record/record-store.js';
import type { Log } from '../log/log.js';
import { ErasureLog } from './erasure-log.js';

const decided = (seq: number, stream: string): Entry<ErasureBody> => ({
  schema: 1,
  stream: ERASURES,
  seq,
  prev: '',
  recordedAt: '2027-05-01T08:00:00.000Z',
  body: {
    type: 'erasure-decided',
    id: `e${seq}`,
    commandId: `c${seq}`,
    texts: [{ stream, hash: 'a'.repeat(64) }],
    objects: [],
    reason: 'A person asked.',
    hash: '',
    by: [],
  },
});

describe('decided erasures', () => {
  const erase = jest.fn<Promise<void>, [number]>();
  const onErased = jest.fn<Promise<void>, [ReadonlySet<string>]>();
  const log = { error: jest.fn() } as Partial<Log> as Log;
  let erasures: ErasureLog;
  beforeEach(() => {
    erase.mockReset().mockResolvedValue();
    onErased.mockReset().mockResolvedValue();
    erasures = new ErasureLog({ store: { erase } as Partial<RecordStore> as RecordStore, onErased, log });
  });

  it('are met all at once at a start, and concern each stream once', async () => {
    for (const [index, stream] of ['intake', 'house', 'intake'].entries()) erasures.fold(decided(index + 1, stream));
    await erasures.carryOut();
    expect(erase.mock.calls).toEqual([[1], [2], [3]]);
    expect(onErased.mock.calls).toEqual([[new Set(['intake', 'house'])]]);
    await erasures.carryOut();
    expect(onErased).toHaveBeenCalledTimes(1);
  });

  it('are tried again from the first that failed', async () => {
    erase.mockResolvedValueOnce().mockRejectedValueOnce(new Error('The disk is away.'));
    erasures.fold(decided(1, 'intake'));
    erasures.fold(decided(2, 'case/UA-23-1'));
    await erasures.carryOut();
    expect(onErased.mock.calls.at(-1)).toEqual([new Set(['case/UA-23-1'])]);
    expect(erase.mock.calls).toEqual([[1], [2], [2]]);
  });

  it('are not done while what was folded of them could not be folded anew', async () => {
    onErased.mockRejectedValueOnce(new Error('The record is away.'));
    erasures.fold(decided(1, 'intake'));
    await erasures.carryOut();
    expect(onErased).toHaveBeenCalledTimes(2);
  });
});
