import { ERASED } from '../domain/erasure/erased.js';
import { joined, parted, textOf } from './beside.js';
import { freeText } from './free-text.js';

describe('free text', () => {
  it('is what people wrote, and what proves it; codes, plans and our own sentences are none', () => {
    const body = {
      cause: { stamp: 's', body: { act: 'stand-down', text: 'words', textHash: 'h', place: { sector: 'UA-23' } } },
      events: [
        { type: 'proposal-lapsed', reason: 'expired' },
        { type: 'duty-waived', reason: 'words', because: { why: 'ours', text: 'ours' } },
        { type: 'notice-outcome', said: '250 taken' },
        { type: 'notice-outcome', said: '550 <a@b.example> is not known' },
      ],
      plan: { description: 'published' },
    };
    expect(freeText('case/a', body)).toEqual([
      '/cause/body/text',
      '/cause/body/textHash',
      '/cause/stamp',
      '/events/1/reason',
      '/events/3/said',
    ]);
  });

  it('takes a stamp along only where there are words, and looks into no other stream', () => {
    expect(freeText('case/a', { cause: { stamp: 's', body: {} } })).toEqual([]);
    expect(freeText('seals', { text: 'a note' })).toEqual([]);
    expect(freeText('publications', { reason: 'x' })).toEqual([]);
  });

  it('is parted and joined again whatever a member is called, and without its text says so', () => {
    const body = { 'a/b~c': [{ text: 'one' }, { text: 'one' }], text: 'two' };
    const { body: blank, beside = {}, lines } = parted('house', body);
    expect(blank).toEqual({ 'a/b~c': [{ text: null }, { text: null }], text: null });
    expect(lines).toHaveLength(2);
    const texts = new Map(lines.map((line) => [line.hash, textOf(line)]));
    expect(joined(blank, beside, (hash) => texts.get(hash))).toEqual({ body, erased: [] });
    const gone = joined(blank, beside, () => undefined);
    expect(gone.body).toEqual({ 'a/b~c': [{ text: ERASED }, { text: ERASED }], text: ERASED });
    expect(gone.erased).toHaveLength(3);
  });
});
