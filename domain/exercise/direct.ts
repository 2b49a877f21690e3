/**
 * Who may direct an exercise, and when: the watch, which minds the clocks, and administrators, who run the machine. It
 * moves no instant and changes no case; `hold` keeps the script's next inputs back while clocks run on, and nothing
 * pauses them.
 */
import type { GroupId } from '../plan/plan.js';
import type { Role } from '../directory/directory.js';
import { Refused } from '../refused.js';
import type { Direction, PlayState } from './play.js';

/** @throws {Refused} */
export function requireDirector(office: { groups: readonly GroupId[]; roles: readonly Role[] } | undefined): void {
  const may = office && (office.groups.includes('watch') || office.roles.includes('admin'));
  if (may && !office.roles.includes('machine')) return;
  throw new Refused('forbidden', 'Exercises are started, held and stopped by the watch and by administrators.');
}

/** @throws {Refused} */
export function requireNoPlay(play: PlayState | undefined): void {
  if (!play || play.state === 'ended') return;
  throw new Refused('conflict', `${nameOf(play)} is being played; stop it before another one is started.`);
}

/** @throws {Refused} where it would change nothing, or nothing is played */
export function requireDirection(play: PlayState | undefined, what: Direction): PlayState {
  if (!play) throw new Refused('not-found', 'No script has been played in this world.');
  if (play.state === 'ended') throw new Refused('conflict', `${nameOf(play)} has ended; ${play.because ?? ''}`.trim());
  if (play.state === 'stopping') throw new Refused('conflict', `${nameOf(play)} is being stopped.`);
  if (what === 'hold' && play.state === 'held') throw new Refused('conflict', `${nameOf(play)} is held already.`);
  if (what === 'release' && play.state !== 'held') throw new Refused('conflict', `${nameOf(play)} is not held.`);
  return play;
}

export const nameOf = ({ n, script }: Pick<PlayState, 'n' | 'script'>): string => `exercise-${n} (${script.id})`;
