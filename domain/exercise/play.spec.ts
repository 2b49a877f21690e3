import { Refused } from '../refused.js';
import { requireDirection, requireDirector, requireNoPlay } from './direct.js';
import { currentPlay, withPlayEntry } from './play.js';
import type { Direction, PlayBody, PlayState } from './play.js';

const at = '2027-03-27T20:00:00.000Z';
const script = { id: 'quiet-case', title: 'A quiet case', steps: [{ at: 0, by: ['watch'], what: 'report fire' }] };
const begun = (n = 1): PlayBody => ({ type: 'play-begun', at, n, script, speed: 60, startAt: at, player: 'here' });
const command = { commandId: 'one', fingerprint: 'f' };
const by = { office: 'watch', organisation: 'watch-kyiv', person: 'watch-1', command };
const direct = (what: Direction, n = 1): PlayBody => ({ type: 'play-directed', at, n, what, by });
const answered: PlayBody = { type: 'play-answered', at, n: 1, step: 0, office: 'watch', status: 201 };
const ended: PlayBody = { type: 'play-ended', at, n: 1, how: 'played', because: 'It is over.' };

const played = (...entries: PlayBody[]): PlayState | undefined =>
  currentPlay(entries.reduce(withPlayEntry, [] as readonly PlayState[]));
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
};

describe('a play', () => {
  it('is held, released, stopped and ended', () => {
    const states = [[], [direct('hold')], [direct('hold'), direct('release')], [direct('stop')], [ended]];
    expect(states.map((after) => played(begun(), ...after)?.state)).toEqual([
      'playing',
      'held',
      'playing',
      'stopping',
      'ended',
    ]);
  });

  it('counts an answer once, however often the player says it', () => {
    expect(played(begun(), answered, answered)?.answers).toHaveLength(1);
  });

  it('is changed by nothing once it has ended, and by nothing of another play', () => {
    expect(played(begun(), ended, direct('hold'), answered)).toMatchObject({ state: 'ended', answers: [] });
    expect(played(begun(), direct('hold', 2))?.state).toBe('playing');
  });

  it('gives way to the next', () => {
    expect(played(begun(), ended, begun(2))).toMatchObject({ n: 2, state: 'playing' });
  });

  it('is not held any more once it is being stopped', () => {
    expect(played(begun(), direct('stop'), direct('release'))?.state).toBe('stopping');
  });
});

describe('directing an exercise', () => {
  const office = (groups: string[], roles: ('admin' | 'auditor' | 'machine' | 'senior')[] = []) => ({ groups, roles });

  it.each([
    ['the watch', office(['watch']), 'allowed'],
    ['an administrator', office([], ['admin']), 'allowed'],
    ['an auditor', office([], ['auditor']), 'forbidden'],
    ['a machine of the watch', office(['watch'], ['machine']), 'forbidden'],
    ['a ministry', office(['coalition'], ['senior']), 'forbidden'],
    ['nobody', undefined, 'forbidden'],
  ])('is for the watch and administrators: %s', (_, who, expected) => {
    expect(codeOf(() => requireDirector(who))).toBe(expected);
  });

  it('starts nothing while something is played', () => {
    expect(codeOf(() => requireNoPlay(played(begun())))).toBe('conflict');
    expect(codeOf(() => requireNoPlay(played(begun(), ended)))).toBe('allowed');
    expect(codeOf(() => requireNoPlay(undefined))).toBe('allowed');
  });

  it.each<[string, Direction, PlayBody[], string]>([
    ['nothing', 'stop', [], 'not-found'],
    ['what is played', 'hold', [begun()], 'allowed'],
    ['what is held already', 'hold', [begun(), direct('hold')], 'conflict'],
    ['what is not held', 'release', [begun()], 'conflict'],
    ['what is held', 'release', [begun(), direct('hold')], 'allowed'],
    ['what is held', 'stop', [begun(), direct('hold')], 'allowed'],
    ['what is being stopped', 'stop', [begun(), direct('stop')], 'conflict'],
    ['what has ended', 'stop', [begun(), ended], 'conflict'],
  ])('directs %s: %s', (_, what, entries, expected) => {
    expect(codeOf(() => requireDirection(played(...entries), what))).toBe(expected);
  });
});
