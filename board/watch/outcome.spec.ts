import { outcomeBody } from './outcome.js';

describe('outcomeBody', () => {
  it('judges one report by its key, or all that wait', () => {
    const fields = { outcome: 'credible', text: 'Seen.', violationId: '' };
    expect(outcomeBody(fields, 'org/log/1')).toEqual({ outcome: 'credible', text: 'Seen.', reportKey: 'org/log/1' });
    expect(outcomeBody(fields, undefined)).toEqual({ outcome: 'credible', text: 'Seen.' });
  });

  it('names a violation for a duplicate only, whatever was written before the outcome was changed', () => {
    const fields = { outcome: 'duplicate', text: 'Known.', violationId: 'v1' };
    expect(outcomeBody(fields, undefined)).toMatchObject({ violationId: 'v1' });
    expect(outcomeBody({ ...fields, outcome: 'credible' }, undefined)).not.toHaveProperty('violationId');
  });
});
