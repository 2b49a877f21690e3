import { liveness } from './staleness.js';

describe('liveness', () => {
  it('waits for the first heartbeat', () => {
    expect(liveness({ now: 0, nextInstants: [] })).toEqual({ kind: 'waiting' });
  });

  it('holds for 15 s after a heartbeat, and not a millisecond longer', () => {
    expect(liveness({ now: 15_000, heardAt: 0, nextInstants: [] })).toEqual({ kind: 'live' });
    expect(liveness({ now: 15_001, heardAt: 0, nextInstants: [] })).toEqual({ kind: 'lost', since: 0 });
  });

  it('tells a silent worker from a lost connection', () => {
    const heard = { now: 100_000, heardAt: 99_000 };
    expect(liveness({ ...heard, nextInstants: [90_000, 79_999] })).toEqual({ kind: 'worker-silent', since: 79_999 });
    expect(liveness({ ...heard, nextInstants: [80_000] })).toEqual({ kind: 'live' });
    expect(liveness({ now: 200_000, heardAt: 99_000, nextInstants: [1] })).toEqual({ kind: 'lost', since: 99_000 });
  });
});
