import { bodyOf, EMPTY } from './body.js';

const FILLED = { ...EMPTY, kind: 'shelling', sector: 'UA-23', earliest: '2027-03-27T20:00', description: 'Seen.' };

describe('the body of a report', () => {
  it('holds what six fields say, and nothing of what was left empty', () => {
    expect(bodyOf(FILLED, 'r1')).toEqual({
      source: 'board',
      sourceReportId: 'r1',
      kind: 'shelling',
      description: 'Seen.',
      standing: 'credible',
      occurredAt: '2027-03-27T20:00:00.000Z',
      place: { sector: 'UA-23' },
    });
  });

  it('gives an uncertain time as an interval', () => {
    expect(bodyOf({ ...FILLED, latest: '2027-03-27T21:00' }, 'r1')).toMatchObject({
      occurredAt: { earliest: '2027-03-27T20:00:00.000Z', latest: '2027-03-27T21:00:00.000Z' },
    });
  });

  it('takes coordinates in pairs, zero too, and evidence by its hash', () => {
    const evidence = `${'a'.repeat(64)} image/png`;
    expect(bodyOf({ ...FILLED, latitude: '47.66', longitude: '0', evidence }, 'r1')).toMatchObject({
      place: { sector: 'UA-23', latitude: 47.66, longitude: 0 },
      evidence: [{ sha256: 'a'.repeat(64), mediaType: 'image/png' }],
    });
    expect(bodyOf({ ...FILLED, latitude: '47.66' }, 'r1')).toMatchObject({ place: { sector: 'UA-23' } });
    expect(bodyOf({ ...FILLED, latitude: '47.66' }, 'r1')).not.toHaveProperty('place.latitude');
  });
});
