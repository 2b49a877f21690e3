import { bodyOf, pathOf, requestOf } from './act.js';

const GROUNDS = {
  proposals: [{ id: 'p1', textHash: 'ab' }],
  plan: { id: 'seed' },
  duties: [{ id: 'D8', owner: ['skipped'] }],
};

describe('requestOf', () => {
  it('signs the text that is shown, and nothing that is not there', () => {
    expect(requestOf('sign:p1', GROUNDS)).toMatchObject({
      path: '/proposals/p1/signatures',
      fixed: { textHash: 'ab' },
    });
    expect(requestOf('sign:p2', GROUNDS)).toBeUndefined();
  });

  it('knows no act that it could not carry out', () => {
    expect(requestOf('abolish:everything', GROUNDS)).toBeUndefined();
  });
});

describe('bodyOf', () => {
  it('takes what people write as UTC, and leaves out what they left empty', () => {
    const request = requestOf('complete:D1', GROUNDS);
    expect(request && bodyOf(request, { performedAt: '2027-03-27T20:00', text: 'Issued.', reason: '' })).toEqual({
      performedAt: '2027-03-27T20:00:00.000Z',
      text: 'Issued.',
    });
  });

  it('names evidence by its hash, and asks of a review what came of it', () => {
    const request = requestOf('complete:D8', GROUNDS);
    expect(request?.fields).toContain('outcome');
    expect(requestOf('complete:D1', GROUNDS)?.fields).not.toContain('outcome');
    expect(request && bodyOf(request, { evidence: `${'a'.repeat(64)} image/png`, outcome: 'disputed' })).toEqual({
      evidence: [{ sha256: 'a'.repeat(64), mediaType: 'image/png' }],
      outcome: 'disputed',
    });
  });

  it('says that one office acts alone only where somebody has ticked it', () => {
    const request = requestOf('propose:large-scale', GROUNDS);
    expect(request && bodyOf(request, { text: 'Attack.' })).toEqual({ act: 'large-scale', text: 'Attack.' });
    expect(request && bodyOf(request, { text: 'Attack.', breakGlass: 'yes', reason: 'No line.' })).toMatchObject({
      breakGlass: true,
      reason: 'No line.',
    });
  });

  it('names the violation that is joined in the address, and the one that it is the same as in the body', () => {
    const request = requestOf('join', GROUNDS);
    const filled = { joined: 'v2', sameAs: 'v1', text: 'One strike.' };
    expect(request && [pathOf(request, filled), bodyOf(request, filled)]).toEqual([
      '/violations/v2/same-as',
      { violationId: 'v1', text: 'One strike.' },
    ]);
    expect(requestOf('part:v2', GROUNDS)).toEqual({ method: 'DELETE', path: '/violations/v2/same-as', fields: [] });
  });

  it('takes an acknowledgement back by its id', () => {
    expect(requestOf('undo:a1', GROUNDS)).toEqual({ method: 'DELETE', path: '/acknowledgements/a1', fields: [] });
  });

  it('sends no body where the request takes none', () => {
    expect(bodyOf({ method: 'DELETE', path: '/proposals/p1', fields: [] }, {})).toBeUndefined();
  });
});
